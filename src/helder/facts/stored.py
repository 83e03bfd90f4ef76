"""Facts whose rows a store may have at hand: what takes putting events in order, and is read far quicker than it is made.

Each depends on the rows of its tables alone, and on no period, zone or calendar that is asked for; so its rows can follow every
load.
"""

from __future__ import annotations

from collections.abc import Mapping

from helder.facts.cases import CASE_MOVES, REPLIES, RESOLUTIONS
from helder.facts.fact import Fact
from helder.facts.first_contacts import FIRST_CONTACTS
from helder.facts.invitations import FILLED_IN
from helder.facts.outcomes import CONTACTS_AND_ORDERS
from helder.facts.purchase_intervals import PURCHASE_HABITS
from helder.facts.purchases import PURCHASES
from helder.facts.self_service import attempts
from helder.facts.visits import carts, sessions
from helder.facts.waiting import case_waits

_THESE = (
    sessions(30), carts(24), FIRST_CONTACTS, CONTACTS_AND_ORDERS, attempts(False), REPLIES, RESOLUTIONS, CASE_MOVES,
    case_waits(True), PURCHASES, PURCHASE_HABITS, FILLED_IN,
)  # fmt: skip
#: By name, as metrics ask for them when no parameter says otherwise.
STORED: Mapping[str, Fact] = {fact.name: fact for fact in _THESE}
