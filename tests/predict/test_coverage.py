"""How often the interval of the mean lifetime value holds the truth, by seeded simulation.

`python tests/predict/test_coverage.py` prints the figure of docs/explanation/intervals.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from oracle.shoppers import columns, shoppers

from helder.predict.customers import error_of
from helder.stats.beta_geometric import BetaGeometric
from helder.stats.histories import Histories

TRUTH = BetaGeometric(0.6, 6.0, 0.8, 2.5)
RUNS, CUSTOMERS, WEEKS = 120, 600, 156.5


def coverage(runs: int) -> float:
    """The share of samples in which the mean of the lows and of the highs lie about the true mean of these customers."""
    held = []
    for seed in range(runs):
        histories = Histories.of(
            *columns(shoppers(seed, CUSTOMERS, "bg", (TRUTH.r, TRUTH.alpha, TRUTH.a, TRUTH.b), ages=(20, 40)))
        )
        seen = (histories.x, histories.t_x, histories.age)
        fitted = BetaGeometric.fit(histories)
        logs = fitted.model.logs
        steps = np.eye(4) * 1e-4
        more, less = ([np.log(fitted.model.at(logs + sign * s).purchases(*seen, WEEKS)) for s in steps] for sign in (1, -1))
        error = error_of(np.subtract(more, less) / 2e-4, fitted.maximum.covariance)
        said, truth = fitted.model.purchases(*seen, WEEKS), TRUTH.purchases(*seen, WEEKS)
        low, value, high = (np.average(said * np.exp(z * error), weights=histories.number) for z in (-1.96, 0, 1.96))
        assert low < value < high
        held.append(low <= np.average(truth, weights=histories.number) <= high)
    return float(np.mean(held))


def test_the_interval_of_the_mean_holds_the_truth_as_often_as_it_says() -> None:
    assert 0.88 <= coverage(RUNS) <= 0.995


if __name__ == "__main__":
    print(f"lifetime value, mean of {CUSTOMERS} customers over three years: {coverage(400):.3f}")
