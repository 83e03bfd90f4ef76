"""What is said of the company in public, and who brings whom."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from helder.demo.arrays import NEVER, NONE, Bools, Floats, Ints, Times, choose, happens, logistic, seconds
from helder.demo.baskets import order_ids
from helder.demo.clock import DK, GB, LANGUAGES, NL, SITE
from helder.demo.columns import assemble, ids, joined, words
from helder.demo.comments import comments
from helder.demo.customers import REFERRAL, Customers
from helder.demo.shopping import Orders
from helder.demo.truth import NETWORKS
from helder.demo.world import World

#: Mentions per customer; log odds of a kind word at usual mood.
MENTIONS, KIND = 0.22, 0.55
#: Logarithm of the links a customer shares without anybody buying, at usual warmth and per unit of it.
SHARES, SHARES_PER_WARMTH = -2.1, 0.7
_FOUND = ("Kade & Co: ", "@kadeenco ", "#kadeenco ", "")


def mentions_table(world: World, people: Customers) -> pa.Table:
    """The table of mentions: kinder in good times, and more of them when things go wrong."""
    rng, clock = world.stream("mentions"), world.clock
    size = int(len(people) * MENTIONS)
    country = np.sort(choose(rng, (0.5, 0.14, 0.36), size))
    mood = world.story.mood()
    day = np.empty(size, dtype=np.int64)
    for place in (NL, DK, GB):
        here = country == place
        stirred = clock.season() * world.open_days(place) * (1 + 1.5 * np.maximum(-mood - 0.2, 0))
        day[here] = choose(rng, stirred, int(here.sum()))
    at = clock.moments(rng, day, SITE, country)
    kept = np.flatnonzero(world.past(at))
    kept = kept[np.argsort(at[kept], kind="stable")]
    country, day, at, size = country[kept], day[kept], at[kept], len(kept)
    kind = happens(rng, logistic(KIND + mood[day]), size)
    sentiment = np.round(np.where(kind, 1, -1) * rng.beta(4, 2.5, size), 3)
    neutral = happens(rng, 0.15, size)
    sentiment = np.where(neutral, np.round(rng.uniform(-0.1, 0.1, size), 3), sentiment)
    theme = choose(rng, (0.25, 0.3, 0.15, 0.15, 0.08, 0.07), size)
    network = choose(rng, (0.3, 0.2, 0.25, 0.1, 0.15), size)
    author = rng.integers(0, max(size, 1), size)
    told = ~happens(rng, 0.05, size)
    _tally(world, at, network, sentiment, told)
    return assemble(
        "mentions",
        size,
        mention_id=ids("N", np.arange(size)),
        network=words(NETWORKS, network),
        author=ids("someone_", author, width=6),
        at=at,
        text=joined(words(_FOUND, rng.integers(0, len(_FOUND), size)), comments(rng, country, theme, kind)),
        language=words(LANGUAGES, country),
        url=joined("https://", words(NETWORKS, network), ".example/kadeenco/", ids("", np.arange(size))),
        sentiment=np.where(told, sentiment, np.nan),
        reach=np.floor(rng.lognormal(5, 1.6, size)).astype(np.int64),
        customer_id=ids("C", _known(world, rng, people, day, country)),
        refers=kind & happens(rng, 0.2, size),
    )


def _tally(world: World, at: Times, network: Ints, sentiment: Floats, told: Bools) -> None:
    ledger = world.ledger
    ledger.count("mentions", at)
    for number, name in enumerate(NETWORKS):
        ledger.count(f"mentions {name}", at, network == number)
    ledger.count("positive mentions", at, told & (sentiment > 0))
    ledger.count("negative mentions", at, told & (sentiment < 0))
    ledger.count("mentions with a sentiment", at, told)


def _known(world: World, rng: np.random.Generator, people: Customers, day: Ints, country: Ints) -> Ints:
    """The customer behind a mention, where that is known: one of the country who has signed up by then."""
    who = np.floor(rng.random(len(day)) * np.searchsorted(people.day, day)).astype(np.int64)
    fits = (people.country[np.minimum(who, len(people) - 1)] == country) & happens(rng, 0.5, len(day))
    return np.asarray(np.where(fits & (who < len(people)), who, NONE))


def referrals_table(world: World, people: Customers, bought: Orders) -> pa.Table:
    """The table of referrals: those that brought a customer, and those that did not."""
    rng = world.stream("referrals")
    brought = np.flatnonzero(people.acquired == REFERRAL)
    brought = brought[brought > 0]
    by = _referrers(rng, people, brought)
    came = people.signed_up_at[brought]
    clicked = came - seconds(rng.exponential(1800, len(brought)) + 20)
    shared = np.maximum(
        clicked - seconds(rng.exponential(4 * 86_400, len(brought)) + 60), people.signed_up_at[by] + np.timedelta64(10, "s")
    )
    shared = np.minimum(shared, clicked)
    first = np.flatnonzero(bought.nth == 0)
    order_of = np.full(len(people), NONE, dtype=np.int64)
    order_of[bought.customer[first]] = first
    order = order_of[brought]
    converted = np.where(order == NONE, NEVER, bought.at[order])

    idle = np.repeat(np.arange(len(people)), rng.poisson(np.exp(SHARES + SHARES_PER_WARMTH * people.warmth)))
    since = people.signed_up_at[idle]
    then = since + seconds(rng.random(len(idle)) * (world.clock.until - since).astype("timedelta64[s]").astype(np.float64))
    read = np.where(happens(rng, 0.35, len(idle)), then + seconds(rng.exponential(86_400, len(idle))), NEVER)
    read = np.where(world.past(read), read, NEVER)
    lost = np.full(len(idle), NONE)
    world.ledger.count("first purchases by referral", converted)
    world.ledger.count("referrals followed", np.r_[clicked, read])
    world.ledger.count("referrals converted", clicked, ~np.isnat(converted))
    referrer, sent = np.r_[by, idle], np.r_[shared, then]
    order_by = np.argsort(sent, kind="stable")
    columns = (
        referrer,
        sent,
        np.r_[clicked, read],
        np.r_[brought, lost],
        np.r_[converted, np.full(len(idle), NEVER)],
        np.r_[order, lost],
    )
    referrer, sent, click, customer, bought_at, number = (column[order_by] for column in columns)
    signed = np.where(customer == NONE, NEVER, people.signed_up_at[customer])
    return assemble(
        "referrals",
        len(referrer),
        referral_id=ids("L", np.arange(len(referrer))),
        code=ids("FRIEND", referrer),
        referrer_id=ids("C", referrer),
        shared_at=sent,
        clicked_at=click,
        customer_id=ids("C", customer),
        signed_up_at=signed,
        converted_at=bought_at,
        order_id=order_ids(number),
    )


def _referrers(rng: np.random.Generator, people: Customers, brought: Ints) -> Ints:
    """Who brought each customer: the warmest of four who had signed up before."""
    candidates = np.floor(rng.random((4, len(brought))) * brought).astype(np.int64)
    best = np.argmax(people.warmth[candidates], axis=0)
    return np.asarray(candidates[best, np.arange(len(brought))])
