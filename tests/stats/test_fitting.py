"""Models of when customers buy, fitted to customers drawn from them."""

from __future__ import annotations

import numpy as np
import pytest
from oracle.shoppers import columns, shoppers

from helder.errors import BadInput
from helder.stats.beta_geometric import BetaGeometric, ModifiedBetaGeometric
from helder.stats.histories import Histories
from helder.stats.likelihood import maximise
from helder.stats.pareto import ParetoNBD
from helder.stats.purchasing import PurchaseModel

BG, MBG = (0.5, 6.0, 0.8, 2.5), (0.6, 6.0, 0.8, 2.5)


@pytest.mark.parametrize(
    ("name", "kind", "truth"),
    [("bg", BetaGeometric, BG), ("mbg", ModifiedBetaGeometric, MBG), ("pareto", ParetoNBD, (0.8, 8.0, 0.9, 12.0))],
)
def test_what_was_drawn_is_found_and_foretold(name: str, kind: type[PurchaseModel], truth: tuple[float, ...]) -> None:
    drawn = shoppers(7, 6000, name, truth, horizon=52)
    x, t_x, age = columns(drawn)
    fitted = kind.fit(Histories.of(x, t_x, age))
    errors = np.sqrt(np.diag(fitted.maximum.covariance))
    assert np.all(np.abs(fitted.model.logs - np.log(truth)) < 3 * errors), fitted.model
    assert np.all(errors < 0.5)
    assert fitted.model.alive(x, t_x, age).mean() == pytest.approx(np.mean([one.alive for one in drawn]), abs=0.03)
    real = np.array([len(one.later) for one in drawn])
    said = fitted.model.purchases(x, t_x, age, 52)
    for group in (x == 0, (x > 0) & (x < 4), x >= 4):
        error = real[group].std() / np.sqrt(group.sum())
        assert said[group].mean() == pytest.approx(real[group].mean(), abs=4 * error + 0.05 * real[group].mean())


def test_customers_alike_count_as_many() -> None:
    x, t_x, age = columns(shoppers(3, 200, "bg", BG))
    once = BetaGeometric.fit(Histories.of(x, t_x, age))
    thrice = BetaGeometric.fit(Histories.of(*(np.tile(column, 3) for column in (x, t_x, age))))
    np.testing.assert_allclose(thrice.model.logs, once.model.logs, atol=1e-3)
    assert thrice.maximum.log_likelihood == pytest.approx(3 * once.maximum.log_likelihood, rel=1e-9)
    assert len(Histories.of(*(np.tile(column, 3) for column in (x, t_x, age))).x) == len(Histories.of(x, t_x, age).x) <= 200


def test_the_unit_of_time_does_not_matter() -> None:
    x, t_x, age = columns(shoppers(3, 500, "pareto", (0.8, 8.0, 0.9, 12.0)))
    weeks, days = (ParetoNBD.fit(Histories.of(x, t_x * unit, age * unit)).model for unit in (1, 7))
    assert (days.r, days.alpha / 7, days.s, days.beta / 7) == pytest.approx((weeks.r, weeks.alpha, weeks.s, weeks.beta), rel=1e-3)


def test_customers_who_never_leave_have_a_model_too() -> None:
    x, t_x, age = columns(shoppers(5, 2000, "bg", (5.0, 30.0, 1e-9, 1.0)))
    for kind in (BetaGeometric, ModifiedBetaGeometric, ParetoNBD):
        fitted = kind.fit(Histories.of(x, t_x, age))
        assert fitted.model.alive(x, t_x, age).mean() > 0.98


@pytest.mark.parametrize("customer", [(-1, 0, 5), (1.5, 1, 5), (1, 6, 5), (0, 2, 5), (1, 2, np.nan)], ids=str)
def test_a_history_that_cannot_be_is_refused(customer: tuple[float, float, float]) -> None:
    with pytest.raises(BadInput, match="customer 0"):
        Histories.of(*customer)


def test_where_nothing_fits_best_it_says_so() -> None:
    with pytest.raises(BadInput, match="does not converge"):
        maximise(lambda logs: (np.nan, logs), [[1.0, 0.3], [0.0, 0.0]], 100, "some")
