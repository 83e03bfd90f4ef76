"""Customers waiting for an answer: when each case began to wait for one, and when it ceased to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.cases import CASE_MOVES, OF_ONE_CASE
from helder.facts.fact import Fact, Source

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Acts a customer notices unless they are said to be internal; any other is public only where it is said to be.
_NOTICED = ("opened", "replied", "waiting", "reopened")
#: At one moment: being opened, what the customer does, what others do, being reopened.
_OPENED, _CUSTOMER, _OTHERS, _REOPENED = range(4)


def _noted(t: ir.Table, at: str, opens: ir.Value, asks: ir.Value, turn: ir.Value | int) -> ir.Table:
    """Notes of a case: whether it is open from then on, whether the customer waits from then on (null: as before)."""
    import ibis

    turn = ibis.literal(turn, type="int64") if isinstance(turn, int) else turn.cast("int64")
    return t.select("case_id", at=t[at], at_day=t[f"{at}_day"], opens=opens, asks=asks, turn=turn)


def _notes(source: Source, *, bots: bool) -> ir.Table:
    """Everything that opens or ends a case, or shifts whose turn it is, from its events and its own columns."""
    import ibis

    cases, events = source["cases"], source["case_events"]
    nothing, yes, no = ibis.null("boolean"), ibis.literal(True), ibis.literal(False)
    by_customer = events.author == "customer"
    opens = ibis.cases(
        (events.event.isin(("opened", "reopened")), True), (events.event.isin(("resolved", "closed")), False), else_=nothing
    )
    public = events.public.fill_null(events.event.isin(_NOTICED))
    heard = public & events.author.notnull() if bots else public & (events.author != "bot").fill_null(False)
    turn = ibis.cases(
        (events.event == "opened", _OPENED), (events.event == "reopened", _REOPENED),
        (by_customer.fill_null(False), _CUSTOMER), else_=_OTHERS,
    )  # fmt: skip
    notes = _noted(events, "at", opens, heard.ifelse(by_customer, nothing), turn)
    own = _noted(cases, "opened_at", yes, nothing, _OPENED)
    for ended in ("resolved_at", "closed_at"):
        own = own.union(_noted(cases, ended, no, nothing, _OTHERS))
    # The case's own reply stands in where its events tell of none.
    silent = cases.anti_join(events.filter(events.event == "replied"), "case_id")
    own = own.union(_noted(silent, "first_replied_at", nothing, no, _OTHERS))
    return notes.union(own).filter(lambda t: t["at"].notnull())


def _waits(source: Source, *, bots: bool) -> ir.Table:
    import ibis

    notes = _notes(source, bots=bots)
    # One order of the notes does for all: by moment and turn, and of contrary ones at one turn the opening or asking one last.
    opens, asks = (notes[flag].cast("int8") for flag in ("opens", "asks"))
    notes = notes.mutate(turn=notes.turn * 9 + opens.fill_null(-1) * 3 + asks.fill_null(-1))
    order = {"group_by": "case_id", "order_by": ["at", "turn"]}
    so_far = ibis.window(**order, rows=(None, 0))
    place = notes["at"].delta(ibis.literal("1970-01-01", type="timestamp(6)"), unit="microsecond") * 64 + notes.turn

    def latest(flag: str) -> ir.BooleanValue:
        """The last value a flag was given by then; null where it had none."""
        given = ibis.ifelse(notes[flag].notnull(), place * 2 + notes[flag].cast("int64"), ibis.null("int64"))
        return given.max().over(so_far) % 2 != 0

    known = notes.mutate(
        waits=latest("opens").fill_null(False) & latest("asks").fill_null(True),
        next_at=notes["at"].lead().over(ibis.window(**order)),
    )
    moments = known.filter((known.next_at > known["at"]) | known.next_at.isnull())
    moments = moments.mutate(before=moments.waits.lag().over(ibis.window(group_by="case_id", order_by="at")))
    moves = moments.filter(moments.waits != moments.before.fill_null(False))
    moves = moves.select("case_id", "at", "at_day", entered="waits")
    case = source["cases"].select("case_id", "customer_id", "employee_id", *CASE_MOVES.own.values())
    return moves.left_join(case, "case_id").drop("case_id_right")


@lru_cache
def case_waits(bots: bool) -> Fact:
    """Moves of open cases whose customer waits for an answer. bots: a bot's public message answers, too."""
    return Fact(
        name="case_waits" if bots else "case_waits_for_people",
        meaning="Open cases beginning and ceasing to wait for an answer to the customer",
        grain="one move, in or out, of one case",
        key=("case_id", "at"),
        tables=("cases", "case_events"),
        build=lambda source: _waits(source, bots=bots),
        own=CASE_MOVES.own,
        points_to=("customer_id", "employee_id"),
        related=OF_ONE_CASE,
    )
