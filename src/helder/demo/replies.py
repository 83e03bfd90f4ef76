"""Invitations to surveys, and who answers them when."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import pyarrow as pa

from helder.demo.arrays import NEVER, NONE, Bools, Floats, Ints, Times, choose, happens, seconds
from helder.demo.columns import assemble, ids, words
from helder.demo.world import World

SURVEYS = ("relationship", "after_contact", "after_purchase", "shop", "site", "staff")
RELATIONSHIP, AFTER_CONTACT, AFTER_PURCHASE, SHOP, SITE, STAFF = range(6)
CHANNELS = ("email", "sms", "web", "phone", "store")
EMAIL, SMS, WEB, PHONE, STORE = range(5)
#: Probability that an invitation that arrives is answered, by channel.
ANSWERED = (0.24, 0.30, 0.22, 0.35, 0.5)
UNDELIVERED, OPTED_OUT = 0.02, 0.008
#: Median hours to the answer, by channel.
_HOURS = (9.0, 1.5, 0.05, 0.02, 0.02)
_FAILURES = ("mailbox full", "address unknown", "number unknown")


@dataclass(frozen=True)
class Asked:
    """One element per invitation. about: the number of the contact or order it is about, or NONE.

    feeling: of those asked, in log odds, before what they are asked about. answered_at: NaT for no answer.
    """

    survey: Ints
    customer: Ints
    country: Ints
    channel: Ints
    about: Ints
    sent_at: Times
    delivered_at: Times
    opened_at: Times
    answered_at: Times
    opted_out_at: Times

    def __len__(self) -> int:
        return len(self.survey)

    @property
    def answered(self) -> Bools:
        """Whether there is an answer."""
        return ~np.isnat(self.answered_at)

    def rows(self, kept: Bools | Ints) -> Self:
        """The invitations for which the condition holds."""
        return type(self)(*(getattr(self, f.name)[kept] for f in fields(self)))


def ask(
    world: World, survey: int, customer: Ints, country: Ints, channel: Ints, about: Ints, sent_at: Times, willing: Floats
) -> Asked:
    """Invite, and draw what becomes of it. willing: how much likelier than usual each is to answer, as a factor."""
    rng = world.stream(f"invitations {SURVEYS[survey]}")
    now = world.past(sent_at) & ~np.isnat(sent_at)
    customer, country, channel, about = customer[now], country[now], channel[now], about[now]
    sent_at, willing = sent_at[now], willing[now]
    size = len(customer)
    arrived = ~happens(rng, UNDELIVERED, size)
    delivered = np.where(arrived, sent_at + seconds(rng.exponential(4, size)), NEVER)
    answers = arrived & happens(rng, np.minimum(np.array(ANSWERED)[channel] * willing, 0.9), size)
    hours = np.array(_HOURS)[channel] * rng.lognormal(0, 1.0, size)
    opened = np.where(
        arrived & (answers | happens(rng, 0.4, size)) & (channel == EMAIL), delivered + seconds(hours * 2400), NEVER
    )
    answered = np.where(answers, delivered + seconds(hours * 3600 + 20), NEVER)
    out = np.where(arrived & ~answers & happens(rng, OPTED_OUT, size), delivered + seconds(hours * 3600), NEVER)
    world.ledger.count("invitations delivered", sent_at, arrived)
    in_time = [np.where(world.past(at), at, NEVER) - sent_at <= np.timedelta64(14, "D") for at in (opened, answered)]
    world.ledger.count("invitations opened", sent_at, in_time[0] | in_time[1])
    world.ledger.count("invitations answered", sent_at, in_time[1])
    come = (np.where(world.past(at), at, NEVER) for at in (delivered, opened, answered, out))
    return Asked(np.full(size, survey), customer, country, channel, about, sent_at, *come)


def together(asked: list[Asked]) -> Asked:
    """All invitations, in order of time."""
    joined = Asked(*(np.concatenate([getattr(a, f.name) for a in asked]) for f in fields(Asked)))
    return joined.rows(np.argsort(joined.sent_at, kind="stable"))


def invitations_table(world: World, asked: Asked) -> pa.Table:
    """The table of invitations."""
    rng = world.stream("invitation details")
    size = len(asked)
    lost = np.isnat(asked.delivered_at) & (asked.sent_at < world.clock.until - np.timedelta64(1, "m"))
    why = np.where(asked.channel == EMAIL, choose(rng, (0.6, 0.4), size), 2)
    return assemble(
        "invitations",
        size,
        invitation_id=ids("I", np.arange(size)),
        survey=words(SURVEYS, asked.survey),
        customer_id=ids("C", asked.customer),
        channel=words(CHANNELS, asked.channel),
        sent_at=asked.sent_at,
        delivered_at=asked.delivered_at,
        opened_at=asked.opened_at,
        answered_at=asked.answered_at,
        opted_out_at=asked.opted_out_at,
        failure=words(_FAILURES, np.where(lost, why, NONE)),
    )
