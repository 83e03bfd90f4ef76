"""Sessions on the site: who comes when, for what, and what becomes of their carts."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from helder.demo.arrays import NONE, Bools, Ints, Times, choose, choose_each, happens, seconds
from helder.demo.clock import DK, GB, NL, SITE
from helder.demo.customers import STORE, Customers
from helder.demo.shopping import WEB, Orders
from helder.demo.world import World

#: Visits without a purchase: per order on the site by known customers, and per customer by people nobody knows.
KNOWN_VISITS, UNKNOWN_VISITS = 2.2, 11.0
#: What a visit without a purchase is: one look, a look and a quick click, browsing, browsing with a cart, looking for help.
_KINDS = ((0.40, 0.05, 0.32, 0.17, 0.06), (0.17, 0.04, 0.37, 0.29, 0.13))
BOUNCE, GLANCE, BROWSE, CART, HELP, BUY, JOIN = range(7)
#: Share of purchases whose cart was begun in a visit hours before; of abandoned carts taken up once more and left again.
BEGUN_BEFORE, LEFT_TWICE = 0.13, 0.08
#: Share of visits whose visitor goes away for more than half an hour and comes back under the same session.
PAUSED = 0.03
#: No two visits of one person lie closer than this, but for those that share a cart.
_APART = np.timedelta64(50, "h")
DEVICES = ("phone", "desktop", "tablet", "app")


@dataclass(frozen=True)
class Sessions:
    """One element per session: what is between two pauses of more than half an hour.

    visit: number of what the site itself counts as one session. customer: NONE while nobody knows. visitor: the browser.
    at: when it starts, or when `kind` is BUY or JOIN, when the purchase or the sign-up is. order: what is bought, or NONE.
    joins_at: a sign-up during a purchase, NaT for none. begun: its cart was begun in a session before. buys: its cart is
    bought, now or in a later session.
    """

    visit: Ints
    customer: Ints
    visitor: Ints
    country: Ints
    device: Ints
    kind: Ints
    at: Times
    order: Ints
    joins_at: Times
    begun: Bools
    buys: Bools

    def __len__(self) -> int:
        return len(self.visit)

    def rows(self, chosen: Ints | Bools) -> Sessions:
        """The sessions of those numbers."""
        return Sessions(*(getattr(self, f.name)[chosen] for f in fields(self)))


def sessions(world: World, people: Customers, bought: Orders) -> Sessions:
    """Draw the sessions: those that end in a purchase or a sign-up, and all the others."""
    rng = world.stream("sessions")
    buying = _purchases(people, bought)
    joining = _sign_ups(people, bought)
    known = _known(world, rng, people, bought, np.r_[buying.at, joining.at], np.r_[buying.customer, joining.customer])
    unknown = _unknown(world, rng, len(people))
    found = _joined([buying, joining, known, unknown])
    device = choose(rng, (0.56, 0.33, 0.05, 0.06), len(found))
    # A person has one browser at home, and a second that some carts go over to.
    visitor = np.where(found.customer != NONE, found.customer * 2, found.visitor)
    device = np.where(found.customer != NONE, device[np.maximum(found.customer, 0) % max(len(device), 1)], device)
    found = Sessions(np.arange(len(found)), found.customer, visitor, found.country, device, *_rest(found))
    return _paused(world, rng, _continued(rng, found))


def _rest(found: Sessions) -> tuple[Ints, Times, Ints, Times, Bools, Bools]:
    return found.kind, found.at, found.order, found.joins_at, found.begun, found.buys


def _joined(parts: list[Sessions]) -> Sessions:
    return Sessions(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Sessions)))


def _plain(customer: Ints, visitor: Ints, country: Ints, kind: Ints, at: Times, order: Ints, joins_at: Times) -> Sessions:
    size = len(customer)
    none, no = np.full(size, NONE), np.zeros(size, dtype=np.bool_)
    return Sessions(none, customer, visitor, country, none, kind, at, order, joins_at, no, kind == BUY)


def _purchases(people: Customers, bought: Orders) -> Sessions:
    order = np.flatnonzero(bought.channel == WEB)
    customer = bought.customer[order]
    joins = np.where(bought.with_sign_up[order], people.signed_up_at[customer], np.datetime64("NaT", "us"))
    return _plain(
        customer, np.full(len(order), NONE), bought.country[order], np.full(len(order), BUY), bought.at[order], order, joins
    )


def _sign_ups(people: Customers, bought: Orders) -> Sessions:
    """Those who sign up on the site without an order at once."""
    at_once = np.zeros(len(people), dtype=np.bool_)
    at_once[bought.customer[bought.with_sign_up]] = True
    who = np.flatnonzero(~at_once & (people.acquired != STORE))
    none = np.full(len(who), NONE)
    return _plain(
        who, none, people.country[who], np.full(len(who), JOIN), people.signed_up_at[who], none, people.signed_up_at[who]
    )


def _known(world: World, rng: np.random.Generator, people: Customers, bought: Orders, busy: Times, busy_who: Ints) -> Sessions:
    """Visits of customers without a purchase, away from each other and from those that buy or sign up."""
    web = np.flatnonzero(bought.channel == WEB)
    source = web[rng.integers(0, max(len(web), 1), int(len(web) * KNOWN_VISITS))] if len(web) else web
    customer = bought.customer[source]
    day = bought.day[source] + np.round(rng.normal(4, 40, len(source))).astype(np.int64)
    fine = (day > people.day[customer] + 2) & (day < world.clock.days)
    customer, day = customer[fine], day[fine]
    at = world.clock.moments(rng, day, SITE, people.country[customer])
    who, when = np.r_[busy_who, customer], np.r_[busy, at]
    order = np.lexsort((when, who))
    near = np.diff(when[order]) < _APART
    close = np.zeros(len(who), dtype=np.bool_)
    close[order[1:]] |= near & (np.diff(who[order]) == 0)
    close[order[:-1]] |= near & (np.diff(who[order]) == 0)
    free = ~close[len(busy_who) :] & world.past(at + np.timedelta64(3, "h"))
    customer, at = customer[free], at[free]
    kind = choose(rng, _KINDS[1], len(customer))
    none, never = np.full(len(customer), NONE), np.full(len(customer), np.datetime64("NaT", "us"))
    return _plain(customer, none, people.country[customer], kind, at, none, never)


def _unknown(world: World, rng: np.random.Generator, customers: int) -> Sessions:
    """Visits by people nobody knows: some come back, days later."""
    size = int(customers * UNKNOWN_VISITS / 1.25)
    country = choose(rng, (0.5, 0.14, 0.36), size)
    day = np.empty(size, dtype=np.int64)
    for number in (NL, DK, GB):
        here = country == number
        day[here] = choose(rng, world.clock.season() * world.open_days(number), int(here.sum()))
    again = np.flatnonzero(happens(rng, 0.25, size))
    visitor = np.arange(size)
    visitor, country = np.r_[visitor, again], np.r_[country, country[again]]
    day = np.r_[day, day[again] + 4 + rng.exponential(12, len(again)).astype(np.int64)]
    at = world.clock.moments(rng, day, SITE, country)
    fine = np.flatnonzero(world.past(at + np.timedelta64(3, "h")))
    kind = choose_each(rng, _KINDS, np.zeros(len(fine), dtype=np.int64))
    none, never = np.full(len(fine), NONE), np.full(len(fine), np.datetime64("NaT", "us"))
    return _plain(none, 2 * customers + visitor[fine], country[fine], kind, at[fine], none, never)


def _continued(rng: np.random.Generator, found: Sessions) -> Sessions:
    """Some carts go over two visits: begun hours before the purchase, or left a second time."""
    before = np.flatnonzero((found.kind == BUY) & np.isnat(found.joins_at) & happens(rng, BEGUN_BEFORE, len(found)))
    other = happens(rng, 0.4, len(before))
    first = found.rows(before)
    first = replace(
        first,
        visit=len(found) + np.arange(len(before)),
        visitor=first.visitor + other,
        device=(first.device + other) % len(DEVICES),
        kind=np.full(len(before), CART),
        at=first.at - seconds(rng.uniform(3, 18, len(before)) * 3600),
        order=np.full(len(before), NONE),
    )
    found.begun[before] = True
    twice = np.flatnonzero((found.kind == CART) & happens(rng, LEFT_TWICE, len(found)))
    second = found.rows(twice)
    second = replace(
        second,
        visit=len(found) + len(before) + np.arange(len(twice)),
        at=second.at + seconds(rng.uniform(4, 18, len(twice)) * 3600),
        begun=np.ones(len(twice), dtype=np.bool_),
    )
    return _joined([found, first, second])


def _paused(world: World, rng: np.random.Generator, found: Sessions) -> Sessions:
    """Some visits have a pause of more than half an hour: they are two sessions under one number."""
    able = (found.kind == BROWSE) & world.past(found.at + np.timedelta64(6, "h"))
    rows = np.flatnonzero(able & happens(rng, PAUSED, len(found)))
    back = found.rows(rows)
    back = replace(back, at=back.at + seconds(rng.uniform(150, 240, len(rows)) * 60))
    both = _joined([found, back])
    return both.rows(np.flatnonzero(world.past(both.at)))
