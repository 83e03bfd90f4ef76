"""Whom a sending may ask: of the store, or of a list that was uploaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from helder.web import serving
from helder.web.inviting import events
from helder.web.inviting.addresses import address
from helder.web.inviting.events import ABOUT, EVENTS
from helder.web.inviting.models import Sending

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: What is known of a person, for a list and of a customer.
OF_A_PERSON = ("customer_id", "email", "phone", "name", "language")
#: More events than this at once are no events but history.
FLOOD = 50_000


@dataclass(frozen=True)
class Candidate:
    """Someone who may be asked about something. at: when that was, in UTC. person: how they are reached, by name."""

    event: str
    at: datetime | None
    person: Mapping[str, str]
    about: Mapping[str, str] = field(default_factory=dict)

    def address(self, channel: str) -> str | None:
        """Where they are reached; None where they cannot be."""
        return address(channel, self.person.get("email"), self.person.get("phone"))


def after_events(sending: Sending, after: int, oldest: datetime, most: int = FLOOD + 1) -> list[Candidate]:
    """Those whom events in loads later than `after` concern, the earliest first. oldest: with its zone."""
    found = events.of_kind(sending.after, after, _plain(oldest), sending.conditions)
    rows = _rows(found.order_by("at", "event").limit(most))
    once = {row["event"]: row for row in reversed(rows)}
    touchpoint = sending.touchpoint or EVENTS[sending.after].touchpoint
    return [
        Candidate(
            row["event"],
            row["at"].replace(tzinfo=UTC),
            _person(row),
            {**{name: str(row[name]) for name in ABOUT if row.get(name)}, "touchpoint": touchpoint},
        )
        for row in reversed(once.values())
    ]


def chosen(sending: Sending) -> list[Candidate]:
    """Those whom a sending asks once: of its list, else customers that meet its conditions."""
    touchpoint = {"touchpoint": sending.touchpoint} if sending.touchpoint else {}
    if sending.listed:
        people = [dict(one) for one in sending.listed]
    else:
        people = [_person(row) for row in _rows(events.customers(sending.conditions).order_by("customer_id"))]
    found = {}
    for person in reversed(people):
        about = {name: person.pop(name) for name in ABOUT if name in person}
        found[_known_by(person)] = Candidate(_known_by(person), None, person, {**touchpoint, **about})
    return list(reversed(found.values()))


def customers_by_id(ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """How customers are reached, by their key, as the store says now."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    t = events.customers()
    return {row["customer_id"]: _person(row) for row in _rows(t.filter(t.customer_id.isin(wanted)))}


def newest(known: Mapping[str, str], now: Mapping[str, str], *, listed: bool) -> dict[str, str]:
    """What is known of a person by now: what the store says, of a list only what that did not say itself."""
    return {**now, **known} if listed else {**known, **now}


def latest_load(sending: Sending) -> int:
    """The number of the last load that changed rows which tell the events of a rule."""
    batches = serving.now().questions.workspace.engine.batches()
    return max((batches.get(table, 0) for table in EVENTS[sending.after].tables), default=0)


def _known_by(person: Mapping[str, str]) -> str:
    if person.get("customer_id"):
        return f"customer {person['customer_id']}"[:300]
    return f"address {address('email', person.get('email'), None) or address('sms', None, person.get('phone'))}"


def _person(row: Mapping[str, Any]) -> dict[str, str]:
    named = {**{name: row.get(name) for name in OF_A_PERSON}, "language": row.get("customer_language") or row.get("language")}
    return {name: str(value) for name, value in named.items() if value}


def _rows(expression: ir.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = serving.now().questions.workspace.engine.run(expression).to_pylist()
    return found


def _plain(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
