"""Families of metrics that are asked together: where their rows come from, their truth, and what they can be asked by."""

from __future__ import annotations

from oracle import (
    asking,
    digital,
    engagement,
    initiatives,
    lifetime,
    loyalty,
    market,
    outside,
    purchases,
    referrals,
    revenue,
    said,
    voice,
)
from oracle.company import Company
from oracle.family import CUSTOMER, Family, spans
from oracle.service import SERVICE

__all__ = ["FAMILIES", "Family", "spans"]

FAMILIES = (
    Family(
        "voice", Company.answers, voice.voice,
        ("channel", "survey", "question", "touchpoint", "stage", "language", "respondent", "intent",
         "instrument", "team", "role", *CUSTOMER),
        ({}, {"positive_from": 3}, {"weighted": "yes"}, {"weighted": "yes", "pool": "yes"}),
    ),
    Family("staff", Company.answers, voice.staff, ("channel", "survey", "question", "team", "role"), ({}, {"weighted": "yes"})),
    Family(
        "invitations", outside.invitations, asking.asking, ("channel", "survey", "language", *CUSTOMER),
        ({}, {"window": 1}, {"invited": "sent"}),
    ),
    Family("responses", Company.answers, asking.completing, ("channel", "survey", "respondent", "intent", "language", *CUSTOMER),
           ({}, {"questions": "put"})),
    Family("reviews", lambda made: made.service() | outside.reviews(made), said.quality,
           ("channel", "topic", "queue", "team", "role", "reviewer")),
    Family("mentions", outside.mentions, said.social, ("channel", "language", *CUSTOMER), ({}, {"neutral": 0.1})),
    Family("sales", Company.sales, loyalty.loyalty, ("channel", "status", "currency", "team", "role", "language", *CUSTOMER)),
    Family("repeat", Company.sales, loyalty.repeat, ("channel", "language", *CUSTOMER)),
    Family("spending", Company.sales, purchases.spending, ("channel", "status", "currency", "team", "language", *CUSTOMER)),
    Family("buying", Company.sales, purchases.buying, ("channel", "language", *CUSTOMER), ({}, {"least": 2}, {"least": 4})),
    Family("cohorts", Company.sales, purchases.cohorts, ("channel", "months_since", *CUSTOMER), ({}, {"months": 1})),
    Family("returning", Company.sales, purchases.returning, ("channel", *CUSTOMER), ({}, {"window": 30}, {"window": 5.5})),
    Family(
        "retention", Company.sales, loyalty.retention, ("language", *CUSTOMER),
        ({}, {"basis": "orders", "active_days": 30}, {"basis": "orders"}), spanned=True,
    ),
    Family("lifetime value", lifetime.predictions, lifetime.foretold, ("currency", "language", *CUSTOMER),
           ({}, {"alive": 0}, {"model": "clv_other"}), spanned=True),
    Family("value to date", lifetime.predictions, lifetime.to_date, ("currency", "language", *CUSTOMER),
           ({}, {"worth": "revenue"}, {"active_days": 30}), spanned=True),
    Family("acquisition", Company.sales, loyalty.acquisition, ("channel",), ({}, {"acquired": "sign_up"}, {"kinds": "cx"})),
    Family("acquisition", Company.sales, loyalty.acquisition, ("channel",),
           ({}, {"acquired": "sign_up"}, {"kinds": "cx"}, {"lag": 9})),
    Family("bringing", Company.sales, referrals.bringing, ("channel", *CUSTOMER),
           ({}, {"known_by": "acquired_via"}, {"known_by": "either"})),
    Family("initiatives", Company.sales, initiatives.since, ("channel", "currency", "side", *CUSTOMER),
           ({}, {"initiative": "i1"}, {"initiative": "i3"}, {"initiative": "i0"}, {"initiative": "i4"})),
    Family("revenue", Company.sales, revenue.revenue, ("channel", "currency", *CUSTOMER),
           ({}, {"contraction": "kept"}), spanned=True),
    Family("referring", Company.sales, referrals.referring, ("code", "language", *CUSTOMER)),
    Family("leaving", Company.sales, referrals.leaving, ("language", *CUSTOMER)),
    Family("market", Company.market, market.market, ("currency",),
           ({}, {"price": "close"}, {"dividend": 1.5}, {"dividend": 2, "discount": 6.5})),
    *SERVICE,
    Family("sessions", Company.site, digital.digital, ("channel", "device", "referrer", "language", *CUSTOMER),
           ({}, {"idle_minutes": 5})),
    Family("visiting", Company.site, engagement.visiting, ("channel", "device", "referrer", "language", *CUSTOMER),
           ({}, {"idle_minutes": 5}, {"stages": "journey"})),
    Family("scoring", Company.site, engagement.scoring, ("channel", "language", *CUSTOMER),
           ({}, {"recency_weight": 0, "clicks_weight": 2.5}), spanned=True),
    Family("interacting", outside.everything, engagement.interacting, ("channel", "language", *CUSTOMER),
           ({}, {"answers": "response"}, {"kind": "sessions", "basis": "orders"}), spanned=True),
    Family("carts", Company.site, digital.shopping, ("channel", "device", "language", *CUSTOMER),
           ({}, {"idle_hours": 1}, {"per": "visit"})),
)  # fmt: skip
