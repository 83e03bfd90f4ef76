"""Counting: whom a sending would ask, and what became of those it asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Q

from helder.web.inviting import barring, candidates
from helder.web.inviting.candidates import Candidate, newest
from helder.web.inviting.models import Channel, Invitation, Sending, State
from helder.web.inviting.sampling import sampled
from helder.web.inviting.spacing import quarantined
from helder.web.inviting.stored import last_sent, take_over_opt_outs

#: Days of events a rule is tried on.
TRIED = 7
#: People that are named beforehand.
_SOME = 5


@dataclass(frozen=True)
class Foreseen:
    """Whom a sending would ask now; a rule, had it run for some days.

    found: events or customers that meet its conditions. some: the first of those asked.
    """

    found: int
    not_sampled: int
    unreachable: int
    opted_out: int
    quarantined: int
    over: int
    asked: int
    some: tuple[Candidate, ...] = ()


def foresee(sending: Sending, now: datetime) -> Foreseen:
    """Whom a sending would ask."""
    take_over_opt_outs()
    if not sending.after:
        return _judged(sending, candidates.chosen(sending), now)
    oldest = now - timedelta(days=TRIED)
    return _judged(sending, candidates.after_events(sending, -1, oldest, most=200_000), now)


def _judged(sending: Sending, found: Iterable[Candidate], now: datetime) -> Foreseen:
    """By the same laws as each is judged when its time comes, in the order of time."""
    outs, asked = barring.every_opt_out(), last_sent(sending, now) | barring.everyone_asked(sending, now)
    counts = dict.fromkeys(("found", "not_sampled", "unreachable", "opted_out", "quarantined", "asked"), 0)
    some: list[Candidate] = []
    for one in _reached(found) if sending.listed else found:
        fate = _fate(sending, one, now, outs, asked)
        counts["found"] += 1
        counts[fate] += 1
        some += [one] if fate == "asked" and len(some) < _SOME else []
    most = sending.most_a_day * TRIED if sending.after else counts["asked"]
    over = max(0, counts["asked"] - most)
    return Foreseen(**{**counts, "asked": counts["asked"] - over}, over=over, some=tuple(some))


def _reached(found: Iterable[Candidate]) -> list[Candidate]:
    """People of a list, with the addresses that the store has of those it knows."""
    listed = list(found)
    known = candidates.customers_by_id(one.person["customer_id"] for one in listed if one.person.get("customer_id"))
    return [
        replace(one, person=newest(one.person, known.get(one.person.get("customer_id", ""), {}), listed=True)) for one in listed
    ]


def _fate(sending: Sending, one: Candidate, now: datetime, outs: frozenset[tuple[str, str]], asked: dict[str, datetime]) -> str:
    customer_id, address = one.person.get("customer_id", ""), one.address(sending.channel) or ""
    at = one.at or now
    last = max((asked[who] for who in (customer_id, address) if who in asked), default=None)
    if not sampled(sending.pk or 0, one.event, sending.share):
        return "not_sampled"
    if ("customer", customer_id) in outs or ("address", address) in outs:
        return "opted_out"
    if not address and sending.channel != Channel.LINK:
        return "unreachable"
    if quarantined(last, at, sending.quarantine_days):
        return "quarantined"
    if sending.quarantine_days:
        asked |= {who: at for who in (customer_id, address) if who}
    return "asked"


@dataclass(frozen=True)
class Counts:
    """What became of the invitations of a sending."""

    invitations: int
    waiting: int
    sent: int
    delivered: int
    opened: int
    answered: int
    reminded: int
    failed: int
    expired: int
    opted_out: int
    skipped: int


def counts(sendings: Iterable[Sending]) -> dict[int, Counts]:
    """What became of the invitations of some sendings so far, by the sending's key."""

    def of(**condition: object) -> Count:
        return Count("pk", filter=Q(**condition))

    wanted = [one.pk for one in sendings]
    found = (
        Invitation.objects.filter(sending__in=wanted)
        .order_by()
        .values("sending")
        .annotate(
            invitations=Count("pk"),
            waiting=of(state__in=(State.DUE, State.SENDING)),
            sent=Count("pk", filter=Q(sent_at__isnull=False) & ~Q(state=State.FAILED)),
            delivered=of(delivered_at__isnull=False),
            opened=Count("pk", filter=Q(opened_at__isnull=False) | Q(answered_at__isnull=False)),
            answered=of(answered_at__isnull=False),
            reminded=of(number__gt=1),
            failed=of(state=State.FAILED),
            expired=of(state=State.EXPIRED),
            opted_out=Count("pk", filter=Q(opted_out_at__isnull=False) | Q(state=State.OPTED_OUT)),
            skipped=of(state=State.SKIPPED),
        )
    )
    names = tuple(Counts.__annotations__)
    none = Counts(*[0] * len(names))
    return dict.fromkeys(wanted, none) | {pk: Counts(*numbers) for pk, *numbers in found.values_list("sending", *names)}


def reasons(sending: Sending) -> list[tuple[str, str, int]]:
    """Why invitations were not sent or did not arrive: state, reason, how many; the commonest first."""
    found = sending.invitations.exclude(reason="").values_list("state", "reason").annotate(n=Count("pk")).order_by("-n", "reason")
    return [(str(State(state).label), reason, n) for state, reason, n in found[:50]]
