"""Facts: what metrics are made of, each with its grain, event times and dimensions."""

from helder.facts import ibis_equality
from helder.facts.activity import active_customers
from helder.facts.business_time import NO_CALENDARS, OpeningHours
from helder.facts.cases import ASSIGNMENTS, CASE_MOVES, REPLIES, RESOLUTIONS, replies_by, resolutions_by
from helder.facts.clock import CLOCK, clock_columns
from helder.facts.cohorts import cohorts
from helder.facts.conversations import CONVERSATION_THIRDS
from helder.facts.engagement import engaged_people, interactions
from helder.facts.fact import ABOUT_EMPLOYEES, ONE_EMPLOYEE, WHO_ANSWERED, Dimension, Fact, Now, Period, Source
from helder.facts.first_contacts import FIRST_CONTACTS, MARKED_CASES, SURVEYED_CONTACTS
from helder.facts.funnel import session_stages
from helder.facts.histories import purchase_histories
from helder.facts.invitations import INVITATIONS, RESPONSES
from helder.facts.lifetime_values import FORETOLD, margins_to_date
from helder.facts.lookups import also_related, looked_up
from helder.facts.market import share_prices
from helder.facts.outcomes import CONTACTS_AND_ORDERS
from helder.facts.purchase_intervals import PURCHASE_HABITS, PURCHASE_INTERVALS
from helder.facts.purchases import FIRST_PURCHASES, PURCHASES, SIGN_UPS
from helder.facts.quality import REVIEWS
from helder.facts.queueing import QUEUED
from helder.facts.referrals import REFERRALS, REFERRED_PURCHASES
from helder.facts.revenue import REVENUE_MOVES
from helder.facts.self_service import attempts
from helder.facts.social import MENTIONS
from helder.facts.stored import STORED
from helder.facts.subscriptions import SUBSCRIPTIONS
from helder.facts.tables import ANSWERS, CONTACTS, ORDERS, REQUESTS, SPEND, contacts_by, of_employees, spend_later
from helder.facts.visits import CART_VISITS, carts, sessions
from helder.facts.waiting import case_waits

ibis_equality.lock()

__all__ = [
    "ABOUT_EMPLOYEES",
    "ANSWERS",
    "ASSIGNMENTS",
    "CART_VISITS",
    "CASE_MOVES",
    "CLOCK",
    "CONTACTS",
    "CONTACTS_AND_ORDERS",
    "CONVERSATION_THIRDS",
    "FIRST_CONTACTS",
    "FIRST_PURCHASES",
    "FORETOLD",
    "INVITATIONS",
    "MARKED_CASES",
    "MENTIONS",
    "NO_CALENDARS",
    "ONE_EMPLOYEE",
    "ORDERS",
    "PURCHASES",
    "PURCHASE_HABITS",
    "PURCHASE_INTERVALS",
    "QUEUED",
    "REFERRALS",
    "REFERRED_PURCHASES",
    "REPLIES",
    "REQUESTS",
    "RESOLUTIONS",
    "RESPONSES",
    "REVENUE_MOVES",
    "REVIEWS",
    "SIGN_UPS",
    "SPEND",
    "STORED",
    "SUBSCRIPTIONS",
    "SURVEYED_CONTACTS",
    "WHO_ANSWERED",
    "Dimension",
    "Fact",
    "Now",
    "OpeningHours",
    "Period",
    "Source",
    "active_customers",
    "also_related",
    "attempts",
    "carts",
    "case_waits",
    "clock_columns",
    "cohorts",
    "contacts_by",
    "engaged_people",
    "interactions",
    "looked_up",
    "margins_to_date",
    "of_employees",
    "purchase_histories",
    "replies_by",
    "resolutions_by",
    "session_stages",
    "sessions",
    "share_prices",
    "spend_later",
]
