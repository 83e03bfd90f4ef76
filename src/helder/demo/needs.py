"""Why and when customers turn to the company: one need each, which may take several contacts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helder.demo.arrays import NONE, Floats, Ints, choose, choose_each, happens
from helder.demo.baskets import Baskets
from helder.demo.clock import NL
from helder.demo.customers import Customers
from helder.demo.shopping import Orders
from helder.demo.world import World

TOPICS = ("delivery", "returns", "invoice", "product", "subscription", "account", "complaint")
DELIVERY, RETURNS, INVOICE, PRODUCT, SUBSCRIPTION, ACCOUNT, COMPLAINT = range(7)
CHANNELS = ("phone", "chat", "email", "social", "store")
PHONE, CHAT, EMAIL, SOCIAL, STORE = range(5)
#: Probability of a contact about an order: any, one that came late, one that is sent back.
ABOUT_ORDER, ABOUT_LATE, ABOUT_RETURN = 0.22, 0.40, 0.35
#: Other needs of one who has been a customer all the time; needs of people nobody knows, per need of a customer.
OTHER, UNKNOWN = 0.72, 0.08
_CHANNEL = ((0.46, 0.21, 0.21, 0.05, 0.07), (0.36, 0.36, 0.17, 0.05, 0.06))
_ORDER_TOPICS = (0.30, 0.10, 0.17, 0.33, 0.0, 0.05, 0.05)
_OTHER_TOPICS = (0.05, 0.0, 0.14, 0.37, 0.22, 0.17, 0.05)


@dataclass(frozen=True)
class Needs:
    """One element per need. order: the order it is about, or NONE. customer: NONE for people nobody knows.

    warmth: how they feel about the company; 0 for people nobody knows.
    """

    customer: Ints
    country: Ints
    order: Ints
    topic: Ints
    channel: Ints
    day: Ints
    warmth: Floats

    def __len__(self) -> int:
        return len(self.customer)


def needs(world: World, people: Customers, bought: Orders, held: Baskets) -> Needs:
    """Draw the needs: many about orders, more where those came late or go back, and others."""
    rng = world.stream("needs")
    order, topic, day = _about_orders(rng, bought, held)
    customer, country = bought.customer[order], bought.country[order]
    share = (world.clock.days - people.day) / world.clock.days
    others = np.repeat(np.arange(len(people)), rng.poisson(OTHER * share, len(people)))
    since = people.day[others]
    later = since + (rng.random(len(others)) * (world.clock.days - since)).astype(np.int64)
    strangers = int((len(order) + len(others)) * UNKNOWN)
    open_day = world.story.opening + choose(rng, world.clock.season()[world.story.opening :], strangers)
    unlike = len(others) + strangers
    customer = np.r_[customer, others, np.full(strangers, NONE)]
    country = np.r_[country, people.country[others], np.full(strangers, NL)]
    order, topic = np.r_[order, np.full(unlike, NONE)], np.r_[topic, choose(rng, _OTHER_TOPICS, unlike)]
    day = _not_at_weekends(world, rng, np.r_[day, later, open_day])
    kept = np.flatnonzero((day < world.clock.days) & (day >= world.story.opening))
    kept = kept[np.argsort(day[kept], kind="stable")]
    customer, day = customer[kept], day[kept]
    channel = choose_each(rng, _CHANNEL, (day >= world.story.chat).astype(np.int64))
    warmth = np.where(customer == NONE, 0.0, people.warmth[customer])
    return Needs(customer, country[kept], order[kept], topic[kept], channel, day, warmth)


def _not_at_weekends(world: World, rng: np.random.Generator, day: Ints) -> Ints:
    """Many needs of a weekend wait until Monday."""
    weekday = world.clock.weekday(day)
    waits = happens(rng, np.select([weekday == 5, weekday == 6], [0.35, 0.55], 0.0), len(day))
    return np.asarray(day + np.where(waits, 7 - weekday, 0))


def _about_orders(rng: np.random.Generator, bought: Orders, held: Baskets) -> tuple[Ints, Ints, Ints]:
    chance = ABOUT_ORDER + ABOUT_LATE * bought.late + ABOUT_RETURN * held.has_return
    about = np.flatnonzero(happens(rng, chance, len(bought)) & (bought.customer != NONE))
    late, back = bought.late[about], held.has_return[about]
    topic = choose(rng, _ORDER_TOPICS, len(about))
    topic = np.where(back, np.int64(RETURNS), topic)
    topic = np.where(late, np.where(happens(rng, 0.2, len(about)), COMPLAINT, DELIVERY), topic)
    after = np.where(late, 2 + rng.integers(0, 6, len(about)), rng.exponential(6, len(about)).astype(np.int64) + 1)
    return about, topic.astype(np.int64), bought.day[about] + after
