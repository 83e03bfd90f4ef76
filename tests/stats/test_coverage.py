"""How often each form's 95 % interval holds the truth, and each test finds a difference that is not there, by seeded simulation.

`python tests/stats/test_coverage.py` prints the table of docs/explanation/intervals.md.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from helder.stats import intervals, tests, variances

RUNS = 20_000  # standard error of a coverage of 0.95: 0.0015
Ends = tuple[np.ndarray, np.ndarray]


def share(rng, n, p) -> tuple[Ends, float]:
    return intervals.wilson(rng.binomial(n, p, RUNS), n, 0.95), p


def net_share(rng, n, plus, minus) -> tuple[Ends, float]:
    drawn = rng.multinomial(n, [plus, minus, 1 - plus - minus], RUNS)
    return intervals.net_share(drawn[:, 0], drawn[:, 1], n, 0.95), plus - minus


def mean(rng, n, draw, truth) -> tuple[Ends, float]:
    x = draw(rng, (RUNS, n))
    return intervals.mean(n, x.sum(1), (x**2).sum(1), 0.95), truth


def ratio(rng, n) -> tuple[Ends, float]:
    """Revenue per order over n customers of 1 + Poisson(1) orders, worth less each to those who order more."""
    x = 1 + rng.poisson(1, (RUNS, n))
    y = rng.gamma(x, 1 / np.sqrt(x))
    sums = y.sum(1), x.sum(1), (y**2).sum(1), (x**2).sum(1), (x * y).sum(1)
    weight = np.exp(-1) / np.cumprod(np.r_[1, np.arange(1, 40)])  # Poisson(1)
    return intervals.ratio(n, *sums, 0.95), float((weight * np.sqrt(np.arange(1, 41))).sum() / 2)


def count(rng, expected) -> tuple[Ends, float]:
    return intervals.count(rng.poisson(expected, RUNS), 0.95), expected


def sales(rng, events) -> tuple[np.ndarray, ...]:
    """Total, sum of squares and number of Poisson(events) orders of exponential worth, mean 1."""
    worth = [rng.exponential(size=k) for k in rng.poisson(events, RUNS)]
    return np.array([w.sum() for w in worth]), np.array([(w**2).sum() for w in worth]), np.array([*map(len, worth)])


def compound(rng, events) -> tuple[Ends, float]:
    return intervals.compound(*sales(rng, events), 0.95), events


def quotient(rng, a, b) -> tuple[Ends, float]:
    total, squares, _ = sales(rng, a)
    k = rng.poisson(b, RUNS)
    return intervals.quotient(total, variances.compound(squares), k, variances.count(k), 0.95), a / b


def exponential(rng, size):
    return rng.exponential(size=size)


def scores(rng, size):
    """Answers on 1-5, mostly content; mean 4."""
    return rng.choice([1, 2, 3, 4, 5], p=[0.05, 0.05, 0.15, 0.35, 0.40], size=size)


# Shares jump from n to n: Wilson and Rocks keep within 3 points of 0.95 at ten rows and 2 above. Garwood and order statistics are
# exact, so never below. The others are normal or Student's t, and fall short while the sum of a few skewed values is itself
# skewed: their floors are what they reach, and rise to 0.95 with n.
COVERAGE: list[tuple[Callable, tuple, float, float]] = [
    (share, (10, 0.1), 0.92, 0.98),
    *[(share, case, 0.93, 0.97) for case in [(30, 0.5), (200, 0.9), (1000, 0.01)]],
    (net_share, (10, 0.5, 0.2), 0.92, 0.98),
    *[(net_share, case, 0.93, 0.97) for case in [(30, 0.6, 0.1), (200, 0.45, 0.25), (1000, 0.9, 0.02)]],
    *[
        (mean, case, low, 0.96)
        for case, low in [((10, scores, 4.0), 0.92), ((30, scores, 4.0), 0.93), ((200, scores, 4.0), 0.94)]
    ],
    *[(mean, case, low, 0.96) for case, low in [((10, exponential, 1.0), 0.89), ((200, exponential, 1.0), 0.935)]],
    *[(ratio, case, low, 0.96) for case, low in [((10,), 0.91), ((30,), 0.93), ((300,), 0.94)]],
    *[(count, case, 0.949, 0.99) for case in [(1,), (5,), (50,), (1000,)]],
    *[(compound, case, low, 0.96) for case, low in [((10,), 0.91), ((30,), 0.93), ((100,), 0.94), ((1000,), 0.94)]],
    *[(quotient, case, low, 0.96) for case, low in [((30, 50), 0.915), ((300, 500), 0.94)]],
]


def label(case) -> str:
    return f"{case[0].__name__} {', '.join(getattr(a, '__name__', str(a)) for a in case[1])}"


def coverage(form, arguments) -> float:
    (low, high), truth = form(np.random.default_rng(20261), *arguments)
    return float(np.mean((low <= truth) & (truth <= high)))


@pytest.mark.parametrize("case", COVERAGE, ids=label)
def test_intervals_hold_the_truth_as_often_as_they_say(case):
    assert case[2] <= coverage(*case[:2]) <= case[3]


def false_alarms(name: str, n: int) -> float:
    """The share of tests of two equal groups of n that come out below 0.05."""
    rng = np.random.default_rng(20262)
    if name == "difference of counts":
        k1, k0 = rng.poisson(n, (2, RUNS))
        p = tests.difference(k1, variances.count(k1), k0, variances.count(k0))
    elif name == "difference of shares":
        k1, k0 = rng.binomial(n, 0.3, (2, RUNS))
        p = tests.difference(k1 / n, variances.share(k1, n), k0 / n, variances.share(k0, n), n - 1, n - 1)
    elif name == "difference of net shares":
        (a1, b1, _), (a0, b0, _) = np.moveaxis(rng.multinomial(n, [0.5, 0.2, 0.3], (2, RUNS)), -1, 1)
        p = tests.difference((a1 - b1) / n, variances.net_share(a1, b1, n), (a0 - b0) / n, variances.net_share(a0, b0, n))
    else:
        x1, x0 = scores(rng, (2, RUNS, n))
        var1, var0 = (variances.mean(n, x.sum(1), (x**2).sum(1)) for x in (x1, x0))
        p = tests.difference(x1.mean(1), var1, x0.mean(1), var0, n - 1, n - 1)
    return float(np.mean(p < 0.05))


ALARMS = [f"difference of {form}" for form in ("shares", "net shares", "counts", "means")]


@pytest.mark.parametrize("name", ALARMS)
@pytest.mark.parametrize("n", [20, 200])
def test_equal_groups_differ_significantly_one_time_in_twenty(name, n):
    assert 0.03 <= false_alarms(name, n) <= 0.06


if __name__ == "__main__":
    print("| form and case | coverage |\n|---|---|")
    print("\n".join(f"| {label(case)} | {coverage(*case[:2]):.3f} |" for case in COVERAGE))
    print("\n| test | equal groups of 20 | of 200 |\n|---|---|---|")
    print("\n".join(f"| {name} | {false_alarms(name, 20):.3f} | {false_alarms(name, 200):.3f} |" for name in ALARMS))
