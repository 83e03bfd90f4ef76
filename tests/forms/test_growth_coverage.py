"""How often the interval of a growth holds the truth, over many cells of sales of random number and exponential worth."""

from __future__ import annotations

import numpy as np
import pytest
from ibis import _

from helder.forms import Growth

CELLS = 5_000


def sales(rng: np.random.Generator, orders: int) -> tuple[np.ndarray, np.ndarray]:
    """Sums and sums of squares."""
    worth = [rng.exponential(size=k) for k in rng.poisson(orders, CELLS)]
    return np.array([w.sum() for w in worth]), np.array([(w**2).sum() for w in worth])


@pytest.mark.parametrize(("orders", "least"), [(30, 0.90), (300, 0.94)])
def test_it_holds_the_truth_as_often_as_it_says(orders: int, least: float) -> None:
    rng = np.random.default_rng(29)
    (later, later_squares), (earlier, earlier_squares) = sales(rng, round(orders * 1.2)), sales(rng, orders)
    parts = {
        "n": np.full(CELLS, orders), "later": later, "later_squares": later_squares, "earlier": earlier,
        "earlier_squares": earlier_squares,
    }  # fmt: skip
    low, high = Growth(_.worth, later=_.later).interval(parts, 0.95)
    held = np.mean((low <= 0.2) & (high >= 0.2))
    assert least <= held <= 0.965, held


def test_no_growth_from_nothing() -> None:
    parts = {name: np.array([value]) for name, value in
             {"n": 1.0, "later": 5.0, "later_squares": 25.0, "earlier": 0.0, "earlier_squares": 0.0}.items()}  # fmt: skip
    form = Growth(_.worth, later=_.later)
    assert np.isnan(form.figures(parts).value).all()
    assert np.isnan(form.interval(parts, 0.95)).all()
