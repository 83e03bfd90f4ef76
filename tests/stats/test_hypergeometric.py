"""Gauss' function against Euler's integral, where scipy's overflows too."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, special

from helder.stats.hypergeometric import hypergeometric, hypergeometric_of_one


def euler(a: float, b: float, c: float, z: float) -> float:
    """Its logarithm's integrand is scaled, so that nothing overflows."""
    part = lambda u: np.exp((b - 1) * np.log(u) + (c - b - 1) * np.log1p(-u) - a * np.log1p(-z * u) - special.betaln(b, c - b))  # noqa: E731
    peak = (b - 1) / (c - 2) if b > 1 and c - b > 1 else 0.5
    return integrate.quad(part, 0, 1, points=[peak], epsabs=0, epsrel=1e-12, limit=400)[0]


@pytest.mark.parametrize("z", [0.1, 0.9, 0.99])
@pytest.mark.parametrize(("b", "c"), [(2.0, 4.5), (30.0, 40.0), (4.0, 300.0), (401.0, 406.0)])
def test_of_one(b: float, c: float, z: float) -> None:
    assert hypergeometric_of_one(np.array([b]), np.array([c]), np.array([z]))[0] == pytest.approx(euler(1, b, c, z), rel=1e-9)


@pytest.mark.parametrize(("a", "b", "c", "z"), [(60.0, 2.5, 202.5, 0.95), (60.0, 2.5, 402.5, 0.99), (2.0, 1.5, 5.0, 0.9)])
def test_of_large_parameters(a: float, b: float, c: float, z: float) -> None:
    assert hypergeometric(*(np.array([part]) for part in (a, b, c, z)))[0] == pytest.approx(euler(a, b, c, z), rel=1e-9)
