"""The voice of the customer: who is asked what when, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from helder.demo import comments, replies, scores
from helder.demo.arrays import NONE, Bools, Floats, Ints, choose, happens, lengths
from helder.demo.baskets import order_ids
from helder.demo.blocks import block, given_by, remarks
from helder.demo.clock import DK, GB, MAIL
from helder.demo.columns import given, ids, words
from helder.demo.contacts import ANSWERED, Contacts
from helder.demo.customers import Customers
from helder.demo.needs import CHANNELS as CONTACT_CHANNELS
from helder.demo.needs import CHAT, EMAIL, PHONE, SOCIAL, Needs
from helder.demo.replies import AFTER_CONTACT, AFTER_PURCHASE, RELATIONSHIP, Asked, ask
from helder.demo.service_tables import case_ids, contact_ids
from helder.demo.shopping import SHOP, Orders
from helder.demo.staff import staff_ids
from helder.demo.world import World

#: Days between the first order and the first question whether one would recommend, and from one to the next.
FIRST_ASKED, ASKED_AGAIN = 25, 170
#: Log odds of feeling: per unit of warmth, after any late delivery, after a need that was not met.
PER_WARMTH, AFTER_LATE, AFTER_UNMET = 0.95, -0.55, -0.45
#: Share of answered contacts that are asked about; log odds of feeling per logarithm of 1 + wait / 30 s, or / 4 h by mail.
INVITED, PER_WAIT = 0.8, 0.8
_CHANNEL_OF = np.array([replies.SMS, replies.WEB, replies.EMAIL, replies.WEB, replies.STORE])


@dataclass(frozen=True)
class Context:
    """What a survey can be about."""

    people: Customers
    bought: Orders
    felt: Needs
    met: Contacts
    case: Ints


def relationship(world: World, about: Context) -> tuple[Asked, list[pa.Table]]:
    """Whether one would recommend: some weeks after the first paid order, and twice a year."""
    rng = world.stream("relationship")
    first = np.flatnonzero((about.bought.nth == 0) & about.bought.paid)
    day = about.bought.day[first] + FIRST_ASKED
    again = np.maximum((world.clock.days - day + ASKED_AGAIN - 1) // ASKED_AGAIN, 0)
    customer = np.repeat(about.bought.customer[first], again)
    nth = np.arange(len(customer)) - np.repeat(np.cumsum(again) - again, again)
    day = np.repeat(day, again) + nth * ASKED_AGAIN + rng.integers(0, 12, len(customer))
    country = about.people.country[customer]
    channel = np.where(happens(rng, 0.8, len(customer)), replies.EMAIL, replies.SMS)
    willing = np.exp(0.15 * about.people.warmth[customer])
    asked = ask(
        world,
        RELATIONSHIP,
        customer,
        country,
        channel,
        np.full(len(customer), NONE),
        world.clock.moments(rng, day, MAIL, country),
        willing,
    )
    told = asked.rows(asked.answered)
    feeling = PER_WARMTH * about.people.warmth[told.customer] + world.story.mood()[world.clock.day_of(told.answered_at)]
    feeling += AFTER_LATE * _any(len(about.people), about.bought.customer, about.bought.late)[told.customer]
    unmet = _any(len(about.people), about.felt.customer[about.met.need], ~about.met.solved & (about.met.outcome == ANSWERED))
    feeling += AFTER_UNMET * unmet[told.customer]
    score, kind = scores.nps(rng, world.ledger, feeling, told.answered_at)
    theme = choose(rng, (0.24, 0.3, 0.14, 0.16, 0.06, 0.1), len(told))
    answers = block(
        world, RELATIONSHIP, "nps", "recommend", "nps", len(told), told.country,
        scale=given(["0-10"] * len(told), told.channel == replies.EMAIL), score=score,
        comment=remarks(rng, told.country, theme, kind == scores.PROMOTER),
        **given_by(told), touchpoint=["company"] * len(told), stage=["loyalty"] * len(told),
    )  # fmt: skip
    return asked, [answers]


def _any(size: int, who: Ints, what: Bools) -> Bools:
    found = np.zeros(size, dtype=np.bool_)
    found[who[what & (who != NONE)]] = True
    return found


def after_contact(world: World, about: Context) -> tuple[Asked, list[pa.Table]]:
    """How satisfied people were with a contact, and how easy it was."""
    rng = world.stream("after contact")
    met, felt = about.met, about.felt
    customer, channel = felt.customer[met.need], felt.channel[met.need]
    able = (met.outcome == ANSWERED) & ~met.outbound & (customer != NONE)
    chosen = np.flatnonzero(able & happens(rng, INVITED, len(met)))
    way = _CHANNEL_OF[channel[chosen]]
    way = np.where((channel[chosen] == PHONE) & happens(rng, 0.35, len(chosen)), replies.PHONE, way)
    sent = met.ended_at[chosen] + rng.integers(60_000, 1_800_000, len(chosen)) * np.timedelta64(1, "ms")
    asked = ask(
        world,
        AFTER_CONTACT,
        customer[chosen],
        felt.country[met.need[chosen]],
        way,
        chosen,
        sent,
        np.where(met.solved[chosen], 1.0, 1.3),
    )
    told = asked.rows(asked.answered)
    feeling = _about_contact(world, about, told)
    later = world.story.chat <= world.clock.day_of(told.answered_at)
    score, good = scores.csat(rng, world.ledger, feeling + 0.95, told.answered_at)
    ease, _ = scores.ces(rng, world.ledger, 0.85 * feeling + 0.5 + 0.4 * later, told.answered_at)
    by_sms = told.channel == replies.SMS
    shared: dict[str, Any] = {
        **given_by(told), "case_id": case_ids(about.case[told.about]), "contact_id": contact_ids(told.about),
        "employee_id": staff_ids(met.employee[told.about]), "touchpoint": words(CONTACT_CHANNELS, channel[told.about]),
        "stage": ["service"] * len(told),
    }  # fmt: skip
    size = len(told)
    theme = np.full(size, comments.SERVICE)
    satisfied = block(
        world, AFTER_CONTACT, "csat", "satisfied", "csat", size, told.country,
        scale=["1-5"] * size, score=score, comment=remarks(rng, told.country, theme, good), **shared,
    )  # fmt: skip
    easy = block(
        world, AFTER_CONTACT, "ces", "ease", "ces", size, told.country,
        scale=["1-7"] * size, direction=words(("ease", "effort"), by_sms.astype(np.int64)),
        score=np.where(by_sms, 8 - ease, ease), **shared,
    )  # fmt: skip
    return asked, [satisfied, easy]


def _about_contact(world: World, about: Context, told: Asked) -> Floats:
    """How people feel about a contact, in log odds: long waits, transfers and needs not met spoil it."""
    met, row = about.met, told.about
    channel = about.felt.channel[met.need[row]]
    hours = lengths(met.offered_at[row], met.answered_at[row]) / 3.6e9
    waited = np.where(np.isin(channel, (EMAIL, SOCIAL)), np.log1p(hours / 4), np.log1p(np.nan_to_num(met.wait[row]) / 30))
    warmth = about.people.warmth[told.customer]
    solved = np.where(met.solved[row], 0.9, -0.9)
    mood = 0.5 * world.story.mood()[world.clock.day_of(told.answered_at)]
    return np.asarray(
        0.4 * warmth + solved - PER_WAIT * waited - 0.5 * np.minimum(met.transfers[row], 2) + mood + 0.7 * (channel == CHAT)
    )


def after_purchase(world: World, about: Context) -> tuple[Asked, list[pa.Table]]:
    """How satisfied people are with a delivery; Denmark asks on a scale of seven."""
    rng = world.stream("after purchase")
    bought = about.bought
    able = bought.paid & (bought.channel != SHOP) & (bought.customer != NONE)
    chosen = np.flatnonzero(able & happens(rng, 0.35, len(bought)))
    day = bought.day[chosen] + np.where(bought.late[chosen], 7, 4)
    sent = world.clock.moments(rng, day, MAIL, bought.country[chosen])
    way = np.full(len(chosen), replies.EMAIL)
    asked = ask(
        world,
        AFTER_PURCHASE,
        bought.customer[chosen],
        bought.country[chosen],
        way,
        chosen,
        sent,
        np.where(bought.late[chosen], 1.3, 1.0),
    )
    told = asked.rows(asked.answered)
    feeling = 1.7 + 0.45 * about.people.warmth[told.customer] - 2.4 * bought.late[told.about]
    tables = []
    for scale, danish in (("1-5", False), ("1-7", True)):
        some = told.rows((told.country == DK) == danish)
        score, good = scores.csat(rng, world.ledger, feeling[(told.country == DK) == danish], some.answered_at, scale)
        size = len(some)
        theme = np.where(bought.late[some.about] | happens(rng, 0.5, size), comments.DELIVERY, comments.QUALITY)
        tables.append(
            block(
                world,
                AFTER_PURCHASE,
                f"csat{scale[-1]}",
                "satisfied",
                "csat",
                size,
                some.country,
                apart=True,
                scale=given([scale] * size, np.full(size, danish)),
                score=score,
                comment=remarks(rng, some.country, theme, good),
                order_id=order_ids(some.about),
                touchpoint=["delivery"] * size,
                stage=["delivery"] * size,
                **given_by(some),
            )
        )
    return asked, tables


def in_shops(world: World, about: Context) -> list[pa.Table]:
    """What buyers tap at the shop's door: recommend (from 1 to 10 in Britain), or satisfied."""
    rng = world.stream("shop survey")
    bought = about.bought
    at = bought.at + rng.integers(30, 300, len(bought)) * np.timedelta64(1, "s")
    chosen = np.flatnonzero((bought.channel == SHOP) & world.past(at) & happens(rng, 0.2, len(bought)))
    tables = []
    for british in (True, False):
        row = chosen[(bought.country[chosen] == GB) == british]
        customer, country, when = bought.customer[row], bought.country[row], at[row]
        warmth = np.where(customer == NONE, 0.0, about.people.warmth[customer])
        if british:
            score, _ = scores.nps(rng, world.ledger, PER_WARMTH * warmth + 0.2, when, "1-10")
        else:
            score, _ = scores.csat(rng, world.ledger, 1.4 + 0.5 * warmth, when)
        size = len(row)
        part, question, scale = ("nps", "recommend", "1-10") if british else ("csat", "satisfied", "1-5")
        tables.append(
            block(
                world,
                replies.SHOP,
                part,
                question,
                part,
                size,
                country,
                apart=True,
                scale=[scale] * size,
                score=score,
                respondent=words(("customer", "visitor"), (customer == NONE).astype(np.int64)),
                customer_id=ids("C", customer),
                order_id=order_ids(row),
                touchpoint=["shop"] * size,
                stage=["purchase"] * size,
                channel=["store"] * size,
                answered_at=when,
            )
        )
    return tables
