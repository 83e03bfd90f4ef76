"""What customers who order will bring: a model of when they buy, and one of what a purchase is worth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from helder.engines import Engine
from helder.errors import BadInput
from helder.facts import Source, purchase_histories
from helder.model.money import minor_units
from helder.predict.customers import DAYS_PER_YEAR, Customers, Terms, error_of, joined
from helder.stats.beta_geometric import BetaGeometric, ModifiedBetaGeometric
from helder.stats.distributions import Floats, floats
from helder.stats.gamma_gamma import GammaGamma
from helder.stats.histories import Histories
from helder.stats.likelihood import Maximum
from helder.stats.pareto import ParetoNBD
from helder.stats.purchasing import Fitted, PurchaseModel

MODELS: dict[str, type[PurchaseModel]] = {"bg_nbd": BetaGeometric, "mbg_nbd": ModifiedBetaGeometric, "pareto_nbd": ParetoNBD}
#: Fewer customers, or fewer who bought again, do not tell four parameters.
FEWEST, FEWEST_AGAIN = 50, 10
_WEEK = 7.0
_STEP = 1e-4

_arrow: Any = pa


def foretell(
    engine: Engine, source: Source, terms: Terms, until: date, progress: Callable[[str], None]
) -> dict[str, Customers | BadInput]:
    """What customers will bring by currency, or why it cannot be foretold."""
    fact = purchase_histories(until, terms.transactions, terms.worth)
    seen = engine.run(fact.build(source).order_by("currency", "customer_id"))  # in one order, so that sums come out alike
    if not len(seen):
        raise BadInput(f"No known customer has a paid order before {until}.", where="orders", fix="Name a later date.")
    currencies = seen["currency"].to_numpy()
    found: dict[str, Customers | BadInput] = {}
    for currency in sorted(set(currencies.tolist())):
        progress(f"Fitting {MODELS[terms.model].title} to customers in {currency}")
        try:
            found[currency] = _of_currency(seen.filter(_arrow.array(currencies == currency)), terms, minor_units(currency))
        except BadInput as error:
            found[currency] = BadInput(error.what, where=f"{currency}: {error.where}", fix=error.fix)
    return found


def _of_currency(seen: pa.Table, terms: Terms, units: int) -> Customers:
    def column(name: str) -> Floats:
        return floats(seen[name].to_numpy(zero_copy_only=False))

    x, last, age = column("x"), column("t_x"), column("age")
    again = int(np.sum(x > 0))
    if len(x) < FEWEST or again < FEWEST_AGAIN:
        raise BadInput(
            f"{len(x)} customers, {again} of whom bought again, are too few to foretell from.",
            where=terms.model,
            fix=f"It takes {FEWEST} customers and {FEWEST_AGAIN} who bought again; load a longer history.",
        )
    valued, worth = column("valued"), np.nan_to_num(column("mean_worth")) / units
    histories = Histories.of(x, last / _WEEK, age / _WEEK)
    when = MODELS[terms.model].fit(histories)
    what, left = _worth(valued, worth, terms)
    each = what.model.mean_value(valued, np.maximum(worth, 0.0))
    purchases, purchases_error, alive_error = _bought(when, histories, terms)
    alive = when.model.alive(histories.x, histories.t_x, histories.age)
    worth_error = error_of(what.model.by_logs(valued, np.maximum(worth, 0.0)), what.maximum.covariance)
    place = histories.place
    error = np.sqrt(purchases_error[place] ** 2 + worth_error**2)
    reasons = joined(_history(histories, alive, purchases).take(_arrow.array(place)), " worth ", each, " each")
    made_of = (
        f"{len(x):,} customers, {again:,} of whom bought again; {len(histories.x):,} different histories",
        _parameters(f"{MODELS[terms.model].title}, times in weeks", when.model, when.model.parameters(), when.maximum),
        _parameters(GammaGamma.title, what.model, ("p", "q", "v"), what.maximum),
        *left,
    )
    return Customers(
        seen["customer_id"].combine_chunks(), purchases[place] * each, error, alive[place], alive_error[place], reasons, made_of
    )


def _worth(valued: Floats, worth: Floats, terms: Terms) -> tuple[Fitted[GammaGamma], list[str]]:
    """The model of what a purchase is worth, and who is not in it and why."""
    known = valued > 0
    gains = known & (worth > 0)
    if not known.any():
        missing = "revenue and cost" if terms.worth == "margin" else "revenue"
        raise BadInput(
            f"No customer who bought again has an order with {missing}.",
            where=terms.worth,
            fix="Load the cost of orders, or foretell their revenue: --worth revenue." if terms.worth == "margin" else "Load it.",
        )
    if gains.sum() < FEWEST_AGAIN:
        raise BadInput(
            f"Of customers who bought again only {int(gains.sum())} brought more than nothing.",
            where=terms.worth,
            fix=f"It takes {FEWEST_AGAIN} of them.",
        )
    loss = int(np.sum(known & ~gains))
    left = [f"{loss:,} customers whose later purchases brought nothing, or a loss, are taken as having brought 0"] if loss else []
    return GammaGamma.fit(valued[gains], worth[gains]), left


def _bought(when: Fitted[PurchaseModel], histories: Histories, terms: Terms) -> tuple[Floats, Floats, Floats]:
    """Of each history: expected purchases, discounted; the standard errors of their logarithm, and of the log odds of life."""
    weeks = DAYS_PER_YEAR / _WEEK
    logs = when.model.logs

    def at(shift: Floats) -> tuple[Floats, Floats]:
        model = when.model.at(logs + shift)
        seen = (histories.x, histories.t_x, histories.age)
        with np.errstate(divide="ignore", invalid="ignore"):
            alive = model.alive(*seen)
            return np.log(model.purchases(*seen, terms.horizon * weeks, terms.rate / weeks)), np.log(alive) - np.log1p(-alive)

    with np.errstate(invalid="ignore"):
        slopes = [np.subtract(at(step), at(-step)) / (2 * _STEP) for step in np.eye(len(logs)) * _STEP]
    by_logs = np.nan_to_num(np.array(slopes), nan=0.0, posinf=0.0, neginf=0.0)  # where a chance is 0 or 1 as far as numbers go
    of_purchases, of_alive = (error_of(by_logs[:, i], when.maximum.covariance) for i in (0, 1))
    return floats(np.exp(at(np.zeros(len(logs)))[0])), of_purchases, of_alive


def _history(histories: Histories, alive: Floats, purchases: Floats) -> Any:
    """What each history tells, in words."""
    x, quiet = histories.x.astype(np.int64), np.rint((histories.age - histories.t_x) * _WEEK).astype(np.int64)
    told = (
        f"{n} purchase{'' if n == 1 else 's'} after the first, none for {days} day{'' if days == 1 else 's'}; "
        f"a customer still by {chance:.0%}; {more:.2f} more expected, discounted,"
        for n, days, chance, more in zip(x.tolist(), quiet.tolist(), alive.tolist(), purchases.tolist(), strict=True)
    )
    return _arrow.array(list(told), pa.string())


def _parameters(title: str, model: object, names: tuple[str, ...], maximum: Maximum) -> str:
    errors = np.sqrt(np.diag(maximum.covariance))
    said = (
        f"{name} {getattr(model, name):.4g} (" + ("at its bound" if i in maximum.at_bound else f"± {errors[i]:.0%}") + ")"
        for i, name in enumerate(names)
    )
    return f"{title}: {', '.join(said)}; log-likelihood {maximum.log_likelihood:,.1f}"
