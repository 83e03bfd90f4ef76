"""Families of metrics that are asked together: where their rows come from, their truth, and what they can be asked by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from oracle import (
    asking,
    cases,
    contacts,
    digital,
    engagement,
    first_contacts,
    lifetime,
    loyalty,
    market,
    outside,
    purchases,
    referrals,
    said,
    voice,
    waiting,
)
from oracle.cells import Asked, Data, Figures, Key
from oracle.company import ZONE, Company

_CUSTOMER = ("segment", "country", "gender", "acquired_via")
_CASE = ("channel", "topic", "priority", "team", "opened_by", "role", "language", *_CUSTOMER)


@dataclass(frozen=True)
class Family:
    """metrics: of the truth. spanned: a question must say since and until."""

    name: str
    rows: Callable[[Company], Data]
    truth: Callable[[Data, Asked], dict[str, dict[Key, Figures]]]
    dimensions: tuple[str, ...]
    params: tuple[dict[str, Any], ...] = ({},)
    spanned: bool = False

    def asked(self, company: Company, random: Random) -> Asked:
        """A question at random."""
        first = company.first.date()
        since = random.choice((None, first + timedelta(days=random.randrange(40))))
        until = random.choice((None, first + timedelta(days=41 + random.randrange(30))))
        if self.spanned:
            since, until = since or first, until or first + timedelta(days=61)
        return Asked(
            by=tuple(random.sample(self.dimensions, min(len(self.dimensions), random.choice((0, 1, 2))))),
            grain=random.choice((None, "day", "week", "month", "quarter", "year")),
            since=since,
            until=until,
            zone=random.choice((ZONE, "UTC", "America/New_York")),
            params=random.choice(self.params),
        )


def _backlog(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    return cases.backlog(data, asked, datetime.now(UTC).date())


def _waiting(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    return waiting.waiting(data, asked, datetime.now(UTC).date())


_LEVELS = (
    {}, {"threshold": 5, "short": 0}, {"abandoned": "met_in_time"}, {"abandoned": "ignore_in_time", "short": 0},
    {"abandoned": "ignore"},
    {"abandoned": "met", "short": 0}, {"dated_by": "answered_at"}, {"abandons": "all"},
    {"abandoned": "met_short"}, {"abandoned": "met_short", "short": 0},
)  # fmt: skip
_HANDLED = ({}, {"with_wait": "yes"}, {"per": "leg"}, {"per": "leg", "with_wait": "yes"}, {"dated_by": "answered_at"})
_ABOUT = ("channel", "topic", "team", "role", *_CUSTOMER)
_CONTACT = (
    "channel", "topic", "queue", "team", "entry", "direction", "outcome", "blocked_reason", "language", "role", *_CUSTOMER
)  # fmt: skip

FAMILIES = (
    Family(
        "voice", Company.answers, voice.voice,
        ("channel", "survey", "question", "touchpoint", "stage", "language", "respondent", "intent",
         "instrument", "team", "role", *_CUSTOMER),
        ({}, {"positive_from": 3}, {"weighted": "yes"}, {"weighted": "yes", "pool": "yes"}),
    ),
    Family("staff", Company.answers, voice.staff, ("channel", "survey", "question", "team", "role"), ({}, {"weighted": "yes"})),
    Family(
        "invitations", outside.invitations, asking.asking, ("channel", "survey", "language", *_CUSTOMER),
        ({}, {"window": 1}, {"invited": "sent"}),
    ),
    Family("responses", Company.answers, asking.completing, ("channel", "survey", "respondent", "intent", "language", *_CUSTOMER),
           ({}, {"questions": "put"})),
    Family("reviews", lambda made: made.service() | outside.reviews(made), said.quality,
           ("channel", "topic", "queue", "team", "role", "reviewer")),
    Family("mentions", outside.mentions, said.social, ("channel", "language", *_CUSTOMER), ({}, {"neutral": 0.1})),
    Family("sales", Company.sales, loyalty.loyalty, ("channel", "status", "currency", "team", "role", "language", *_CUSTOMER)),
    Family("repeat", Company.sales, loyalty.repeat, ("channel", "language", *_CUSTOMER)),
    Family("spending", Company.sales, purchases.spending, ("channel", "status", "currency", "team", "language", *_CUSTOMER)),
    Family("buying", Company.sales, purchases.buying, ("channel", "language", *_CUSTOMER), ({}, {"least": 2}, {"least": 4})),
    Family("cohorts", Company.sales, purchases.cohorts, ("channel", "months_since", *_CUSTOMER), ({}, {"months": 1})),
    Family("returning", Company.sales, purchases.returning, ("channel", *_CUSTOMER), ({}, {"window": 30}, {"window": 5.5})),
    Family(
        "retention", Company.sales, loyalty.retention, ("language", *_CUSTOMER),
        ({}, {"basis": "orders", "active_days": 30}, {"basis": "orders"}), spanned=True,
    ),
    Family("lifetime value", lifetime.predictions, lifetime.foretold, ("currency", "language", *_CUSTOMER),
           ({}, {"alive": 0}, {"model": "clv_other"}), spanned=True),
    Family("value to date", lifetime.predictions, lifetime.to_date, ("currency", "language", *_CUSTOMER),
           ({}, {"worth": "revenue"}, {"active_days": 30}), spanned=True),
    Family("acquisition", Company.sales, loyalty.acquisition, ("channel",), ({}, {"acquired": "sign_up"}, {"kinds": "cx"})),
    Family("contacts", Company.service, contacts.service, _CONTACT, _LEVELS),
    Family("contact handling", Company.service, contacts.handling, _CONTACT, _HANDLED),
    Family("routing", Company.service, contacts.routing, _CONTACT),
    Family("acquisition", Company.sales, loyalty.acquisition, ("channel",),
           ({}, {"acquired": "sign_up"}, {"kinds": "cx"}, {"lag": 9})),
    Family("bringing", Company.sales, referrals.bringing, ("channel", *_CUSTOMER),
           ({}, {"known_by": "acquired_via"}, {"known_by": "either"})),
    Family("referring", Company.sales, referrals.referring, ("code", "language", *_CUSTOMER)),
    Family("leaving", Company.sales, referrals.leaving, ("language", *_CUSTOMER)),
    Family("market", Company.market, market.market, ("currency",),
           ({}, {"price": "close"}, {"dividend": 1.5}, {"dividend": 2, "discount": 6.5})),
    Family("first contacts", Company.service, first_contacts.observed, _CONTACT,
           ({}, {"window": 1}, {"outbound": "count"}, {"window": 30, "outbound": "count"}, {"window": 0})),
    Family("marked cases", Company.service, first_contacts.logged, _ABOUT, ({"basis": "logged"},)),
    Family("asked of contacts", lambda c: c.service() | c.answers(), first_contacts.surveyed,
           _ABOUT, ({"basis": "survey", "question": "q1"},)),
    Family("requests", Company.service, contacts.requests, ("channel", "topic", "team", "kind", "role", "language", *_CUSTOMER)),
    Family("handling", Company.service, cases.handling, _CASE, ({}, {"resolution": "first"}, {"resolution": "net"})),
    Family("resolving", Company.service, cases.resolving, _CASE),
    Family("backlog", Company.service, _backlog, _CASE, spanned=True),
    Family("waiting", Company.service, _waiting, _CASE, ({}, {"bots_answer": "no"}), spanned=True),
    Family("unanswered", Company.service, waiting.unanswered, _CASE),
    Family("sessions", Company.site, digital.digital, ("channel", "device", "referrer", "language", *_CUSTOMER),
           ({}, {"idle_minutes": 5})),
    Family("visiting", Company.site, engagement.visiting, ("channel", "device", "referrer", "language", *_CUSTOMER),
           ({}, {"idle_minutes": 5}, {"stages": "journey"})),
    Family("scoring", Company.site, engagement.scoring, ("channel", "language", *_CUSTOMER),
           ({}, {"recency_weight": 0, "clicks_weight": 2.5}), spanned=True),
    Family("interacting", outside.everything, engagement.interacting, ("channel", "language", *_CUSTOMER),
           ({}, {"answers": "response"}, {"kind": "sessions", "basis": "orders"}), spanned=True),
    Family("carts", Company.site, digital.shopping, ("channel", "device", "language", *_CUSTOMER),
           ({}, {"idle_hours": 1}, {"per": "visit"})),
)  # fmt: skip


def spans(asked: Asked) -> list[date]:
    """The starts a question with since, until and a grain must have, in order."""
    from oracle.calendar import periods

    assert asked.since
    assert asked.until
    assert asked.grain
    return [max(start, asked.since) for start, _ in periods(asked.since, asked.until, asked.grain)]
