"""What is spent on whom, what the company undertakes, and what the market makes of it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from helder.demo.arrays import NONE, Bools, Floats, Ints, Times
from helder.demo.clock import COUNTRIES, DK, GB, NL
from helder.demo.columns import assemble, ids, words
from helder.demo.customers import ACQUIRED, Customers, arrivals
from helder.demo.world import World

#: Cents spent on marketing for each expected customer, by channel of acquisition.
PER_CUSTOMER: Floats = np.array([2100.0, 2600.0, 600.0, 900.0, 1500.0, 1900.0])


def spend_table(world: World, people: Customers) -> pa.Table:
    """The table of spend: marketing by day, country and channel, service and data by week and month."""
    rng, clock = world.stream("spend"), world.clock
    day, kind, channel, campaign, amount = [], [], [], [], []
    expected = np.bincount(people.acquired, minlength=len(ACQUIRED)) / max(len(people), 1)
    shares = np.bincount(people.country, minlength=len(COUNTRIES)) / max(len(people), 1)
    for country in (NL, DK, GB):
        flow = arrivals(world, country)
        smooth = np.convolve(flow, np.ones(7) / 7, mode="same") * (flow > 0)
        per_day = world.customers * shares[country] * smooth / max(smooth.sum(), 1e-9)
        for way in range(len(ACQUIRED)):
            cents = per_day * expected[way] * PER_CUSTOMER[way] * rng.lognormal(0, 0.25, clock.days)
            days = np.flatnonzero(cents >= 1)
            day.append(days)
            kind.append(np.zeros(len(days), dtype=np.int64))
            channel.append(np.full(len(days), way))
            campaign.append(
                np.where(clock.december()[days] > 0, 1, np.where((country == DK) & (days < world.story.denmark + 60), 2, 0))
            )
            amount.append(np.round(cents[days]).astype(np.int64))
    for number, every, cents in ((1, 7, 3.2), (2, 30, 8.0)):
        days = np.arange(world.story.opening, clock.days, every)
        day.append(days)
        kind.append(np.full(len(days), number))
        channel.append(np.full(len(days), NONE))
        campaign.append(np.where(days >= world.story.chat, 3, NONE) if number == 1 else np.full(len(days), NONE))
        later = np.where(days >= world.story.chat, 1.4, 1.0) if number == 1 else np.ones(len(days))
        amount.append(np.round(world.customers * cents * later * rng.lognormal(0, 0.1, len(days)) + 1).astype(np.int64))
    when, sums = np.concatenate(day), np.concatenate(amount)
    order = np.argsort(when, kind="stable")
    when, sums = when[order], sums[order]
    world.ledger.total("spend", _midday(world, when), sums)
    return assemble(
        "spend",
        len(when),
        spend_id=ids("M", np.arange(len(when))),
        spent_on=clock.first + when,
        kind=words(("marketing", "cx", "data"), np.concatenate(kind)[order]),
        channel=words(ACQUIRED, np.concatenate(channel)[order]),
        campaign=words(("always on", "December", "Denmark opens", "Chat and callback"), np.concatenate(campaign)[order]),
        amount=sums,
        currency=["EUR"] * len(when),
    )


def _midday(world: World, day: Ints) -> Times:
    """An instant that lies in the day, for counting."""
    noon = (world.clock.first + day).astype("datetime64[us]") + np.timedelta64(11, "h")
    return np.asarray(noon)


def prices_table(world: World) -> pa.Table:
    """The table of share prices: a walk that follows the mood, with two dividends a year."""
    rng, clock = world.stream("share prices"), world.clock
    last = clock.day_of(np.array([clock.until]))[0]
    days = np.flatnonzero((clock.weekday(np.arange(clock.days)) < 5) & (np.arange(clock.days) < last))
    drift = 0.0004 + 0.04 * np.diff(world.story.mood()[days], prepend=0.0)
    close = 24.0 * np.exp(np.cumsum(drift + rng.normal(0, 0.013, len(days))))
    paid: Bools = np.isin(np.arange(len(days)), np.arange(90, len(days), 130))
    after: Ints = np.cumsum(paid[::-1])[::-1] - paid
    return assemble(
        "share_prices",
        len(days),
        symbol=["KADE"] * len(days),
        day=clock.first + days,
        close=np.round(close, 2),
        adjusted_close=np.round(close * 0.992**after, 4),
        currency=["EUR"] * len(days),
    )


def initiatives_table(world: World) -> pa.Table:
    """The table of initiatives: what the company undertook."""
    story, first = world.story, world.clock.first
    rows = (
        ("Denmark opens", story.denmark, story.denmark + 91, "country = 'DK'"),
        ("Evening delivery", story.delivery, None, "country = 'NL'"),
        ("Telephone system replaced", story.failure[1], story.failure[1] + 20, "channel = 'phone'"),
        ("Chat and callback", story.chat, None, "channel in ('chat', 'phone')"),
    )
    ended = [np.datetime64("NaT", "D") if end is None else first + end for _, _, end, _ in rows]
    return assemble(
        "initiatives",
        len(rows),
        initiative_id=ids("X", np.arange(len(rows)), width=2),
        name=[row[0] for row in rows],
        started_on=np.array([first + row[1] for row in rows]),
        ended_on=np.array(ended, dtype="datetime64[D]"),
        scope=[row[3] for row in rows],
    )
