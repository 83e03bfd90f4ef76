"""Lifetime value: what each customer will bring over the years to come, by what they bought or subscribe to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import log
from typing import TYPE_CHECKING, Any

import ibis

from helder.errors import BadInput, BadQuestion, UnknownName
from helder.facts import Source
from helder.model import TABLES
from helder.model.zones import day_start, local_day
from helder.predict import purchases, subscriptions
from helder.predict.customers import Customers, Terms, model_name, rows

if TYPE_CHECKING:
    from helder.engines import Appended
    from helder.workspace import Workspace

#: How what customers will bring can be foretold: from their orders, by each of the models, or from their subscriptions.
MODELS = (*purchases.MODELS, "subscription")


@dataclass(frozen=True)
class Group:
    """What was foretold in one currency.

    model: its name in the table. customers: how many it is about. made_of: what it was made of, in words: the parameters,
    and what was left out of the fit and why. left: why nothing was foretold in this currency, None where it was.
    """

    currency: str
    model: str
    customers: int
    made_of: tuple[str, ...]
    left: str | None = None


@dataclass(frozen=True)
class Foretold:
    """What was written. until: the first local date not seen. made_at: the UTC instant up to which it knows."""

    until: date
    made_at: datetime
    groups: tuple[Group, ...]
    appended: Appended


def lifetime_value(
    workspace: Workspace,
    *,
    model: str = "bg_nbd",
    horizon: float = 3.0,
    discount: float = 0.1,
    worth: str = "margin",
    transactions: str = "days",
    since: date | None = None,
    until: date | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Foretold:
    """Foretell what each customer will bring, and append it to the table of predictions, one row a customer and currency.

    model: bg_nbd, mbg_nbd or pareto_nbd, each with Gamma-Gamma for the worth of a purchase, or subscription. horizon: years.
    discount: what a year takes off, 0.1 for 10 %. worth: what an order brings, margin or revenue. transactions: "days" where the
    orders of one day are one purchase, or "orders". since: of subscriptions, the date before which those that had ended are not
    in the store. until: the local date before which all is seen; by default the day after the last that anything happened on.
    progress: told what is being done. Raises BadInput where there are too few customers, or no model fits them.
    """
    terms = _terms(model, horizon, discount, worth, transactions)
    now = datetime.now(UTC).replace(tzinfo=None)
    zone, tables = workspace.engine.zone, workspace.tables
    progress("Reading what customers did")
    end = until or _day_after_last(workspace, model, now)
    made_at = min(now, day_start(end, zone))
    source = Source(tables)
    if model == "subscription":
        began = day_start(since, zone) if since else None
        parts = subscriptions.foretell(workspace.engine, source, terms, made_at, began, progress)
    else:
        if since:
            raise BadQuestion("since is about subscriptions.", where="since", fix="Leave it out, or foretell by subscription.")
        parts = purchases.foretell(workspace.engine, source, terms, end, progress)
    found = {currency: part for currency, part in parts.items() if isinstance(part, Customers)}
    if not found:
        raise next(part for part in parts.values() if isinstance(part, BadInput))
    progress("Storing predictions")
    written = [rows(part, model_name(terms, currency, workspace.currency), currency, made_at) for currency, part in found.items()]
    import pyarrow as pa

    with workspace.engine.write() as writer:
        done = writer.append(TABLES["predictions"], pa.concat_tables(written), source="helder predict lifetime-value")
    groups = tuple(_group(currency, part, model_name(terms, currency, workspace.currency)) for currency, part in parts.items())
    return Foretold(end, made_at, groups, done)


def _group(currency: str, part: Customers | BadInput, model: str) -> Group:
    if isinstance(part, BadInput):
        return Group(currency, model, 0, (), part.what)
    return Group(currency, model, len(part.ids), part.made_of)


def _terms(model: str, horizon: float, discount: float, worth: str, transactions: str) -> Terms:
    for what, value, choices in (
        ("model", model, MODELS), ("worth", worth, ("margin", "revenue")), ("transactions", transactions, ("days", "orders")),
    ):  # fmt: skip
        if value not in choices:
            raise UnknownName(what, str(value), choices)
    if not 0 < horizon <= 100:
        raise BadQuestion(f"A horizon of {horizon:g} years cannot be.", where="horizon", fix="Give more than 0, up to 100 years.")
    if not 0 <= discount < 10:
        raise BadQuestion(f"A discount of {discount:g} a year cannot be.", where="discount", fix="Give 0.1 for 10 % a year.")
    return Terms(model, float(horizon), log(1 + discount), float(discount), worth, transactions)


def _day_after_last(workspace: Workspace, model: str, now: datetime) -> date:
    """The local date after the last on which there was a paid order, or a subscription began or ended."""
    name = "subscriptions" if model == "subscription" else "orders"
    table = workspace.tables[name]
    columns = ("started_at", "ended_at") if model == "subscription" else ("ordered_at",)
    kept: Any = table.customer_id.notnull() if model == "subscription" else (table.status == "paid") & table.customer_id.notnull()
    past = ibis.literal(now, type="timestamp(6)")
    days = [local_day(table[c].max(where=kept & (table[c] <= past)), workspace.engine.zone).name(c) for c in columns]
    found: list[date] = [day for day in workspace.engine.run(table.aggregate(days)).to_pylist()[0].values() if day is not None]
    if not found:
        what = "subscriptions" if model == "subscription" else "paid orders"
        raise BadInput(
            f"The store has no {what} of known customers.",
            where=workspace.engine.url,
            fix=f"Load them: helder load {name} FILE.",
        )
    return max(found) + timedelta(days=1)
