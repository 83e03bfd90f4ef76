"""By which link a customer came, if by any: decided from what is known of them, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

VISIT, ORDER, CUSTOMER = "visit", "order", "customer"


@dataclass(frozen=True)
class Hint:
    """A clue with what is known of its link.

    since: when the link was followed, or where that is not known when it was made. followed: whether it is the former.
    own: it is the customer's own link.
    """

    source: str
    source_id: str
    link: int
    referral_id: str
    at: datetime
    since: datetime
    followed: bool
    own: bool


@dataclass(frozen=True)
class Person:
    """A customer: when they signed up, and their first paid order, as far as known."""

    customer_id: str
    signed_up_at: datetime | None = None
    ordered_at: datetime | None = None
    order_id: str | None = None


@dataclass(frozen=True)
class Verdict:
    """The link a customer came by. signed_up_at, converted_at: where they did so through it."""

    hint: Hint
    signed_up_at: datetime | None
    converted_at: datetime | None
    order_id: str | None


def decide(person: Person, hints: Sequence[Hint], window: timedelta) -> Verdict | None:
    """The link through which a customer signed up, else the last they followed before their first order; None for none."""
    fit = [hint for hint in hints if _fits(person, hint)]
    for hint in sorted(fit, key=lambda hint: (hint.source == CUSTOMER, hint.at, hint.source_id), reverse=True):
        signed_up = person.signed_up_at if person.signed_up_at and person.signed_up_at >= hint.since else None
        bought = person.ordered_at is not None and _in_time(person, hint, window)
        if bought:
            return Verdict(hint, _not_after(signed_up, person.ordered_at), person.ordered_at, person.order_id)
        if signed_up and signed_up - (hint.since if hint.followed else signed_up) <= window:
            return Verdict(hint, signed_up, None, None)
    return None


def _fits(person: Person, hint: Hint) -> bool:
    """Whether a hint is about somebody new, and not about themselves."""
    known_before = person.signed_up_at is not None and person.signed_up_at < hint.since
    bought_before = person.ordered_at is not None and person.ordered_at < hint.since
    of_later_order = hint.source == ORDER and hint.source_id != person.order_id
    seen_later = hint.source == VISIT and person.ordered_at is not None and hint.at > person.ordered_at
    return not (hint.own or known_before or bought_before or of_later_order or seen_later)


def _in_time(person: Person, hint: Hint, window: timedelta) -> bool:
    """Whether the first order came within the window: since the link was followed, else since they signed up with its code."""
    assert person.ordered_at is not None
    if hint.followed:
        return person.ordered_at - hint.since <= window
    if hint.source == CUSTOMER and person.signed_up_at is not None:
        return person.ordered_at - person.signed_up_at <= window
    return True  # the code was given with the order itself


def _not_after(signed_up: datetime | None, ordered: datetime | None) -> datetime | None:
    """Who buys first and is entered as a customer afterwards signed up by buying."""
    return min(signed_up, ordered) if signed_up and ordered else signed_up
