"""Gauss' hypergeometric function where its terms are positive or few change sign, for large parameters too."""

from __future__ import annotations

import numpy as np

from helder.stats.distributions import Floats, floats

_ENOUGH = 1e-17
_MOST_TERMS = 100_000


def hypergeometric(a: Floats, b: Floats, c: Floats, z: Floats) -> Floats:
    """2F1(a, b; c; z) for 0 <= z < 1 and c > 0; by scipy, and by its own series where that overflows."""
    from scipy.special import hyp2f1

    a, b, c, z = (floats(part) for part in np.broadcast_arrays(a, b, c, z))
    found = floats(hyp2f1(a, b, c, z))
    lost = ~np.isfinite(found)
    if lost.any():
        found[lost] = _series(a[lost], b[lost], c[lost], z[lost])
    return found


def _series(a: Floats, b: Floats, c: Floats, z: Floats) -> Floats:
    term = np.ones_like(z)
    total = term.copy()
    for k in range(_MOST_TERMS):
        term = term * (a + k) * (b + k) / ((c + k) * (k + 1)) * z
        total = total + term
        if not np.any(np.abs(term) > _ENOUGH * np.abs(total)):
            break
    return total


def hypergeometric_of_one(b: Floats, c: Floats, z: Floats) -> Floats:
    """2F1(1, b; c; z) for 0 <= z < 1 and c >= b > 0, by Gauss' continued fraction (DLMF 15.7.5)."""
    root = np.sqrt(1 - z.max(initial=0.0))
    terms = 5 + int(np.log(_ENOUGH) / np.log((1 - root) / (1 + root))) if root < 1 else 1
    found = np.ones_like(z)
    for j in range(terms, 0, -1):
        m = j // 2
        part = (b + m) * (c + m - 1) if j % 2 else m * (c - b + m - 1)
        part = b / c if j == 1 else part / ((c + j - 2) * (c + j - 1))
        found = 1 - part * z / found
    return 1 / found
