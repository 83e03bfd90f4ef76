"""A quantile is exact, linear between neighbours, and of the rows, not of the cells."""

from datetime import timedelta

import numpy as np
import pytest
from oracle.small import NOON, ask

SECONDS = [float(s) for s in np.random.default_rng(4).exponential(5_000, 101).round(3)]
CASES = [
    {"case_id": str(i), "opened_at": NOON, "resolved_at": NOON + timedelta(seconds=s), "channel": "ab"[i % 2]}
    for i, s in enumerate(SECONDS)
]


@pytest.mark.parametrize(("metric", "q"), [("resolution_time_median", 0.5), ("resolution_time_p90", 0.9)])
@pytest.mark.parametrize("rows", [1, 2, 10, 101])
def test_as_numpy_s_linear(metric: str, q: float, rows: int) -> None:
    (row,) = ask(metric, tables={"cases": CASES[:rows]})
    assert row["value"] == pytest.approx(np.quantile(SECONDS[:rows], q), rel=1e-9)


def test_the_total_is_of_all_rows() -> None:
    (total,) = ask("resolution_time_p90", tables={"cases": CASES})
    cells = ask("resolution_time_p90", tables={"cases": CASES}, by=["channel"])
    assert total["value"] == pytest.approx(np.quantile(SECONDS, 0.9))
    assert total["n"] == sum(c["n"] for c in cells)


def test_the_interval_is_two_of_the_values() -> None:
    (row,) = ask("resolution_time_median", tables={"cases": CASES})
    assert {row["low"], row["high"]} <= set(SECONDS)
    assert row["low"] < row["value"] < row["high"]
