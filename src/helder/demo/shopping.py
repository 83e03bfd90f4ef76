"""Orders: who buys when and where, and which orders come late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helder.demo.arrays import NONE, Bools, Floats, Ints, Times, choose, choose_each, happens, logistic, places
from helder.demo.clock import DK, GB, LINES, NL, SHOP_FLOOR, SITE
from helder.demo.customers import STORE, Customers
from helder.demo.world import World

CHANNELS = ("web", "store", "phone")
WEB, SHOP, PHONE = range(3)
STATUSES = ("paid", "cancelled", "pending", "credit")
PAID, CANCELLED, PENDING, CREDIT = range(4)
#: Share of customers who ever order, and of those the share who do so as they sign up.
BUYERS, AT_ONCE = 0.84, 0.6
#: Log odds of another order: at usual warmth, per unit of warmth, and after a late delivery.
STAYING, PER_WARMTH, AFTER_LATE = 0.55, 0.6, -0.9
#: Mean days between orders on an ordinary day's scale.
GAP_SHAPE, GAP_DAYS = 2.0, 24.0
WALK_INS = 0.3
_FIRST_CHANNEL = ((0.88, 0.03, 0.09), (0.04, 0.95, 0.01))
_NEXT_CHANNEL = ((0.80, 0.13, 0.07), (0.32, 0.66, 0.02))
_HOURS = (SITE, SHOP_FLOOR, LINES)
#: Orders of one customer lie further apart than carts and visits reach.
_APART = np.timedelta64(30, "h")


@dataclass(frozen=True)
class Orders:
    """One element per order, in order of time; credit notes are not among them.

    customer: its number, or NONE. day: number of the local day. late: delivered late. with_sign_up: placed as the
    customer signed up. nth: place among the customer's paid orders from 0, NONE for others.
    """

    customer: Ints
    country: Ints
    day: Ints
    at: Times
    channel: Ints
    status: Ints
    late: Bools
    with_sign_up: Bools
    nth: Ints

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def paid(self) -> Bools:
        """Whether the order is paid."""
        return np.asarray(self.status == PAID)


def late_share(world: World, day: Ints, country: Ints) -> Floats:
    """The probability that a delivery sent on a day is late."""
    base = 0.06 + 0.09 * world.clock.december()[day]
    base = np.where((country == NL) & (day >= world.story.delivery), base * 0.5, base)
    return np.asarray(np.where(country == DK, base + 0.04, base), dtype=np.float64)


def orders(world: World, people: Customers) -> Orders:
    """Draw the orders of all customers, and of people in the shops who give no name."""
    rng = world.stream("orders")
    customer, day, at, channel, late, with_sign_up = _first(world, rng, people)
    further = _further(world, rng, people, customer, day, late)
    who, on, how, was_late = further
    customer, day = np.r_[customer, who], np.r_[day, on]
    channel, late = np.r_[channel, how], np.r_[late, was_late]
    at = np.r_[at, _moments(world, rng, on, how, people.country[who])]
    with_sign_up = np.r_[with_sign_up, np.zeros(len(who), dtype=np.bool_)]
    country = people.country[customer]
    strangers = _walk_ins(world, rng, int((channel == SHOP).sum() * WALK_INS))
    customer, country = np.r_[customer, np.full(len(strangers[0]), NONE)], np.r_[country, strangers[0]]
    day, at = np.r_[day, strangers[1]], np.r_[at, strangers[2]]
    channel = np.r_[channel, np.full(len(strangers[0]), SHOP)]
    nobody = np.zeros(len(strangers[0]), dtype=np.bool_)
    late, with_sign_up = np.r_[late, nobody], np.r_[with_sign_up, nobody]

    kept = np.flatnonzero(_apart(customer, at) & world.past(at))
    kept = kept[np.argsort(at[kept], kind="stable")]
    status = _statuses(world, rng, at[kept], channel[kept])
    found = Orders(
        customer[kept], country[kept], day[kept], at[kept], channel[kept], status, late[kept] & (channel[kept] != SHOP),
        with_sign_up[kept], _nth(customer[kept], status == PAID),
    )  # fmt: skip
    _tally(world, found)
    return found


def _first(world: World, rng: np.random.Generator, people: Customers) -> tuple[Ints, Ints, Times, Ints, Bools, Bools]:
    buyers = np.flatnonzero(happens(rng, BUYERS, len(people)))
    at_once = happens(rng, AT_ONCE, len(buyers))
    channel = choose_each(rng, _FIRST_CHANNEL, (people.acquired[buyers] == STORE).astype(np.int64))
    day = np.where(at_once, people.day[buyers], people.day[buyers] + 1 + rng.exponential(9, len(buyers)).astype(np.int64))
    soon = people.signed_up_at[buyers] + rng.integers(25_000, 90_000, len(buyers)) * np.timedelta64(1, "ms")
    in_time = day < world.clock.days
    buyers, at_once, channel, day, soon = buyers[in_time], at_once[in_time], channel[in_time], day[in_time], soon[in_time]
    at = np.where(at_once, soon, _moments(world, rng, day, channel, people.country[buyers]))
    late = happens(rng, late_share(world, day, people.country[buyers]), len(buyers)) & (channel != SHOP)
    return buyers, day, at, channel, late, at_once


def _further(
    world: World, rng: np.random.Generator, people: Customers, who: Ints, day: Ints, late: Bools
) -> tuple[Ints, Ints, Ints, Bools]:
    """Orders after the first, round by round, as long as each customer stays.

    Gaps are drawn in ordinary days, and stretched where trade is slow and shortened where it is brisk.
    """
    brisk = np.r_[0.0, np.cumsum(world.clock.season())]
    days = np.arange(world.clock.days + 1)
    rounds: list[tuple[Ints, Ints, Ints, Bools]] = []
    while len(who):
        again = happens(rng, logistic(STAYING + PER_WARMTH * people.warmth[who] + AFTER_LATE * late), len(who))
        who, day = who[again], day[again]
        reached = brisk[day] + 1 + rng.gamma(GAP_SHAPE, GAP_DAYS / GAP_SHAPE * 2, len(who)) * people.pace[who]
        in_time = reached < brisk[-1]
        who = who[in_time]
        day = np.interp(reached[in_time], brisk, days).astype(np.int64)
        channel = choose_each(rng, _NEXT_CHANNEL, (people.acquired[who] == STORE).astype(np.int64))
        late = happens(rng, late_share(world, day, people.country[who]), len(who)) & (channel != SHOP)
        rounds.append((who, day, channel, late))
    who, day, channel, late = (np.concatenate(parts) for parts in zip(*rounds, strict=True))
    return who, day, channel, late


def _walk_ins(world: World, rng: np.random.Generator, size: int) -> tuple[Ints, Ints, Times]:
    country = choose(rng, (0.55, 0.1, 0.35), size)
    day = np.empty(size, dtype=np.int64)
    for number in (NL, DK, GB):
        here = country == number
        day[here] = choose(rng, world.clock.season() * world.open_days(number), int(here.sum()))
    return country, day, world.clock.moments(rng, day, SHOP_FLOOR, country)


def _moments(world: World, rng: np.random.Generator, day: Ints, channel: Ints, country: Ints) -> Times:
    at = np.empty(len(day), dtype="datetime64[us]")
    for number, hours in enumerate(_HOURS):
        here = channel == number
        at[here] = world.clock.moments(rng, day[here], hours, country[here])
    return at


def _apart(customer: Ints, at: Times) -> Bools:
    """Whether an order is the customer's first, or long enough after the one before it."""
    order = np.lexsort((at, customer))
    gap = np.diff(at[order], prepend=at[order][:1])
    fine = np.ones(len(at), dtype=np.bool_)
    fine[order] = (places(customer[order]) == 0) | (gap > _APART) | (customer[order] == NONE)
    return fine


def _statuses(world: World, rng: np.random.Generator, at: Times, channel: Ints) -> Ints:
    """Orders are paid, but for some cancelled, and some of the last days still pending."""
    fresh = at > world.clock.until - np.timedelta64(3, "D")
    kind = np.where(channel == SHOP, 0, np.where(fresh, 2, 1))
    return choose_each(rng, ((1.0, 0.0, 0.0), (0.955, 0.042, 0.003), (0.7, 0.02, 0.28)), kind)


def _nth(customer: Ints, paid: Bools) -> Ints:
    """Place of each paid order among its customer's; orders are in order of time."""
    counted = np.flatnonzero(paid & (customer != NONE))
    counted = counted[np.argsort(customer[counted], kind="stable")]
    nth = np.full(len(customer), NONE, dtype=np.int64)
    nth[counted] = places(customer[counted])
    return nth


def _tally(world: World, found: Orders) -> None:
    ledger = world.ledger
    ledger.count("paid orders", found.at, found.paid)
    ledger.count("first purchases", found.at, found.nth == 0)
    known = found.nth != NONE
    ledger.distinct("buyers", found.at[known], found.customer[known])
    ledger.distinct("repeat buyers", found.at[found.nth >= 1], found.customer[found.nth >= 1])
    ledger.count("paid orders of buyers", found.at, known)
    ledger.count("came back within a year", found.at, (found.nth == 0) & (_time_to_second(found) <= np.timedelta64(365, "D")))


def _time_to_second(found: Orders) -> Times:
    """For each order, the time from the first paid order of its customer to the second; for ever where there is none."""
    size = int(found.customer.max(initial=0)) + 1
    at = np.full((2, size), np.datetime64("NaT"), dtype="datetime64[us]")
    for nth in (0, 1):
        here = found.nth == nth
        at[nth, found.customer[here]] = found.at[here]
    lasted = (at[1] - at[0])[found.customer]
    return np.asarray(np.where(np.isnat(lasted), np.timedelta64(36_500, "D"), lasted))
