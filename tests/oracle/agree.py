"""Whether an answer of the engine is the oracle's."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from oracle.cells import Asked, Figures, Key

LABELS = ("share", "scale", "currency", "choice", "network", "end_reason", "months_since", "stage_reached")
#: Metrics spread over a column: a cell in which one of its values has a share of nought need not be shown.
SPREAD = ("visitor_intent", "share_of_mentions", "churn_reasons")


def disagreements(records: Iterable[dict[str, Any]], truth: dict[str, dict[Key, Figures]], asked: Asked) -> list[str]:
    """Every cell in which the two differ, in words; a cell the oracle has nothing for must have no value and an n of 0."""
    found = []
    seen: dict[str, set[Key]] = {name: set() for name in truth}
    for record in records:
        name = record["metric"]
        labelled = any(key[2] is not None for key in truth[name])
        label = next((record[x] for x in LABELS if record.get(x) is not None and (labelled or x not in asked.by)), None)
        key = (record["start"], tuple(record[d] for d in asked.by), label)
        if key in seen[name]:
            found.append(f"{name} {key}: twice")
        seen[name].add(key)
        expected = truth[name].get(key, (None, 0, None, None))
        got = (record["value"], record["n"], record["numerator"], record["denominator"])
        if record["suppressed"]:
            continue
        if not _same(got[0], expected[0]) or (expected[1] is not None and got[1] != expected[1]):
            found.append(f"{name} {key}: value, n are {got[:2]}, should be {expected[:2]}")
        elif expected[2] is not None and not (_same(got[2], expected[2]) and _same(got[3], expected[3])):
            found.append(f"{name} {key}: fraction is {got[2:]}, should be {expected[2:]}")
    for name, cells in truth.items():
        needed = {key for key, figures in cells.items() if name not in SPREAD or figures[0]}
        found += [f"{name} {key}: missing, should be {cells[key]}" for key in needed - seen[name]]
    return found


def _same(got: float | None, expected: float | None) -> bool:
    if got is None or expected is None:
        return got is expected
    return math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-9)
