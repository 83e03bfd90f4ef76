"""How often the interval of lost and of kept revenue holds the truth, over many cells of customers who pay unequal amounts."""

from __future__ import annotations

import numpy as np
import pytest
from ibis import _

from helder.forms import AmountCohort

CELLS = 10_000


def drawn(customers: int) -> dict[str, np.ndarray]:
    """Parts of cells of customers who pay log-normal amounts, of whom a tenth leave and a tenth pay half as much again."""
    rng = np.random.default_rng(23)
    paid = rng.lognormal(3, 0.5, (CELLS, customers))
    fate = rng.random((CELLS, customers))
    change = np.where(fate < 0.1, -paid, np.where(fate > 0.9, paid / 2, 0.0))
    return {"paid": paid, "change": change, "lost": np.minimum(change, 0.0)}


def parts(before: np.ndarray, change: np.ndarray) -> dict[str, np.ndarray]:
    sums = {"x": before, "xx": before**2, "d": change, "dd": change**2, "xd": before * change, "n": np.ones_like(before)}
    return {name: values.sum(1) for name, values in sums.items()}


@pytest.mark.parametrize(("customers", "lost", "kept"), [(100, 0.90, 0.93), (1000, 0.94, 0.94)])
def test_it_holds_the_truth_as_often_as_it_says(customers: int, lost: float, kept: float) -> None:
    """Few leave, so what they take is skewed: of ten leavers it falls short."""
    made = drawn(customers)
    for change, is_kept, truth, least in (("lost", False, 0.1, lost), ("change", True, 0.95, kept)):
        form = AmountCohort(states=_.s, holds=_.h, held=_.w, before=_.b, after=_.a, change=_.c, kept=is_kept)
        low, high = form.interval(parts(made["paid"], made[change]), 0.95)
        held = np.mean((low <= truth) & (truth <= high))
        assert least <= held <= 0.965, (change, held)


def test_nothing_is_certain_where_nothing_changed() -> None:
    form = AmountCohort(states=_.s, holds=_.h, held=_.w, before=_.b, after=_.a, change=_.c, kept=False)
    none = parts(np.full((1, 5), 10.0), np.zeros((1, 5)))
    assert form.figures(none).value == 0
    assert np.isnan(form.interval(none, 0.95)).all()
