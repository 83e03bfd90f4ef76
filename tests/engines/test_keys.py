"""Whether rows are looked for among those kept or known to be new, what is kept is the same."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helder.engines import duckdb_keys, open_engine
from helder.engines.base import Appended
from helder.model import TABLES

ROWS = st.lists(
    st.tuples(st.sampled_from(["c1", "c2", "c3", "c4"]), st.integers(0, 3), st.sampled_from(["open", "shut"])), max_size=6
)
STEPS = st.lists(st.tuples(ROWS, st.booleans()), min_size=1, max_size=6)


class Undone(Exception):
    """Leaves a transaction without keeping it."""


def play(steps: list[tuple[list[tuple[str, int, str]], bool]]) -> tuple[list[Appended], list[dict[str, Any]]]:
    """What each append told, and what is kept at the end. A step that is not kept is undone."""
    engine = open_engine("duckdb://")
    told = []
    for rows, kept in steps:
        events = pa.Table.from_pylist(
            [
                {"case_id": case, "at": at * 10**6, "event": event, "team": f"t{i % 2}"}
                for i, (case, at, event) in enumerate(rows)
            ],
            pa.schema({"case_id": pa.string(), "at": pa.timestamp("us"), "event": pa.string(), "team": pa.string()}),
        )
        try:
            with engine.write() as writer:
                told.append(writer.append(TABLES["case_events"], events, source="t"))
                if not kept:
                    raise Undone
        except Undone:
            pass
    found = engine.query("select * exclude (_batch) from case_events order by all").to_pylist()
    engine.close()
    return told, found


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_the_filter_changes_nothing(steps: list[tuple[list[tuple[str, int, str]], bool]]) -> None:
    without = play(steps)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb_keys, "_PAYS", 0)
        assert play(steps) == without


def test_a_key_that_is_there_is_never_taken_for_new() -> None:
    import numpy as np

    known = duckdb_keys.KeyFilter(100_000)
    keys = np.random.default_rng(1).integers(0, 2**64, 200_000, np.uint64)
    known.add(keys[:100_000])
    assert all(known.may_have(keys[i : i + 1]) for i in range(0, 100_000, 97))
    taken = sum(known.may_have(keys[i : i + 1]) for i in range(100_000, 200_000, 10))
    assert taken < 30  # of 10,000: it rests on chance, here one that is always the same


def test_rows_brought_from_elsewhere_are_not_taken_for_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_keys, "_PAYS", 0)
    engine, table = open_engine("duckdb://"), TABLES["customers"]
    with engine.write() as writer:
        writer.append(table, pa.table({"customer_id": ["a"]}), source="t")
    engine.bring({table: engine.run(table.expression.mutate(customer_id=ibis.literal("b")))}, {})
    with engine.write() as writer:
        done = writer.append(table, pa.table({"customer_id": ["b"], "name": ["B"]}), source="t")
    assert (done.added, done.changed) == (0, 1)
    engine.close()
