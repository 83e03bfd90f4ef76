"""Visits and carts of some days are worked out from the events of those concerned alone, and are what they are among all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helder.facts import CART_VISITS, Fact, Source, carts, sessions
from helder.model import TABLES

START = datetime(2026, 3, 1, 20)
EVENTS = st.lists(
    st.tuples(
        st.builds(
            lambda day, part: START + timedelta(days=day, minutes=17 * part), st.sampled_from([0, 0, 0, 1, 2]), st.integers(0, 40)
        ),
        st.sampled_from(["view", "add_to_cart", "add_to_cart", "remove_from_cart", "purchase"]),
        st.sampled_from([None, "s1", "s2", "v1"]),
        st.sampled_from([None, "v1", "v2", "v3"]),
        st.sampled_from([None, None, "c1", "c2"]),
    ),
    max_size=25,
)
FACTS = (sessions(30), carts(2), CART_VISITS)


def source(events: list[tuple[Any, ...]]) -> Source:
    rows = [
        {"event_id": f"e{i}", "at": at, "at_day": at.date(), "event": event, "session_id": s, "visitor_id": v, "customer_id": c}
        for i, (at, event, s, v, c) in enumerate(events)
    ]
    schema = TABLES["page_events"].expression.schema().to_pyarrow()
    return Source({"page_events": ibis.memtable(pa.Table.from_pylist(rows, schema))})


def within(fact: Fact, of: Source, since: date, until: date) -> list[dict[str, Any]]:
    table = fact.build(of)
    table = table.filter(table.started_at_day >= since, table.started_at_day < until)
    found: list[dict[str, Any]] = ibis.duckdb.connect().to_pyarrow(table).to_pylist()
    return sorted(found, key=str)


def test_a_pause_over_a_day_that_the_clock_skips() -> None:
    """Samoa had no 30 December 2011: twenty minutes lie between its 29th and its 31st."""
    rows = [
        {"event_id": f"e{i}", "at": at, "at_day": day, "event": "view", "session_id": "s"}
        for i, (at, day) in enumerate(
            [(datetime(2011, 12, 30, 9, 50), date(2011, 12, 29)), (datetime(2011, 12, 30, 10, 10), date(2011, 12, 31))]
        )
    ]
    schema = TABLES["page_events"].expression.schema().to_pyarrow()
    whole = Source(
        {"page_events": ibis.memtable(pa.Table.from_pylist(rows, schema))}, zone="Pacific/Apia", stored_zone="Pacific/Apia"
    )
    since, until = date(2011, 12, 31), date(2012, 1, 1)
    assert within(sessions(30), replace(whole, window=(since, until)), since, until) == []


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_window_changes_none_of_its_rows(fact: Fact) -> None:
    @settings(max_examples=60, deadline=None)
    @given(EVENTS, st.sampled_from([date(2026, 3, day) for day in (1, 2, 3, 4)]))
    def alike(events: list[tuple[Any, ...]], day: date) -> None:
        whole, until = source(events), day + timedelta(days=1)
        assert within(fact, replace(whole, window=(day, until)), day, until) == within(fact, whole, day, until)

    alike()
