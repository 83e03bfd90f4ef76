"""How often intervals of weighted shares hold the truth, by seeded simulation.

`python tests/stats/test_weighting.py` prints the table of docs/explanation/intervals.md.
"""

from __future__ import annotations

import numpy as np
import pytest

from helder.stats import intervals
from helder.stats.weighting import effective

RUNS = 20_000
#: n, weights of three equal groups, their shares for, their shares against, floor and ceiling of the coverage.
CASES = [
    (10, (1, 2, 4), (0.5, 0.5, 0.5), None, 0.91, 0.98),
    (10, (0.3, 1, 3), (0.95, 0.9, 0.85), None, 0.92, 0.98),
    (30, (1, 2, 4), (0.9, 0.5, 0.2), None, 0.93, 0.97),
    (200, (0.3, 1, 3), (0.2, 0.5, 0.9), None, 0.935, 0.96),
    (10, (1, 2, 4), (0.6, 0.5, 0.4), (0.1, 0.2, 0.3), 0.91, 0.98),
    (30, (0.3, 1, 3), (0.7, 0.6, 0.5), (0.1, 0.1, 0.2), 0.925, 0.97),
    (200, (1, 2, 4), (0.2, 0.5, 0.8), (0.6, 0.3, 0.1), 0.935, 0.96),
]


def coverage(n, weights, plus, minus) -> float:
    rng = np.random.default_rng(20263)
    group = rng.integers(0, 3, (RUNS, n))
    w, up, down = np.array(weights)[group], np.array(plus)[group], np.array(minus or (0.0,) * 3)[group]
    drawn = rng.random((RUNS, n))
    hit, miss = drawn < up, drawn >= 1 - down
    sums = (w.sum(1), (w**2).sum(1), (w * hit).sum(1), (w**2 * hit).sum(1), (w * miss).sum(1), (w**2 * miss).sum(1))
    worth = effective(n, *sums)
    ends = intervals.net_share(worth.plus, worth.minus, worth.n, 0.95) if minus else intervals.wilson(worth.plus, worth.n, 0.95)
    truth = np.dot(weights, np.array(plus) - np.array(minus or (0.0,) * 3)) / sum(weights)
    return float(np.mean((ends[0] <= truth) & (truth <= ends[1])))


def label(case) -> str:
    n, weights, plus, minus = case[:4]
    return f"{'weighted net share' if minus else 'weighted share'} {n}, {weights}, {plus}" + (f", {minus}" if minus else "")


@pytest.mark.parametrize("case", CASES, ids=label)
def test_intervals_of_weighted_shares_hold_the_truth_as_often_as_they_say(case):
    assert case[4] <= coverage(*case[:4]) <= case[5]


def test_equal_weights_are_worth_their_number():
    worth = effective(10, 5.0, 2.5, 3.5, 1.75, 1.0, 0.5)
    assert [float(x) for x in worth] == pytest.approx([10.0, 7.0, 2.0])


def test_answers_all_alike_are_worth_what_their_weights_are():
    assert float(effective(2, 4.0, 10.0, 4.0, 10.0).n) == pytest.approx(1.6)


def test_no_answers_are_worth_nothing_known():
    assert np.isnan(effective(0, 0.0, 0.0, 0.0, 0.0).n)


if __name__ == "__main__":
    print("| form and case | coverage |\n|---|---|")
    print("\n".join(f"| {label(case)} | {coverage(*case[:4]):.3f} |" for case in CASES))
