"""What is foretold of customers in one currency, and the rows of the table of predictions it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helder.model.findings import ALIVE, LIFETIME_VALUE
from helder.stats.distributions import Floats, floats, normal_quantile

# What their type stubs say these take is less than what they take.
_arrow: Any = pa
_compute: Any = pc

DAYS_PER_YEAR = 365.25
_HORIZON, _DISCOUNT = 3.0, 0.1


@dataclass(frozen=True)
class Terms:
    """What is asked for. horizon: years. rate: of discounting, continuous, a year. discount: what was said, a year."""

    model: str
    horizon: float
    rate: float
    discount: float
    worth: str
    transactions: str


@dataclass(frozen=True)
class Customers:
    """Customers in one currency, with what each will bring, in its units, and the chance that they are customers still.

    value_error: the standard error of the value's logarithm. alive_error: that of the chance's log odds. reasons: what each rests
    on. made_of: what all rests on, in words.
    """

    ids: Any
    value: Floats
    value_error: Floats
    alive: Floats
    alive_error: Floats
    reasons: Any
    made_of: tuple[str, ...]


def model_name(terms: Terms, currency: str, usual: str) -> str:
    """The name of a model in the table: `clv_bg_nbd`, and behind it whatever is not as usual, the currency last."""
    said = [terms.model]
    if terms.horizon != _HORIZON:
        said.append(f"{terms.horizon:g}y")
    if terms.discount != _DISCOUNT:
        said.append(f"{terms.discount * 100:g}pct")
    if terms.model != "subscription":
        said += [
            part
            for part, unusual in ((terms.worth, terms.worth != "margin"), ("orders", terms.transactions == "orders"))
            if unusual
        ]
    if currency != usual:
        said.append(currency.lower())
    return LIFETIME_VALUE + "_".join(said)


def rows(found: Customers, model: str, currency: str, made_at: datetime) -> pa.Table:
    """Two rows a customer: the value, and the chance to be a customer still."""
    z = normal_quantile(0.95)
    spread = np.exp(z * found.value_error)
    with np.errstate(divide="ignore"):
        odds = np.log(found.alive) - np.log1p(-found.alive)
    low, high = (1 / (1 + np.exp(-(odds + sign * z * found.alive_error))) for sign in (-1, 1))
    alive_model = ALIVE + model.removeprefix(LIFETIME_VALUE)
    value = _rows(found, model, made_at, found.value, found.value / spread, found.value * spread, currency)
    return pa.concat_tables([value, _rows(found, alive_model, made_at, found.alive, low, high, None)])


def _rows(
    found: Customers, model: str, made_at: datetime, value: Floats, low: Floats, high: Floats, currency: str | None
) -> pa.Table:
    size = len(found.ids)
    made: pa.Table = _arrow.table({
        "subject": _arrow.repeat("customer", size),
        "subject_id": found.ids,
        "model": _arrow.repeat(model, size),
        "made_at": _arrow.repeat(_arrow.scalar(made_at, pa.timestamp("us")), size),
        "value": value,
        "low": low,
        "high": high,
        "reasons": found.reasons,
        "currency": _arrow.array([currency], pa.string()).take(_arrow.array(np.zeros(size, dtype=np.int64))),
    })  # fmt: skip
    return made


def joined(*parts: Any) -> Any:
    """Texts put together row by row; a number is written with two decimals."""
    texts = [_written(part) if isinstance(part, np.ndarray) else part for part in parts]
    return _compute.binary_join_element_wise(*texts, "")


def _written(numbers: Floats) -> Any:
    cents = np.floor(np.abs(numbers) * 100 + 0.5).astype(np.int64)
    whole, rest = (_compute.cast(_arrow.array(part), pa.string()) for part in (cents // 100, cents % 100))
    sign = _arrow.array(["", "-"]).take(_arrow.array(((numbers < 0) & (cents > 0)).astype(np.int64)))
    return _compute.binary_join_element_wise(sign, whole, ".", _compute.utf8_lpad(rest, width=2, padding="0"), "")


def error_of(gradient: Floats, covariance: Floats) -> Floats:
    """The standard error of each of some figures, of their derivatives by parameters (parameters first), by the delta method."""
    return floats(np.sqrt(np.maximum(np.einsum("ik,ij,jk->k", gradient, covariance, gradient, optimize=True), 0.0)))
