"""What subscribers will bring: their monthly revenue for as long as subscriptions of that age last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from helder.engines import Engine
from helder.errors import BadInput
from helder.facts import Source
from helder.model.money import minor_units
from helder.predict.customers import DAYS_PER_YEAR, Customers, Terms, joined
from helder.stats.distributions import Floats, floats
from helder.stats.survival import Survival

#: Fewer subscriptions, or fewer that ended, do not tell a curve.
FEWEST, FEWEST_ENDED = 30, 5
_MONTH = DAYS_PER_YEAR / 12
_MICROSECONDS = 86_400e6

_arrow: Any = pa


def foretell(
    engine: Engine, source: Source, terms: Terms, at: datetime, since: datetime | None, progress: Callable[[str], None]
) -> dict[str, Customers | BadInput]:
    """What subscribers will bring by currency, or why it cannot be foretold; ages are in months."""
    t = source["subscriptions"]
    moment = ibis.literal(at, type="timestamp(6)")
    known = t.filter(t.customer_id.notnull() & (t.started_at < moment)).order_by("customer_id", "subscription_id")
    seen = engine.run(known.select("customer_id", "started_at", "ended_at", "monthly_revenue", "currency"))
    began = _days(seen["started_at"])
    ended = _days(seen["ended_at"])
    now = np.datetime64(at, "us").astype(np.int64) / _MICROSECONDS
    over = ended < now
    left = np.where(over, np.maximum(ended, began), now)
    entered = (
        np.zeros_like(began)
        if since is None
        else np.maximum(np.datetime64(since, "us").astype(np.int64) / _MICROSECONDS - began, 0)
    )
    in_view = left - began >= entered
    progress("Following subscriptions")
    if np.sum(in_view) < FEWEST or np.sum(over & in_view) < FEWEST_ENDED:
        raise BadInput(
            f"{int(np.sum(in_view))} subscriptions, {int(np.sum(over & in_view))} of which ended, are too few to foretell from.",
            where=terms.model,
            fix=f"It takes {FEWEST} subscriptions and {FEWEST_ENDED} that ended; load a longer history.",
        )
    ages = (left - began) / _MONTH
    curve = Survival.of(ages[in_view], over[in_view], entered[in_view] / _MONTH)
    months, error = curve.expected(ages, terms.horizon * 12, terms.rate / 12)
    told = (
        f"{int(np.sum(in_view)):,} subscriptions, {int(np.sum(over & in_view)):,} of which ended",
        f"after a year {float(curve.at(12.0)):.1%} are left; beyond {curve.longest:.0f} months, the oldest seen, "
        f"{-np.expm1(-curve.late):.1%} end a month",
    )
    currencies = seen["currency"].to_numpy(zero_copy_only=False)
    held = np.where(over, 0.0, 1.0)
    found: dict[str, Customers | BadInput] = {}
    for currency in sorted(set(currencies.tolist())):
        mine = currencies == currency
        revenue = floats(seen["monthly_revenue"].to_numpy(zero_copy_only=False))[mine] / minor_units(currency)
        of = seen["customer_id"].filter(_arrow.array(mine)).combine_chunks()
        found[currency] = _customers(of, revenue, months[mine] * held[mine], error[mine] * held[mine], held[mine], told)
    return found


def _customers(of: Any, revenue: Floats, months: Floats, error: Floats, held: Floats, told: tuple[str, ...]) -> Customers:
    """A customer's subscriptions taken together: they last by one curve, so their errors go together."""
    unknown = (held > 0) & np.isnan(revenue)
    paid = np.nan_to_num(revenue)
    encoded = of.dictionary_encode()
    place, size = encoded.indices.to_numpy(), len(encoded.dictionary)

    def total(values: Floats) -> Floats:
        return floats(np.bincount(place, values, size))

    value, spread, running, monthly = total(paid * months), total(paid * error), total(held), total(paid * held)
    known = total(unknown.astype(np.float64)) == 0
    left = int(np.sum(~known))
    lasting = np.divide(value, monthly, out=np.zeros(size), where=monthly > 0)
    reasons = joined(
        _numbers(running), " in force at ", monthly, " a month, expected to bring ", lasting, " months of it, discounted"
    )
    kept = _arrow.array(known)
    value_error = np.divide(spread, value, out=np.zeros(size), where=value > 0)
    alive = np.minimum(running, 1.0)
    made_of = (*told, *((f"{left:,} customers left out: a subscription in force has no monthly revenue",) if left else ()))
    chances, sure = alive[known], np.zeros(int(known.sum()))
    return Customers(
        encoded.dictionary.filter(kept), value[known], value_error[known], chances, sure, reasons.filter(kept), made_of
    )


def _numbers(values: Floats) -> Any:
    return _arrow.array(values.astype(np.int64)).cast(pa.string())


def _days(column: Any) -> Floats:
    """Days since 1970, nan where there is no moment."""
    numbers = column.cast(pa.timestamp("us")).cast(pa.int64()).to_numpy(zero_copy_only=False).astype(np.float64)
    return floats(numbers / _MICROSECONDS)
