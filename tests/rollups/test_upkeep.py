"""Roll-ups kept up to date with every load give what the rows themselves give."""

from __future__ import annotations

import math
import os
from datetime import date, datetime
from typing import Any

import pytest

from helder import CATALOG
from helder.workspace import Workspace
from rollups.company import KEPT_BY, everything, in_loads, load, store

SEED = int(os.environ.get("ORACLE_SEEDS", "2"))
#: The companies' rows are of the spring or of the autumn, by their seed.
SINCE, UNTIL = date(2025, 2, 1), date(2026, 1, 1)
FIGURES = ("value", "n", "numerator", "denominator", "low", "high")


def asked(
    workspace: Workspace, by: tuple[str, ...], grain: str, zone: str | None = None
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Every figure of the catalogue by some dimensions, by what it is of."""
    names = [name for name in CATALOG if all(d in CATALOG[name].dimensions for d in by)]
    answer = workspace.show(*names, by=by, grain=grain, since=SINCE, until=UNTIL, zone=zone)
    return {
        (row.metric.name, row.start, row.by, row.labels): record for row, record in zip(answer, answer.to_records(), strict=True)
    }


def different(one: dict[tuple[Any, ...], dict[str, Any]], other: dict[tuple[Any, ...], dict[str, Any]]) -> list[Any]:
    """What is not the same in two answers."""
    found: list[Any] = list(one.keys() ^ other.keys())
    for key in one.keys() & other.keys():
        found += [
            (key, name, one[key][name], other[key][name]) for name in FIGURES if not _same(one[key][name], other[key][name])
        ]
    return found


def _same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize(("facts", "seed"), [(False, SEED), (True, SEED + 1)])
def test_every_figure_after_every_load(*, facts: bool, seed: int) -> None:
    """Late, corrected and repeated rows of every table: the same figures with roll-ups as without, by month and by week."""
    loads = in_loads(everything(seed), seed, loads=3)
    with store() as kept, store() as plain:
        load(kept, loads[0])
        if facts:  # of which the roll-ups are made then
            list(kept.rollups.add_facts())
        for by in KEPT_BY:
            list(kept.rollups.add(by))
        for rows in loads[1:]:
            load(kept, rows)
        for rows in loads:
            load(plain, rows)
        following = [one for one in kept.rollups.listed() if one.follows]
        # Durations here span seven powers of ten, squared fourteen: where a correction took digits away, the rows are asked.
        assert sum(one.stale for one in following) <= len(following) // 20
        assert len(following) > 2 * len(KEPT_BY) * 10 / 3
        for by, grain in ((("channel",), "month"), ((), "week")):
            assert different(asked(kept, by, grain), asked(plain, by, grain)) == [], (by, grain)
        list(kept.rollups.renew(only_stale=True))
        assert not any(one.stale for one in kept.rollups.listed())
        assert different(asked(kept, ("channel",), "month"), asked(plain, ("channel",), "month")) == []


@pytest.mark.parametrize(("facts", "seed"), [(False, SEED), (True, SEED + 1)])
def test_what_is_looked_up_is_followed(*, facts: bool, seed: int) -> None:
    """Customers who come late, or again with another country: the same figures by country, and no roll-up left behind."""
    loads = in_loads(everything(seed), seed, loads=3)
    with store() as kept, store() as plain:
        load(kept, loads[0])
        if facts:
            list(kept.rollups.add_facts())
        list(kept.rollups.add(["country", "segment", "language"]))
        for rows in loads[1:]:
            load(kept, rows)
        for rows in loads:
            load(plain, rows)
        following = [one for one in kept.rollups.listed() if one.follows]
        assert len(following) > 20
        # Those of squared times and amounts may have lost digits, as nearly all rows are of few customers here.
        assert {one.name.split("_by_")[0] for one in following if one.stale} <= {"contacts", "margin_to_date_90_days", "sessions"}
        for by, grain in ((("country", "language"), "month"), ((), "week")):
            assert different(asked(kept, by, grain), asked(plain, by, grain)) == [], (by, grain)


def test_what_was_over_before_is_not_remembered() -> None:
    """A currency of which nobody has paid anything for long is no cell of a later period, with roll-ups or without."""
    moments = (datetime(2025, 2, 3), datetime(2025, 6, 3))
    rows = [
        {
            "subscription_id": "old",
            "customer_id": "a",
            "currency": "JPY",
            "monthly_revenue": 5,
            "started_at": moments[0],
            "ended_at": moments[1],
        },
        {"subscription_id": "now", "customer_id": "b", "currency": "EUR", "monthly_revenue": 5, "started_at": moments[0]},
    ]
    with store() as kept:
        load(kept, {"subscriptions": rows})
        question = {"grain": "month", "since": date(2025, 3, 1), "until": date(2026, 1, 1)}
        later = question | {"since": date(2025, 9, 1)}
        from_rows = [_retained(kept, one) for one in (question, later)]
        list(kept.rollups.add(()))
        assert [_retained(kept, one) for one in (question, later)] == from_rows
    assert [sorted({labels for _, labels, _ in found}) for found in from_rows] == [
        [(("currency", "EUR"),), (("currency", "JPY"),)],
        [(("currency", "EUR"),)],
    ]


def _retained(workspace: Workspace, question: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The retained revenue by period and currency."""
    return [(row.start, row.labels, row.value) for row in workspace.show("net_revenue_retention", **question)]
