"""Intervals against published examples and independent computations."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from helder.errors import BadQuestion
from helder.stats import intervals


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_limits_newcombe_published(k, n, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    assert np.round(intervals.wilson(k, n, 0.95), 4).tolist() == [low, high]


def test_wilson_agrees_with_scipy():
    k = np.arange(0, 41)
    low, high = intervals.wilson(k, 40, 0.9)
    theirs = [stats.binomtest(int(i), 40).proportion_ci(0.9, method="wilson") for i in k]
    np.testing.assert_allclose(low, [ci.low for ci in theirs], atol=1e-12)
    np.testing.assert_allclose(high, [ci.high for ci in theirs], atol=1e-12)


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95, 0.999])
def test_wilson_reaches_exactly_0_and_1(confidence):
    n = np.arange(1, 3000)
    assert (intervals.wilson(0, n, confidence)[0] == 0).all()
    assert (intervals.wilson(n, n, confidence)[1] == 1).all()


@pytest.mark.parametrize(("confidence", "low", "high"), [(0.9, 17.38, 34.92), (0.95, 16.18, 36.90), (0.99, 14.00, 41.00)])
def test_count_gives_the_published_limits_of_25(confidence, low, high):
    """GraphPad's worked example of Garwood's limits."""
    assert np.round(intervals.count(25, confidence), 2).tolist() == [low, high]


def test_count_leaves_a_fortieth_beyond_each_end():
    k = np.array([1, 3, 17, 400, 10**6])
    low, high = intervals.count(k, 0.95)
    np.testing.assert_allclose(stats.poisson.sf(k - 1, low), 0.025, rtol=1e-7)
    np.testing.assert_allclose(stats.poisson.cdf(k, high), 0.025, rtol=1e-7)


def test_no_events_seen_is_between_none_and_almost_four():
    assert np.round(intervals.count(0, 0.95), 3).tolist() == [0, 3.689]


def test_net_share_is_the_plain_interval_of_the_answers_with_three_more():
    """5 for, 2 against, 3 neither; Rocks (2016): 3/4, 3/4 and 3/2 more."""
    values, weights = [1, -1, 0], [5.75, 2.75, 4.5]
    centre = np.average(values, weights=weights)
    error = np.sqrt(np.average((values - centre) ** 2, weights=weights) / 13)
    np.testing.assert_allclose(intervals.net_share(5, 2, 10, 0.95), stats.norm.interval(0.95, centre, error))
    assert np.round(intervals.net_share(5, 2, 10, 0.95), 4).tolist() == [-0.1905, 0.6520]


@pytest.mark.parametrize(("n", "confidence"), [(1, 0.95), (1000, 0.8)])
def test_net_share_of_answers_that_all_agree_is_not_outside_its_interval(n, confidence):
    assert intervals.net_share(n, 0, n, confidence)[1] == 1
    assert intervals.net_share(0, n, n, confidence)[0] == -1


def test_mean_agrees_with_scipy():
    x = np.array([5, 3, 4, 4, 1, 2, 5, 5], dtype=float)
    theirs = stats.ttest_1samp(x, 0).confidence_interval(0.95)
    np.testing.assert_allclose(intervals.mean(8, x.sum(), (x**2).sum(), 0.95), theirs)


def test_mean_of_whole_numbers_loses_nothing_to_their_size():
    """A spread of 1 on values of 30 million: n squares - total^2 needs 56 bits, and a float has 53."""
    spread = np.array([0, 2, 1, 1, 0, 2, 2])
    x = 30_000_000 + spread
    low, high = intervals.mean(7, x.sum(), (x**2).sum(), 0.95)
    assert high - low == pytest.approx(2 * stats.t.ppf(0.975, 6) * spread.std(ddof=1) / np.sqrt(7), rel=1e-6)


def test_ratio_agrees_with_the_spread_of_its_residuals():
    y, x = np.array([3.0, 8, 4, 0, 9]), np.array([1.0, 3, 1, 1, 4])
    r = y.sum() / x.sum()
    error = np.std(y - r * x, ddof=1) / np.sqrt(5) / x.mean()
    sums = y.sum(), x.sum(), (y**2).sum(), (x**2).sum(), (x * y).sum()
    np.testing.assert_allclose(intervals.ratio(5, *sums, 0.95), stats.t.interval(0.95, 4, r, error))


@pytest.mark.parametrize("k", [1, 5, 400])
def test_compound_of_events_of_one_is_a_count(k):
    np.testing.assert_allclose(intervals.compound(k, k, k, 0.95), intervals.count(k, 0.95))


def test_compound_is_a_gamma_of_the_sum_and_of_one_event_more():
    """100 from 25 events whose squares make 500: one more is of 4, and its square of 20."""
    low, high = intervals.compound(100, 500, 25, 0.95)
    assert low == pytest.approx(stats.gamma.ppf(0.025, 100**2 / 500, scale=5))
    assert high == pytest.approx(stats.gamma.ppf(0.975, 104**2 / 520, scale=5))


def test_compound_turned_round_is_turned_round_and_of_nought_is_normal():
    low, high = intervals.compound(100, 500, 25, 0.95)
    np.testing.assert_allclose(intervals.compound(-100, 500, 25, 0.95), (-high, -low))
    np.testing.assert_allclose(intervals.compound(0, 400, 25, 0.95), stats.norm.interval(0.95, 0, 20))


def test_quotient_adds_relative_variances_and_stops_at_zero():
    """120 / 40 = 3, relative error sqrt(0.1^2 + 0.05^2)."""
    error = 3 * np.hypot(0.1, 0.05)
    np.testing.assert_allclose(intervals.quotient(120, 12**2, 40, 2**2, 0.95), stats.norm.interval(0.95, 3, error))
    assert intervals.quotient(1, 4, 2, 1, 0.95)[0] == 0
    assert intervals.quotient(-1, 4, 2, 1, 0.95)[0] < -1


@pytest.mark.parametrize("confidence", [95, 0, 1, -0.5, float("nan")])
def test_a_confidence_outside_0_to_1_is_refused_in_words(confidence):
    with pytest.raises(BadQuestion, match=r"Give 0\.95 for 95 %"):
        intervals.wilson(1, 2, confidence)


def test_shares_and_net_shares_do_not_wait_for_scipy():
    """Importing scipy takes longer than importing all of helder."""
    ask = "from helder.stats import intervals as i, tests, suppression; i.wilson(1, 2, 0.95); i.net_share(1, 0, 2, 0.95)"
    subprocess.run([sys.executable, "-c", f"import sys; {ask}; sys.exit('scipy' in sys.modules)"], check=True)
