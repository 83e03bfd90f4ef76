"""What customers are worth, as a state that changes: as foretold, from prediction to prediction; to date, from order to order.

A row is a move: a value comes into force, or goes out of it. Those in force at a moment are all that came less all that went.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.fact import OF_CUSTOMER, OF_ORDER, Fact, Period, Source
from helder.facts.histories import gain
from helder.facts.tables import ORDERS
from helder.model.findings import ALIVE, LIFETIME_VALUE
from helder.model.money import minor_units_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _foretold(source: Source) -> ir.Table:
    """Predictions coming into force, and going out of it where a later one of the same model takes their place.

    A model's name may end in the currency of its amounts, where that is not the workspace's; `base` is the name without.
    """
    import ibis

    t = source["predictions"]
    of_value = t.model.startswith(LIFETIME_VALUE)
    alive = t.filter(t.model.startswith(ALIVE)).select(
        "subject", "subject_id", "made_at", model=t.model.substr(len(ALIVE)), alive=t.value
    )
    t = t.mutate(
        sequel=ibis.ifelse(of_value, t.model.substr(len(LIFETIME_VALUE)), ibis.null("string")),
        customer_id=ibis.ifelse(t.subject == "customer", t.subject_id, ibis.null("string")),
    )
    same = [t.subject == alive.subject, t.subject_id == alive.subject_id, t.made_at == alive.made_at, t.sequel == alive.model]
    t = t.left_join(alive, same).select(*(t[name] for name in t.columns if name != "sequel"), alive.alive)
    suffix = ibis.literal("_") + t.currency.lower()
    t = t.mutate(base=ibis.ifelse(t.model.endswith(suffix), t.model.substr(0, t.model.length() - suffix.length()), t.model))
    units = minor_units_of(t)
    t = t.mutate(worth=t.value * units, worth_low=t.low * units, worth_high=t.high * units)
    later = ibis.window(group_by=["subject", "subject_id", "model"], order_by="made_at")
    t = t.mutate(next_at=t.made_at.lead().over(later), next_day=t.made_at_day.lead().over(later))
    came = t.mutate(at=t.made_at, at_day=t.made_at_day, entered=ibis.literal(True)).drop("next_at", "next_day")
    gone = t.filter(t.next_at.notnull())
    gone = gone.mutate(at=gone.next_at, at_day=gone.next_day, entered=ibis.literal(False)).drop("next_at", "next_day")
    return came.union(gone)


FORETOLD = Fact(
    name="foretold_values",
    meaning="Predictions in force: each from when it was made to when a later one of the same model takes its place",
    grain="one move, into force or out of it, of one prediction",
    key=("subject", "subject_id", "model", "made_at", "entered"),
    tables=("predictions",),
    build=_foretold,
    own={"currency": "currency", "model": "model"},
    points_to=("customer_id",),
    related={"predictions": {"subject": ("subject_id",)}, "customers": {"subject": ("customer_id",)}},
    worked_out=("worth", "worth_low", "worth_high"),
)


@lru_cache
def margins_to_date(worth: str, active_days: int) -> Fact:
    """What each customer has brought so far, while they are alive: for some days after each paid order."""

    def build(source: Source) -> ir.Table:
        import ibis

        t = ORDERS.build(source)
        t = t.mutate(gain=gain(t, worth), sold=t.status.isin(("paid", "credit")) & t.customer_id.notnull())
        shown = ("order_id", "customer_id", "currency", "status", "ordered_at")
        t = t.mutate(sold=t.sold.fill_null(False))
        states = _states(t.filter(t.sold), active_days)
        came = states.select(*shown, "to_date", "unknown", at=states.ordered_at, entered=ibis.literal(True))
        gone = states.select(*shown, "to_date", "unknown", at=states.until, entered=ibis.literal(False))
        other = t.filter(~t.sold)
        other = other.select(
            *shown, to_date=ibis.null("int64"), unknown=ibis.literal(0, type="int64"), at=other.ordered_at,
            entered=ibis.literal(True),
        )  # fmt: skip
        moves = came.union(gone).union(other)
        moves = moves.filter(moves["at"] < ibis.literal(source.periods[-1].closes, type="timestamp(6)"))
        return moves.mutate(start=_state_at(moves["at"], source.periods))

    return Fact(
        name=f"{worth}_to_date_{active_days}_days",
        meaning="What customers have brought so far: each sum from the order that made it to the next, or until they are gone",
        grain="one move, into force or out of it, of the sum after one order",
        key=("order_id", "entered"),
        tables=("orders", "order_lines"),
        build=build,
        own={"currency": "currency"},
        points_to=("customer_id",),
        periodic=True,
        related={"orders": {**OF_CUSTOMER, **OF_ORDER}, "order_lines": OF_ORDER},
        spans=(("orders", "ordered_at"),),
        worked_out=("to_date",),
    )


def _state_at(instant: ir.TimestampValue, periods: tuple[Period, ...]) -> ir.DateValue:
    """The first period by whose end a moment has come, as a balanced CASE: one before them all is in the state at the first."""
    import ibis

    if len(periods) == 1:
        return ibis.literal(periods[0].start)
    half = len(periods) // 2
    border = ibis.literal(periods[half].opens, type="timestamp(6)")
    return ibis.ifelse(instant < border, _state_at(instant, periods[:half]), _state_at(instant, periods[half:]))


def _states(sold: ir.Table, active_days: int) -> ir.Table:
    """The sum after each order of a customer, and until when it is in force."""
    import ibis

    order = {"group_by": ["customer_id", "currency"], "order_by": ["ordered_at", "order_id"]}
    so_far = ibis.window(**order, rows=(None, 0))
    t = sold.mutate(paid_at=ibis.ifelse(sold.status == "paid", sold.ordered_at, ibis.null("timestamp(6)")))
    t = t.mutate(
        to_date=t.gain.fill_null(0).sum().over(so_far).cast("int64"),
        unknown=ibis.ifelse(t.gain.isnull(), 1, 0).sum().over(so_far).cast("int64"),
        last_paid=t.paid_at.max().over(so_far),
        next_at=t.ordered_at.lead().over(ibis.window(**order)),
    )
    gone = t.last_paid + ibis.interval(days=active_days)
    t = t.mutate(until=ibis.ifelse((t.next_at < gone).fill_null(False), t.next_at, gone))
    return t.filter(t.last_paid.notnull() & (t.until > t.ordered_at))
