"""Tests of a difference against scipy's, and the correction for many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helder.stats import tests, variances


def test_difference_of_means_is_welchs():
    x, y = np.array([5.0, 4, 4, 2, 5, 1]), np.array([3.0, 3, 2, 4, 1, 1, 2, 3, 2])
    var = [variances.mean(len(v), v.sum(), (v**2).sum()) for v in (x, y)]
    p = tests.difference(x.mean(), var[0], y.mean(), var[1], len(x) - 1, len(y) - 1)
    assert p == pytest.approx(stats.ttest_ind(x, y, equal_var=False).pvalue)


def test_difference_without_degrees_of_freedom_is_normal():
    assert tests.difference(3.0, 0.5, 1.0, 0.5) == pytest.approx(2 * stats.norm.sf(2))


def test_difference_from_an_exact_value_spends_the_degrees_of_the_other():
    assert tests.difference(3.0, 1.0, 1.0, 0.0, df1=7) == pytest.approx(2 * stats.t.sf(2, 7))


def test_difference_is_unknown_without_variance_or_rows():
    p = tests.difference([5, 5, 5, np.nan], [0, np.nan, 1, 1], 4, [0, 1, np.nan, 1], [9, 9, 9, 9], [9, 9, 0, 9])
    assert np.isnan(p).all()


@given(st.lists(st.one_of(st.just(np.nan), st.floats(0, 1)), max_size=40), st.floats(0.001, 0.5))
def test_benjamini_hochberg_agrees_with_scipy_on_the_cells_that_are_tested(p, level):
    p = np.array(p)
    adjusted, significant = tests.benjamini_hochberg(p, level)
    known = ~np.isnan(p)
    theirs = stats.false_discovery_control(p[known]) if known.any() else []
    np.testing.assert_allclose(adjusted[known], theirs)
    assert np.isnan(adjusted[~known]).all()
    np.testing.assert_array_equal(significant, known & (np.nan_to_num(adjusted, nan=2) <= level))


def test_benjamini_hochberg_keeps_the_shape_of_a_table():
    adjusted, significant = tests.benjamini_hochberg([[0.01, np.nan], [0.04, 0.9]])
    np.testing.assert_allclose(adjusted, [[0.03, np.nan], [0.06, 0.9]])
    assert significant.tolist() == [[True, False], [False, False]]


def test_few_of_many_equal_groups_come_out_as_different():
    """Of 2,000 boards of 50 cells without a difference, at most one in twenty may show any (seeded; standard error 0.005)."""
    p = np.random.default_rng(7).uniform(size=(2000, 50))
    assert np.mean([tests.benjamini_hochberg(row)[1].any() for row in p]) <= 0.06
