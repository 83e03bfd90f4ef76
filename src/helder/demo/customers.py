"""Customers: who they are, when and how they came, and what they are like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from helder.demo.arrays import Bools, Floats, Ints, Times, choose, choose_each, happens
from helder.demo.clock import COUNTRIES, DK, GB, LANGUAGES, NL, SHOP_FLOOR, SITE
from helder.demo.columns import assemble, given, ids, maps, words
from helder.demo.names import emails, full_names, phones
from helder.demo.world import World

ACQUIRED = ("search", "social", "email", "referral", "store", "partner")
SEARCH, SOCIAL, EMAIL, REFERRAL, STORE, PARTNER = range(6)
#: Share of customers per country: NL, DK, GB; Denmark's is of the time since it opened.
COUNTRY_SHARES = (0.50, 0.14, 0.36)
ACQUIRED_SHARES = (0.34, 0.21, 0.07, 0.12, 0.18, 0.08)
#: How warmly customers feel about the company on average, by country; the spread between them is 1.
WARMTH = (0.10, -0.40, 0.05)
BUSINESS_SHARE = 0.09
GENDERS = ("female", "male", "other")
CITIES = (("Utrecht", "Rotterdam", "Groningen"), ("København", "Aarhus", "Odense"), ("Leeds", "Bristol", "Edinburgh"))
_TIERS = ("bronze", "silver", "gold")


@dataclass(frozen=True)
class Customers:
    """One element per customer, in order of sign-up.

    warmth: how they feel about the company, of spread 1. pace: how long they take between orders, 1 is usual.
    signed_up_at, day: when, as an instant and as a number of the local day.
    """

    country: Ints
    business: Bools
    acquired: Ints
    warmth: Floats
    pace: Floats
    day: Ints
    signed_up_at: Times

    def __len__(self) -> int:
        return len(self.country)


def customers(world: World) -> Customers:
    """Draw the customers: more on busy days, many at the opening, and a little more every month."""
    rng, clock = world.stream("customers"), world.clock
    size = world.customers
    country = np.sort(choose(rng, COUNTRY_SHARES, size))
    day = np.empty(size, dtype=np.int64)
    for number in (NL, DK, GB):
        here = country == number
        day[here] = choose(rng, arrivals(world, number), int(here.sum()))
    acquired = choose(rng, ACQUIRED_SHARES, size)
    at = np.where(acquired == STORE, clock.moments(rng, day, SHOP_FLOOR, country), clock.moments(rng, day, SITE, country))
    at = np.minimum(at, clock.until - np.timedelta64(1, "h") - rng.integers(0, 3600, size) * np.timedelta64(1, "s"))
    by_time = np.argsort(at, kind="stable")
    country, acquired, at, day = country[by_time], acquired[by_time], at[by_time], day[by_time]
    warmth = rng.normal(size=size) + np.array(WARMTH)[country]
    warmth += np.select([acquired == REFERRAL, acquired == SOCIAL], [0.35, -0.15], 0.0)
    world.ledger.count("sign-ups", at)
    return Customers(country, happens(rng, BUSINESS_SHARE, size), acquired, warmth, rng.lognormal(0, 0.35, size), day, at)


def arrivals(world: World, country: int) -> Floats:
    """How many customers sign up on each day, relative to the others."""
    since = np.arange(world.clock.days) - (world.story.denmark if country == DK else world.story.opening)
    opening = 1 + 1.2 * np.exp(-np.maximum(since, 0) / 30)
    growth = np.exp(np.maximum(since, 0) * 0.0006)
    return np.asarray(world.clock.season() * world.open_days(country) * opening * growth, dtype=np.float64)


def customers_table(world: World, people: Customers) -> pa.Table:
    """The table of customers."""
    rng = world.stream("customer details")
    size = len(people)
    number = np.arange(size)
    gender = choose(rng, (0.5, 0.47, 0.03), size)
    language = np.where(happens(rng, 0.06, size), 2, people.country)
    born = np.datetime64("1990-01-01", "D") + np.clip(rng.normal(-1500, 4800, size), -18_000, 5_500).astype(np.int64)
    city = people.country * len(CITIES[0]) + rng.integers(0, len(CITIES[0]), size)
    tier = choose_each(rng, ((0.6, 0.3, 0.1), (0.3, 0.4, 0.3)), (people.warmth > 0.5).astype(np.int64))
    return assemble(
        "customers",
        size,
        customer_id=ids("C", number),
        name=full_names(rng, people.country, gender),
        email=given(emails(rng, number), ~happens(rng, 0.04, size)),
        phone=given(phones(rng, people.country), happens(rng, 0.7, size)),
        segment=words(("consumer", "business"), people.business.astype(np.int64)),
        country=words(COUNTRIES, people.country),
        language=words(LANGUAGES, language),
        born_on=np.where(people.business | happens(rng, 0.15, size), np.datetime64("NaT"), born),
        gender=words(GENDERS, np.where(happens(rng, 0.2, size), -1, gender)),
        signed_up_at=people.signed_up_at,
        acquired_via=words(ACQUIRED, people.acquired),
        account=ids("A", np.where(people.business, number // 2, -1), width=6),
        attributes=maps(("city", "loyalty_tier"), [words([c for cities in CITIES for c in cities], city), words(_TIERS, tier)]),
    )
