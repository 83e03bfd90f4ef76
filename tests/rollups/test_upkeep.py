"""Roll-ups kept up to date with every load give what the rows themselves give."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from helder import CATALOG
from helder.workspace import Workspace
from rollups.company import KEPT_BY, everything, in_loads, load, store

SINCE, UNTIL = date(2024, 1, 1), date(2024, 7, 1)
FIGURES = ("value", "n", "numerator", "denominator", "low", "high")


def _asked(workspace: Workspace, by: tuple[str, ...], grain: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Every figure of the catalogue by some dimensions, by what it is of."""
    names = [name for name in CATALOG if all(d in CATALOG[name].dimensions for d in by)]
    answer = workspace.show(*names, by=by, grain=grain, since=SINCE, until=UNTIL)
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


@pytest.mark.parametrize("seed", range(2))
def test_every_figure_after_every_load(seed: int) -> None:
    loads = in_loads(everything(seed), seed)
    with store() as kept, store() as plain:
        load(kept, loads[0])
        load(plain, loads[0])
        for by in KEPT_BY:
            list(kept.roll_up(by))
        for rows in loads[1:]:
            load(kept, rows)
            load(plain, rows)
            for by in KEPT_BY:
                for grain in ("month", "week"):
                    assert different(_asked(kept, by, grain), _asked(plain, by, grain)) == [], (by, grain)
