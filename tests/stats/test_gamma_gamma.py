"""What purchases are worth: the likelihood against integrals, the parameters against what was drawn, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from helder.errors import BadInput
from helder.stats.gamma_gamma import GammaGamma

MODEL = GammaGamma(6.25, 3.74, 15.44)


@pytest.mark.parametrize(("x", "mean"), [(1, 12.0), (3, 40.0), (20, 31.0)])
def test_likelihood_is_the_integral(x: float, mean: float) -> None:
    """The mean of x purchases of Gamma(p, rate) is Gamma(p x, rate x); the rate is Gamma(q, v)."""
    rates = stats.gamma(MODEL.q, scale=1 / MODEL.v)
    wanted = integrate.quad(lambda rate: rates.pdf(rate) * stats.gamma.pdf(mean, MODEL.p * x, scale=1 / (rate * x)), 0, 10)[0]
    assert MODEL.score(np.array([float(x)]), np.array([mean]))[0][0] == pytest.approx(np.log(wanted), abs=1e-7)


def test_derivatives_are_those_of_the_likelihood() -> None:
    x, mean = np.array([1.0, 3.0, 20.0]), np.array([12.0, 40.0, 31.0])
    gradient = MODEL.score(x, mean)[1]
    for i, step in enumerate(np.eye(3) * 1e-5):
        more, less = (MODEL.at(MODEL.logs + sign * step).score(x, mean)[0] for sign in (1, -1))
        np.testing.assert_allclose(gradient[i], (more - less) / 2e-5, rtol=1e-6)


def drawn(number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    x = 1.0 + rng.poisson(2, number)
    rate = rng.gamma(MODEL.q, 1 / MODEL.v, number)
    return x, rng.gamma(MODEL.p * x) / rate / x, MODEL.p / rate


def test_what_was_drawn_is_found() -> None:
    x, mean, truth = drawn(20_000)
    fitted = GammaGamma.fit(x, mean)
    errors = np.sqrt(np.diag(fitted.maximum.covariance))
    assert np.all(np.abs(fitted.model.logs - MODEL.logs) < 3 * errors)
    said = fitted.model.mean_value(x, mean)
    for group in (x == 1, x == 3, x > 4):
        assert said[group].mean() == pytest.approx(truth[group].mean(), rel=0.03)


def test_laws() -> None:
    everybody = MODEL.p * MODEL.v / (MODEL.q - 1)
    assert MODEL.mean_value(0, np.nan) == pytest.approx(everybody)
    own = MODEL.mean_value(np.array([1, 5, 500]), 80.0)
    assert everybody < own[0] < own[1] < own[2] < 80
    x, mean, _ = drawn(500)
    euros, cents = GammaGamma.fit(x, mean).model, GammaGamma.fit(x, mean * 100).model
    assert (cents.p, cents.q, cents.v / 100) == pytest.approx((euros.p, euros.q, euros.v), rel=1e-3)


def test_what_has_no_mean_or_no_worth_is_refused() -> None:
    with pytest.raises(BadInput, match="no mean"):
        GammaGamma(2.0, 0.9, 10.0).mean_value(1, 10.0)
    with pytest.raises(BadInput, match="above 0"):
        GammaGamma.fit([1, 2], [10.0, 0.0])
