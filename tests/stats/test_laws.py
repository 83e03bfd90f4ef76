"""What holds of every interval, whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helder.stats import intervals, variances

levels = st.floats(0.5, 0.999)
counts = st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
values = arrays(np.float64, st.integers(2, 30), elements=st.integers(-1000, 1000).map(float))

FORMS = {
    "wilson": lambda k, n, x, c: (*intervals.wilson(k, n, c), k / n),
    "net_share": lambda k, n, x, c: (*intervals.net_share(k, (n - k) // 2, n, c), (k - (n - k) // 2) / n),
    "mean": lambda k, n, x, c: (*intervals.mean(len(x), x.sum(), (x**2).sum(), c), x.mean()),
    "ratio": lambda k, n, x, c: (*ratio(x, 1 + x**2, c), x.sum() / (1 + x**2).sum()),
    "count": lambda k, n, x, c: (*intervals.count(k, c), k),
    "compound": lambda k, n, x, c: (*intervals.compound(n, n + k, n, c), n),
    "quotient": lambda k, n, x, c: (*intervals.quotient(k, k, n, n, c), k / n),
}


def ratio(y, x, confidence):
    return intervals.ratio(len(y), y.sum(), x.sum(), (y**2).sum(), (x**2).sum(), (x * y).sum(), confidence)


@pytest.mark.parametrize("form", FORMS)
@given(case=counts, x=values, confidence=levels)
def test_an_interval_holds_its_estimate_and_widens_with_confidence(form, case, x, confidence):
    n, k = case
    low, high, estimate = FORMS[form](k, n, x, confidence)
    lower, higher, _ = FORMS[form](k, n, x, (1 + confidence) / 2)
    slack = 1e-9 * (1 + abs(estimate))
    assert low - slack <= estimate <= high + slack
    assert lower - slack <= low
    assert high <= higher + slack


@given(case=counts, confidence=levels)
def test_the_complement_of_a_share_has_the_mirrored_interval(case, confidence):
    n, k = case
    low, high = intervals.wilson(k, n, confidence)
    np.testing.assert_allclose(intervals.wilson(n - k, n, confidence), (1 - high, 1 - low), atol=1e-12)


@given(case=counts, share=st.floats(0, 1), confidence=levels)
def test_for_and_against_exchanged_turn_a_net_share_round(case, share, confidence):
    n, plus = case
    minus = int(share * (n - plus))
    low, high = intervals.net_share(plus, minus, n, confidence)
    np.testing.assert_allclose(intervals.net_share(minus, plus, n, confidence), (-high, -low), atol=1e-12)
    assert low >= -1
    assert high <= 1


@given(x=values, scale=st.sampled_from([0.5, 2.0, 1024.0]), confidence=levels)
def test_means_and_sums_scale_with_their_unit(x, scale, confidence):
    for form in (lambda v: intervals.mean(len(v), v.sum(), (v**2).sum(), confidence), lambda v: ratio(v, 1 + x**2, confidence)):
        np.testing.assert_allclose(form(x * scale), np.array(form(x)) * scale, rtol=1e-9, atol=1e-9)
    ours = intervals.compound(x.sum() * scale, (x**2).sum() * scale**2, len(x), confidence)
    np.testing.assert_allclose(
        ours, np.array(intervals.compound(x.sum(), (x**2).sum(), len(x), confidence)) * scale, rtol=1e-9, atol=1e-9
    )


@given(x=values, confidence=levels)
def test_a_ratio_over_ones_is_a_mean(x, confidence):
    mean = intervals.mean(len(x), x.sum(), (x**2).sum(), confidence)
    np.testing.assert_allclose(ratio(x, np.ones(len(x)), confidence), mean, rtol=1e-12, atol=1e-12)


@given(x=values)
def test_variance_of_a_mean_is_that_of_the_rows(x):
    np.testing.assert_allclose(variances.mean(len(x), x.sum(), (x**2).sum()), x.var(ddof=1) / len(x), rtol=1e-9, atol=1e-12)


STRANGE = np.array([0.0, 1.0, -1.0, np.nan, np.inf, 5.0])


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("wilson", 2),
        ("net_share", 3),
        ("mean", 3),
        ("ratio", 6),
        ("count", 1),
        ("compound", 3),
        ("quotient", 4),
    ],
)
def test_empty_and_strange_cells_neither_warn_nor_raise(form, parts):
    """Warnings are errors in this suite."""
    cells = np.meshgrid(*[STRANGE] * parts)
    low, high = getattr(intervals, form)(*cells, 0.95)
    assert low.shape == high.shape == cells[0].shape
    nothing = [np.zeros(3), *[np.zeros(3)] * (parts - 1)]
    if form != "count":
        assert np.isnan(getattr(intervals, form)(*nothing, 0.95)).all()
    if hasattr(variances, form) and form != "compound":
        getattr(variances, form)(*cells)
