"""How often the interval of a quantile holds the truth: what a user sees, over many cells of exponential times."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import helder

CELLS = 1_000


@pytest.mark.parametrize(
    ("metric", "q", "rows", "least"),
    [
        ("first_response_time_median", 0.5, 10, 0.93),
        ("first_response_time_median", 0.5, 30, 0.93),
        ("first_response_time_p90", 0.9, 200, 0.93),
        ("first_response_time_p90", 0.9, 1000, 0.93),
    ],
)
def test_an_interval_of_a_quantile_holds_the_truth_as_often_as_it_says(metric: str, q: float, rows: int, least: float) -> None:
    """Ranks are whole, so an interval may hold it a little too often; three errors of the simulation are 0.02."""
    minutes = np.random.default_rng(7).exponential(60, CELLS * rows)
    opened = pd.Timestamp("2026-03-02T09:00:00")
    cases = pd.DataFrame(
        {
            "case_id": np.arange(CELLS * rows).astype(str),
            "topic": (np.arange(CELLS * rows) % CELLS).astype(str),
            "opened_at": opened,
            "first_replied_at": opened + pd.to_timedelta(minutes * 60, unit="s"),
        }
    )
    found = helder.show(metric, cases=cases, by=["topic"]).to_pandas()
    truth = -np.log(1 - q) * 3600
    held = ((found["low"] <= truth) & (truth <= found["high"])).mean()
    assert len(found) == CELLS
    assert least <= held <= 0.99
