"""Subscriptions: who takes one, how long it lasts, and why it ends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from helder.demo.arrays import NEVER, NONE, Bools, Floats, Ints, Times, choose_each, happens, logistic, seconds
from helder.demo.clock import SITE
from helder.demo.columns import assemble, given, ids, maps, words
from helder.demo.customers import Customers
from helder.demo.products import BUSINESS, COFFEE, PLUS, PRICES, TEA, product_ids
from helder.demo.shopping import Orders
from helder.demo.world import World

#: Log odds of subscribing after the first order, at usual warmth and per unit of it.
TAKES, TAKES_PER_WARMTH = -0.9, 0.5
#: Logarithm of the share that ends in a month, at usual warmth and per unit of it.
ENDS, ENDS_PER_WARMTH = -3.0, -0.5
#: Share of those in force during the telephone failure that end within a month of it.
ENDED_BY_FAILURE = 0.06
RETURNS, TAKES_SECOND = 0.2, 0.08
REASONS = ("too expensive", "not used enough", "moved", "service", "quality", "delivery")
_SERVICE = 3
_WHY = ((0.26, 0.32, 0.16, 0.08, 0.09, 0.09), (0.17, 0.12, 0.05, 0.27, 0.19, 0.20))
_PLANS = np.array([PLUS, COFFEE, TEA, BUSINESS])
_DAY = 86_400.0
_WINDOW = np.timedelta64(90, "D")


@dataclass(frozen=True)
class Subscriptions:
    """One element per subscription, in order of start. ended_at: NaT while it runs; reason: NONE then."""

    customer: Ints
    plan: Ints
    started_at: Times
    ended_at: Times
    reason: Ints

    def __len__(self) -> int:
        return len(self.customer)


def subscriptions(world: World, people: Customers, bought: Orders) -> Subscriptions:
    """Draw the subscriptions: the cold end theirs sooner, some come back, and some hold two."""
    rng = world.stream("subscriptions")
    first = np.flatnonzero(bought.nth == 0)
    first = first[happens(rng, logistic(TAKES + TAKES_PER_WARMTH * people.warmth[bought.customer[first]]), len(first))]
    customer = bought.customer[first]
    day = bought.day[first] + 1 + rng.exponential(25, len(first)).astype(np.int64)
    start, end, reason = _course(world, rng, people, customer, day)
    back = np.flatnonzero(happens(rng, RETURNS, len(customer)) & ~np.isnat(end))
    more = np.flatnonzero(happens(rng, TAKES_SECOND, len(customer)))
    again = np.r_[customer[back], customer[more]]
    when = np.r_[
        world.clock.day_of(end[back]) + 7 + rng.exponential(70, len(back)).astype(np.int64),
        day[more] + 1 + rng.exponential(90, len(more)).astype(np.int64),
    ]
    start2, end2, reason2 = _course(world, rng, people, again, when)
    who, start, end = np.r_[customer, again], np.r_[start, start2], np.r_[end, end2]
    reason = np.r_[reason, reason2]
    plan = _PLANS[np.where(people.business[who], 3, choose_each(rng, ((0.45, 0.35, 0.2),), np.zeros(len(who), dtype=np.int64)))]
    kept = np.flatnonzero(world.past(start))
    kept = kept[np.argsort(start[kept], kind="stable")]
    found = Subscriptions(who[kept], plan[kept], start[kept], end[kept], reason[kept])
    _tally(world, found, bought)
    return found


def _course(world: World, rng: np.random.Generator, people: Customers, who: Ints, day: Ints) -> tuple[Times, Times, Ints]:
    """Start, end (NaT while it runs) and reason of ending."""
    start = world.clock.moments(rng, day, SITE, people.country[who])
    monthly: Floats = np.exp(ENDS + ENDS_PER_WARMTH * people.warmth[who])
    end = start + seconds((2 + rng.exponential(30 / monthly, len(who))) * _DAY)
    failure = (world.clock.first + world.story.failure[0]).astype("datetime64[us]")
    struck = (start < failure) & (end > failure) & happens(rng, ENDED_BY_FAILURE, len(who))
    end = np.where(struck, failure + seconds(rng.uniform(2, 30, len(who)) * _DAY), end)
    reason = choose_each(rng, _WHY, (people.warmth[who] < -0.3).astype(np.int64))
    ended = world.past(end)
    reason = np.where(ended, np.where(struck, _SERVICE, reason), NONE)
    return start, np.where(ended, end, NEVER), reason.astype(np.int64)


def _tally(world: World, found: Subscriptions, bought: Orders) -> None:
    """Count who is active at the start of each month, and who of them is lost by its end: by subscription, and by order."""
    paid = np.flatnonzero(bought.nth != NONE)
    subscribed, buying = [], []
    for border in np.minimum(world.clock.borders, world.clock.closes):
        in_force = (found.started_at < border) & (np.isnat(found.ended_at) | (found.ended_at >= border))
        subscribed.append(found.customer[in_force])
        recent = paid[(bought.at[paid] < border) & (bought.at[paid] >= border - _WINDOW)]
        buying.append(bought.customer[recent])
    for active, lost, who in (("active at start", "lost", subscribed), ("active buyers at start", "lost buyers", buying)):
        sets = [np.unique(people) for people in who]
        world.ledger.put(active, np.array([len(s) for s in sets[:-1]]))
        gone = [len(s) - np.isin(s, after, assume_unique=True).sum() for s, after in pairwise(sets)]
        world.ledger.put(lost, np.array(gone, dtype=np.int64))


def running(found: Subscriptions, size: int) -> Bools:
    """Whether each customer has a subscription that runs."""
    active = np.zeros(size, dtype=np.bool_)
    active[found.customer[np.isnat(found.ended_at)]] = True
    return active


def subscriptions_table(found: Subscriptions) -> pa.Table:
    """The table of subscriptions."""
    size = len(found)
    return assemble(
        "subscriptions",
        size,
        subscription_id=ids("S", np.arange(size)),
        customer_id=ids("C", found.customer),
        product_id=product_ids(found.plan),
        started_at=found.started_at,
        ended_at=found.ended_at,
        monthly_revenue=PRICES[found.plan],
        currency=given(["EUR"] * size, np.arange(size) % 10 > 0),
        end_reason=words(REASONS, found.reason),
        attributes=maps(("billing",), [words(("monthly", "yearly"), (found.plan == PLUS).astype(np.int64))]),
    )
