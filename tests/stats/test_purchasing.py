"""Models of when customers buy: their likelihood and chances against integrals and published formulas, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from helder.stats.beta_geometric import BetaGeometric, ModifiedBetaGeometric
from helder.stats.histories import Histories
from helder.stats.pareto import ParetoNBD
from helder.stats.purchasing import PurchaseModel

BG, MBG = (0.5, 6.0, 0.8, 2.5), (0.6, 6.0, 0.8, 2.5)
MODELS = {
    "bg": BetaGeometric(*BG),
    "bg, a above 1": BetaGeometric(3.0, 30.0, 1.7, 4.0),
    "bg, a of 1": BetaGeometric(0.5, 6.0, 1.0, 2.5),
    "mbg": ModifiedBetaGeometric(*MBG),
    "pareto": ParetoNBD(0.55, 10.6, 0.6, 11.7),
    "pareto, alpha above beta": ParetoNBD(0.55, 10.6, 0.6, 5.0),
}
SEEN = [(0, 0.0, 20.0), (0, 0.0, 0.0), (1, 0.0, 3.0), (2, 30.43, 38.86), (2, 38.86, 38.86), (7, 4.0, 38.0), (25, 37.0, 38.86)]
each_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)


def likelihood(model: PurchaseModel, x: float, t_x: float, age: float) -> tuple[float, float]:
    """That of a customer who is there still, and of one who has left, over all rates and chances, by numerical integration."""
    buys = stats.gamma(model.r, scale=1 / model.alpha)

    def over_rates(of, upper=np.inf):
        return integrate.quad(lambda rate: buys.pdf(rate) * of(rate), 0, upper, epsabs=0, epsrel=1e-10, limit=500)[0]

    if isinstance(model, ParetoNBD):
        leaves = stats.gamma(model.s, scale=1 / model.beta)
        # Given when a customer leaves, buying until then is Poisson; the time of leaving is Pareto.
        alive = over_rates(lambda rate: rate**x * np.exp(-rate * age)) * (model.beta / (model.beta + age)) ** model.s

        def left_at(w: float) -> float:
            shape = model.r + x
            bought = np.exp(shape * (np.log(model.alpha) - np.log(model.alpha + w))) / model.alpha**x
            bought *= np.prod(model.r + np.arange(x))
            return bought * model.s / model.beta * (model.beta / (model.beta + w)) ** (model.s + 1)

        assert leaves.mean() > 0
        return alive, integrate.quad(left_at, t_x, age, epsabs=0, epsrel=1e-11)[0]
    p, q = model.a, model.b
    stays = x + model.first
    keeps = np.exp(np.log(integrate.quad(lambda u: (1 - u) ** stays * stats.beta.pdf(u, p, q), 0, 1)[0]))
    goes = integrate.quad(lambda u: u * (1 - u) ** (stays - 1) * stats.beta.pdf(u, p, q), 0, 1)[0] if stays else 0.0
    return (
        keeps * over_rates(lambda rate: rate**x * np.exp(-rate * age)),
        goes * over_rates(lambda rate: rate**x * np.exp(-rate * t_x)),
    )


@each_model
@pytest.mark.parametrize("seen", [s for s in SEEN if s[0] < 10], ids=str)
@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
def test_likelihood_and_chance_alive_are_the_integrals(model: PurchaseModel, seen: tuple[float, float, float]) -> None:
    there, left = likelihood(model, *seen)
    found = model.score(Histories.of(*seen))[0][0]
    assert found == pytest.approx(np.log(there + left), abs=1e-6)
    assert model.alive(*seen) == pytest.approx(there / (there + left), abs=1e-6)


@each_model
def test_derivatives_are_those_of_the_likelihood(model: PurchaseModel) -> None:
    histories = Histories.of(*zip(*SEEN, strict=True))
    _, gradient = model.score(histories)
    for i, step in enumerate(np.eye(4) * 1e-5):
        more, less = (model.at(model.logs + sign * step).score(histories)[0] for sign in (1, -1))
        np.testing.assert_allclose(gradient[i], (more - less) / 2e-5, rtol=1e-6, atol=1e-7)


@each_model
@pytest.mark.parametrize("horizon", [1.0, 52.0, 520.0])
def test_expected_purchases_are_the_published_formula(model: PurchaseModel, horizon: float) -> None:
    x, t_x, age = map(np.array, zip(*SEEN, strict=True))
    if isinstance(model, ParetoNBD):
        left = ((model.beta + age) / (model.beta + age + horizon)) ** (model.s - 1)
        wanted = (
            (model.r + x) * (model.beta + age) / ((model.alpha + age) * (model.s - 1)) * (1 - left) * model.alive(x, t_x, age)
        )
    elif model.a == 1:
        near = [type(model)(model.r, model.alpha, a, model.b).purchases(x, t_x, age, horizon) for a in (1 - 1e-5, 1 + 1e-5)]
        wanted = sum(near) / 2
    else:
        from scipy.special import hyp2f1

        c = model.a + model.b + x + model.first - 1
        shrinks = ((model.alpha + age) / (model.alpha + age + horizon)) ** (model.r + x)
        series = hyp2f1(model.r + x, model.b + x + model.first, c, horizon / (model.alpha + age + horizon))
        wanted = c / (model.a - 1) * (1 - shrinks * series) * model.alive(x, t_x, age)
    np.testing.assert_allclose(model.purchases(x, t_x, age, horizon), wanted, rtol=1e-8)


@each_model
def test_laws(model: PurchaseModel) -> None:
    x, t_x, age = map(np.array, zip(*SEEN, strict=True))
    alive = model.alive(x, t_x, age)
    assert np.all((alive >= 0) & (alive <= 1))
    year, three, discounted = (model.purchases(x, t_x, age, *over) for over in ((52.0,), (156.0,), (156.0, 0.0018)))
    assert np.all((year < three) & (discounted < three) & (discounted > 0))
    longer_gone = model.alive(5, 10.0, np.array([10.0, 20.0, 40.0, 400.0]))
    assert np.all(np.diff(longer_gone) < 0)
    assert model.purchases(2, 5.0, 20.0, 0.0) == 0
