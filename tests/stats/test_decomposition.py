"""A change is its rate and its mix, exactly, whatever the segments."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helder.stats import decomposition, variances

counts = st.tuples(*[st.integers(0, 500)] * 4)
tables = st.lists(counts, min_size=1, max_size=12)


def split(table):
    """Numerators and denominators of both periods; a numerator may be without a denominator."""
    return [np.array(column, dtype=float) for column in zip(*table, strict=True)]


@given(tables)
def test_rate_and_mix_add_up_to_the_change(table):
    n1, d1, n0, d0 = split(table)
    found = decomposition.fraction(n1, d1, n0, d0)
    if d1.sum() == 0 or d0.sum() == 0:
        assert np.isnan(found.rate).all()
        assert np.isnan(found.mix).all()
        return
    change = n1.sum() / d1.sum() - n0.sum() / d0.sum()
    size = np.abs(n1).sum() / d1.sum() + np.abs(n0).sum() / d0.sum()
    assert found.rate.sum() + found.mix.sum() == pytest.approx(change, abs=1e-12 * (1 + size))
    assert found.weight1.sum() == pytest.approx(1)
    assert found.weight0.sum() == pytest.approx(1)


@given(tables, st.randoms())
def test_the_order_of_segments_does_not_matter(table, random):
    order = list(range(len(table)))
    random.shuffle(order)
    one = decomposition.fraction(*split(table))
    two = decomposition.fraction(*split([table[i] for i in order]))
    for mine, theirs in zip(one, two, strict=True):
        np.testing.assert_allclose(mine[order], theirs, atol=1e-9)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8), st.integers(1, 9))
def test_equal_weights_leave_no_mix(table, times):
    d0, n1, n0 = (np.array(column, dtype=float) for column in zip(*table, strict=True))
    found = decomposition.fraction(n1 * times, d0 * times, n0, d0)
    np.testing.assert_allclose(found.mix, 0, atol=1e-9)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50), st.floats(0, 1)), min_size=1, max_size=8))
def test_equal_ratios_leave_no_rate(table):
    d1, d0, ratio = (np.array(column, dtype=float) for column in zip(*table, strict=True))
    found = decomposition.fraction(ratio * d1, d1, ratio * d0, d0)
    np.testing.assert_allclose(found.rate, 0, atol=1e-12)


@given(tables)
def test_time_turned_round_turns_both_round(table):
    n1, d1, n0, d0 = split(table)
    there, back = decomposition.fraction(n1, d1, n0, d0), decomposition.fraction(n0, d0, n1, d1)
    np.testing.assert_allclose(there.rate, -back.rate, atol=1e-9)
    np.testing.assert_allclose(there.mix, -back.mix, atol=1e-9)


def test_a_segment_that_appears_or_vanishes_is_mix():
    """A fifth of new answers, all content, where the others stay at half: 0.5 to 0.6."""
    found = decomposition.fraction([40, 20], [80, 20], [40, 0], [80, 0])
    np.testing.assert_allclose(found.rate, 0)
    assert found.mix.sum() == pytest.approx(0.1)
    assert found.mix[1] == pytest.approx(0.2 * (1.0 - 0.55))  # its weight, times how far it is from the mean of the wholes


def test_kitagawas_components():
    """The two components as her formula (1955, eq. for two factors) has them, for the sum over segments."""
    rng = np.random.default_rng(3)
    d1, d0, r1, r0 = rng.integers(1, 100, 5), rng.integers(1, 100, 5), rng.random(5), rng.random(5)
    w1, w0 = d1 / d1.sum(), d0 / d0.sum()
    found = decomposition.fraction(r1 * d1, d1, r0 * d0, d0)
    assert found.rate.sum() == pytest.approx(((w1 + w0) / 2 * (r1 - r0)).sum())
    assert found.mix.sum() == pytest.approx(((r1 + r0) / 2 * (w1 - w0)).sum())


@pytest.mark.parametrize("sizes", [(30, 60, 60, 30), (200, 100, 50, 400)])
def test_the_interval_of_the_rate_holds_it_as_often_as_it_says(sizes):
    """Two segments whose true shares rise by 0.1 and fall by 0.05, seeded; standard error of the coverage 0.0015."""
    rng = np.random.default_rng(20263)
    a1, b1, a0, b0 = sizes
    held = []
    for k in np.stack([rng.binomial(n, p, 20_000) for n, p in zip(sizes, (0.7, 0.45, 0.6, 0.5), strict=True)], axis=1):
        d1, d0 = np.array([a1, b1]), np.array([a0, b0])
        found = decomposition.fraction(k[:2], d1, k[2:], d0)
        spread = decomposition.rate_spread(found.loading, variances.share(k[:2], d1), variances.share(k[2:], d0))
        low, high = decomposition.around(found.rate.sum(), *decomposition.summed_spread(*spread), 0.95)
        held.append(low <= (found.loading * np.array([0.1, -0.05])).sum() <= high)
    assert 0.93 <= np.mean(held) <= 0.97


def test_a_variance_that_is_not_known_leaves_no_interval():
    spread = decomposition.rate_spread([0.5, 0.5, 0.0], [0.1, np.nan, np.nan], [0.1, 0.1, np.nan], [9, 9, 9], [9, 0, 9])
    low, _ = decomposition.around([1.0, 1.0, 0.0], *spread, 0.95)
    assert np.isnan(low).tolist() == [False, True, True]
