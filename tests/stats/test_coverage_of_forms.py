"""How often intervals of forms without a formula of their own hold the truth; how shares of unequal groups are tested."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from helder.forms import Cohort, Distinct, DistinctShare, Form, Stock
from helder.stats import tests, variances

RUNS = 20_000  # standard error of a coverage of 0.95: 0.0015


def stock(rng):
    """Forty arrive on average, each still there with a chance of a quarter."""
    entered = rng.poisson(40, RUNS)
    return Stock(enters=None, leaves=None), {"entered": entered, "left": entered - rng.binomial(entered, 0.25)}, 10.0


def cohort(rng):
    """Fifty at the start, each lost with a chance of a tenth."""
    return Cohort(enters=None, leaves=None, kept=True), {"n": np.full(RUNS, 50), "lost": rng.binomial(50, 0.1, RUNS)}, 0.9


def distinct_share(rng):
    """Some hundred customers of one to some orders, three in ten of them with an order that counts."""
    n = rng.poisson(100, RUNS)
    return DistinctShare(hit=None, of=None), {"n": n, "hits": rng.binomial(n, 0.3)}, 0.3


def distinct(rng):
    """A hundred customers, each of whom comes with a chance of a twentieth."""
    return Distinct(of=None), {"n": rng.binomial(100, 0.05, RUNS)}, 5.0


@pytest.mark.parametrize(
    ("draw", "least", "most"),
    [(stock, 0.949, 0.98), (cohort, 0.93, 0.98), (distinct_share, 0.94, 0.96), (distinct, 0.949, 0.99)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_intervals_hold_the_truth_as_often_as_they_say(draw, least, most):
    """Counts are exact, so rarely below: of things that come or not, they hold a little more than they say."""
    form, parts, truth = draw(np.random.default_rng(20264))
    assert isinstance(form, Form)
    low, high = form.interval({name: part.astype(float) for name, part in parts.items()}, 0.95)
    assert least <= np.mean((low <= truth) & (truth <= high)) <= most


def false_alarms(n1: int, n0: int, share: float) -> float:
    """The chance that two groups of one share come out below 0.05: exact, from all counts they can have."""
    k1, k0 = np.arange(n1 + 1)[:, None], np.arange(n0 + 1)[None, :]
    p = tests.difference(k1 / n1, variances.share(k1, n1), k0 / n0, variances.share(k0, n0), n1 - 1, n0 - 1)
    return float((binom.pmf(k1, n1, share) * binom.pmf(k0, n0, share) * (p <= 0.05)).sum())


@pytest.mark.parametrize(
    ("n1", "n0"), [(3, 3), (3, 10), (5, 5), (5, 200), (10, 10), (10, 30), (10, 1000), (20, 200), (30, 1000), (100, 1000)]
)
def test_shares_of_few_and_of_unequal_groups_are_not_different_more_often_than_one_time_in_twenty(n1, n0):
    """With a normal test a group of ten against a thousand is, nine times in a hundred."""
    assert max(false_alarms(n1, n0, share) for share in (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.8, 0.95, 0.99)) <= 0.055
