"""When a figure is provisional: while its period runs, and until what became of its rows has been seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from oracle.loading import store, stored
from oracle.small import NOON, ask, day

import helder
from helder.errors import BadQuestion
from helder.model import TABLES

HELPED = {"since": day(2), "until": day(3)}


def cart(hours: float, name: str) -> dict[str, Any]:
    return {"event_id": name, "at": NOON + timedelta(hours=hours), "event": "add_to_cart", "visitor_id": name}


def left(*rows: dict[str, Any], **question: Any) -> bool:
    """Whether the share of carts left on 2 March is provisional."""
    (row,) = ask("cart_abandonment_rate", tables={"page_events": list(rows)}, **HELPED, **question)
    return bool(row["provisional"])


@pytest.mark.parametrize(("hours", "params", "provisional"), [
    (30, {}, True),  # until 18:00 on the 3rd
    (36, {}, False),  # until midnight, when the last cart of the 2nd has been left
    (13, {"idle_hours": 1}, False),
    (12.5, {"idle_hours": 1}, True),
])  # fmt: skip
def test_what_became_of_rows_is_not_known_beyond_the_last_that_came_in(hours: float, params: Any, provisional: bool) -> None:
    assert left(cart(0, "a"), cart(hours, "b"), params=params) is provisional


def test_a_window_of_today_has_not_closed() -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = [cart((now - NOON) / timedelta(hours=1), "a")]
    (row,) = ask("cart_abandonment_rate", tables={"page_events": rows}, since=now.date(), until=now.date() + timedelta(days=1))
    assert row["provisional"]


def test_a_metric_without_a_window_is_final_when_its_period_ends() -> None:
    (row,) = ask("contact_volume", tables={"contacts": [{"contact_id": "a", "offered_at": NOON}]}, **HELPED)
    assert not row["provisional"]


def test_what_comes_in_later_makes_it_final() -> None:
    with store({"page_events": [cart(0, "a")]}) as workspace:
        assert [r.provisional for r in workspace.show("cart_abandonment_rate", **HELPED)] == [True]
        with workspace.engine.write() as writer:
            writer.append(TABLES["page_events"], stored(TABLES["page_events"], [cart(40, "b")]), source="later")
        assert [r.provisional for r in workspace.show("cart_abandonment_rate", **HELPED)] == [False]


@pytest.mark.parametrize("metric", [m for m in helder.CATALOG.values() if callable(m.maturity)], ids=str)
def test_a_window_is_never_longer_than_there_are_dates(metric: helder.Metric) -> None:
    """What is accepted can be answered: today, a century or so later, is still a date."""
    for param in (p for p in metric.params if not p.choices and not p.names):
        with pytest.raises(BadQuestion, match=param.name):
            metric.values({param.name: 1e300})
        if param.maximum < float("inf"):
            assert timedelta(seconds=metric.matures_after({param.name: param.maximum})) < timedelta(days=200 * 366)


def test_a_maturity_follows_the_parameters() -> None:
    metric = helder.CATALOG["cart_abandonment_rate"]
    assert [metric.matures_after(given) / 3600 for given in ({}, {"idle_hours": 2}, {"per": "visit"})] == [24, 2, 0]
