"""Contacts: how each need meets the queue, who answers, and whether that is the end of it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from helder.demo.arrays import NEVER, NONE, Bools, Durations, Floats, Ints, Times, choose, choose_each, happens, logistic, seconds
from helder.demo.clock import LINES, MAIL, SHOP_FLOOR
from helder.demo.needs import CHAT, COMPLAINT, EMAIL, PHONE, SOCIAL, STORE, Needs
from helder.demo.staff import CHAT as CHAT_TEAM
from helder.demo.staff import FLOOR, VOICE, Staff
from helder.demo.staff import MAIL as MAIL_TEAM
from helder.demo.world import World

OUTCOMES = ("answered", "abandoned", "blocked", "self_served", "callback")
ANSWERED, ABANDONED, BLOCKED, SELF_SERVED, CALLBACK = range(5)
ENTRIES = ("direct", "ivr", "sms", "bot", "site")
DIRECT, IVR, SMS, BOT, SITE = range(5)
BLOCKED_REASONS = ("busy", "capacity", "network")
#: Median wait in the queue on an ordinary day, by telephone and by chat, and its spread in logarithms.
MEDIAN_WAIT, WAIT_SPREAD = (9.0, 14.0), 1.0
#: How much longer people wait while the telephones fail, and what the new chat with callback leaves of the wait.
FAILURE, RELIEF = 7.0, 0.7
#: Mean seconds people are willing to wait, and the share that hangs up in the first five.
PATIENCE, HASTY = 220.0, 0.03
#: Mean hours to the answer by mail and social media, before and since the new chat.
REPLY_HOURS = ((7.0, 2.5), (4.0, 1.5))
_ENTRY = ((0.12, 0.83, 0.05, 0, 0), (0, 0, 0, 0.6, 0.4), (0.7, 0, 0, 0, 0.3), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0))
_SELF_SERVED = (0.0, 0.08, 0.35, 0.22, 0.0)
_HOURS = (LINES, LINES, MAIL, MAIL, SHOP_FLOOR)
#: The team that answers each channel.
TEAM_OF = np.array([VOICE, CHAT_TEAM, MAIL_TEAM, MAIL_TEAM, FLOOR])


@dataclass(frozen=True)
class Contacts:
    """One element per contact. need: what it is about. outbound: the company called.

    offered_at, queued_at, answered_at, ended_at: NaT where it never came to that. wait: seconds, NaN where nobody queued.
    outcome: NONE while nobody has answered a mail. employee: who handled it, or NONE. solved: that was the end of it.
    """

    need: Ints
    outbound: Bools
    entry: Ints
    offered_at: Times
    queued_at: Times
    answered_at: Times
    ended_at: Times
    outcome: Ints
    blocked: Ints
    wait: Floats
    talk: Floats
    hold: Floats
    wrap: Floats
    transfers: Ints
    employee: Ints
    solved: Bools

    def __len__(self) -> int:
        return len(self.need)

    def rows(self, kept: Ints | Bools) -> Contacts:
        """The contacts of those numbers, in that order."""
        return Contacts(*(getattr(self, f.name)[kept] for f in fields(self)))


def contacts(world: World, people: Staff, felt: Needs) -> Contacts:
    """Draw the contacts: those whose need is not met come again, up to three times."""
    rng = world.stream("contacts")
    need, day = np.arange(len(felt)), felt.day
    rounds: list[Contacts] = []
    for _ in range(4):
        at = _arrivals(world, rng, felt, need, day)
        met = _meet(world, rng, people, felt, need, day, at)
        rounds += [met, _calls_back(world, rng, people, felt, met, day)]
        missed = (met.outcome == ABANDONED) | (met.outcome == BLOCKED)
        again = happens(rng, np.where(missed, 0.55, 0.6), len(met)) & ~met.solved & (met.outcome != NONE)
        need, day = need[again], day[again] + np.where(missed[again], 1, 1 + rng.integers(0, 5, int(again.sum())))
    joined = Contacts(*(np.concatenate([getattr(r, f.name) for r in rounds]) for f in fields(Contacts)))
    return _so_far(world, felt, joined)


def _so_far(world: World, felt: Needs, met: Contacts) -> Contacts:
    """The contacts up to now, in order of time; a mail not answered yet has no outcome, other contacts must have ended."""
    written = np.isin(felt.channel[met.need], (EMAIL, SOCIAL))
    waiting = written & ~(met.ended_at < world.clock.until)
    met.answered_at[waiting], met.ended_at[waiting] = NEVER, NEVER
    met.outcome[waiting], met.employee[waiting], met.solved[waiting] = NONE, NONE, False
    for amount in (met.talk, met.hold, met.wrap):
        amount[waiting] = np.nan
    kept = np.flatnonzero((written | world.past(met.ended_at)) & world.past(met.offered_at))
    return met.rows(kept[np.argsort(met.offered_at[kept], kind="stable")])


def _arrivals(world: World, rng: np.random.Generator, felt: Needs, need: Ints, day: Ints) -> Times:
    at = np.empty(len(need), dtype="datetime64[us]")
    for channel, hours in enumerate(_HOURS):
        here = felt.channel[need] == channel
        at[here] = world.clock.moments(rng, day[here], hours, felt.country[need[here]])
    return at


def _meet(world: World, rng: np.random.Generator, people: Staff, felt: Needs, need: Ints, day: Ints, at: Times) -> Contacts:
    """What becomes of contacts that arrive: the menu, the queue, the conversation, and whether it helped."""
    size, channel = len(need), felt.channel[need]
    today = np.minimum(day, world.clock.days - 1)
    entry = choose_each(rng, _ENTRY, channel)
    failing = world.story.failing(today) & (channel == PHONE)
    outcome, wait = _queue(world, rng, channel, entry, today, failing)
    blocked, answered = outcome == BLOCKED, outcome == ANSWERED
    menu = seconds(np.where((entry == DIRECT) | (entry == SITE), 0.0, rng.uniform(12, 70, size)))
    queued_at = np.where(np.isnan(wait), NEVER, at + menu)
    start = np.where(channel == STORE, at, queued_at + seconds(np.nan_to_num(wait)))
    written = (channel == EMAIL) | (channel == SOCIAL)
    start = np.where(written, at + _reply(world, rng, channel, today), start)
    employee = people.at_work(rng, TEAM_OF[channel], felt.country[need], today)
    skill = np.where(answered, people.skill[employee], 0.0)
    talk, hold, wrap = _handling(rng, channel, felt.topic[need], skill)
    transfers = np.where(answered, rng.poisson(0.11 + 0.12 * failing, size), 0)
    unanswered = at + menu + seconds(np.where(blocked, 3.0, np.nan_to_num(wait)))
    ended_at = np.where(answered, start + seconds(talk + np.nan_to_num(hold)), unanswered)
    odds = 1.25 + 0.4 * skill - 0.9 * np.minimum(transfers, 2) + 0.35 * (today >= world.story.chat)
    helped = happens(rng, logistic(odds - 0.7 * (felt.topic[need] == COMPLAINT)), size)
    solved = (answered & helped) | ((outcome == SELF_SERVED) & happens(rng, 0.85, size))
    reason = np.where(blocked, np.where(failing, 2, choose(rng, (0.6, 0.4), size)), NONE)
    talk, hold, wrap = (np.where(answered, amount, np.nan) for amount in (talk, hold, wrap))
    return Contacts(
        need, np.zeros(size, dtype=np.bool_), entry, at, queued_at, np.where(answered, start, NEVER), ended_at, outcome, reason,
        wait, talk, hold, wrap, transfers, np.where(answered, employee, NONE), solved,
    )  # fmt: skip


def _queue(
    world: World, rng: np.random.Generator, channel: Ints, entry: Ints, today: Ints, failing: Bools
) -> tuple[Ints, Floats]:
    """How contacts end, and the seconds they waited in a queue; NaN where they came to none."""
    size = len(channel)
    queues = (channel == PHONE) | (channel == CHAT)
    load = world.clock.load()[today]
    later = today >= world.story.chat
    blocked = happens(rng, np.where(failing, 0.2, 0.004 * load), size) & (channel == PHONE)
    served = happens(rng, np.array(_SELF_SERVED)[entry], size) & ~blocked & queues
    median = (
        np.array(MEDIAN_WAIT)[np.where(channel == CHAT, 1, 0)] * np.where(failing, FAILURE, 1.0) * np.where(later, RELIEF, 1.0)
    )
    wait = median * rng.lognormal(0, WAIT_SPREAD, size) * load**1.5
    patience = np.where(happens(rng, HASTY, size), rng.uniform(0.5, 5, size), 5 + rng.exponential(PATIENCE, size))
    waits = queues & ~blocked & ~served
    gone = waits & (patience < wait)
    wait = np.minimum(wait, patience)
    wait = np.where(channel == PHONE, np.floor(wait), np.round(wait, 3))
    called_back = waits & ~gone & later & (wait > 45) & happens(rng, 0.3, size)
    outcome = np.select([blocked, served, gone, called_back], [BLOCKED, SELF_SERVED, ABANDONED, CALLBACK], ANSWERED)
    return outcome.astype(np.int64), np.where(waits, wait, np.nan)


def _reply(world: World, rng: np.random.Generator, channel: Ints, today: Ints) -> Durations:
    """How long the answer to a mail or a message takes."""
    hours = np.array(REPLY_HOURS)[(today >= world.story.chat).astype(np.int64), np.where(channel == EMAIL, 0, 1)]
    return seconds(rng.gamma(1.3, 1 / 1.3, len(channel)) * hours * 3600 * world.clock.load()[today])


def _handling(rng: np.random.Generator, channel: Ints, topic: Ints, skill: Floats) -> tuple[Floats, Floats, Floats]:
    """Seconds of talking, on hold (none by mail), and of work afterwards; skilled people are quicker."""
    median = (
        np.array([235.0, 330.0, 260.0, 180.0, 240.0])[channel] * np.where(topic == COMPLAINT, 1.5, 1.0) * np.exp(-0.08 * skill)
    )
    talk = np.round(median * rng.lognormal(0, 0.5, len(channel)))
    hold = np.where(happens(rng, 0.22, len(channel)), np.round(rng.exponential(45, len(channel))), 0.0)
    wrap = np.round(rng.gamma(2, 22, len(channel)))
    return talk, np.where(channel == PHONE, hold, np.nan), wrap


def _calls_back(world: World, rng: np.random.Generator, people: Staff, felt: Needs, met: Contacts, day: Ints) -> Contacts:
    """The company's calls: back to those who asked, and to some with a complaint a day after it was not solved."""
    asked = met.outcome == CALLBACK
    upset = (met.outcome == ANSWERED) & ~met.solved & (felt.topic[met.need] == COMPLAINT) & happens(rng, 0.4, len(met))
    rows = np.flatnonzero(asked | upset)
    size = len(rows)
    after = np.where(asked[rows], rng.uniform(300, 5400, size), rng.uniform(20, 28, size) * 3600)
    at = met.ended_at[rows] + seconds(after)
    country = felt.country[met.need[rows]]
    employee = people.at_work(rng, np.full(size, VOICE), country, np.minimum(day[rows], world.clock.days - 1))
    talk = np.round(150 * rng.lognormal(0, 0.5, size))
    none, never = np.full(size, np.nan), np.full(size, NEVER)
    reached = happens(rng, 0.9, size)
    solved = reached & happens(rng, 0.8, size)
    met.solved[rows] |= solved
    return Contacts(
        met.need[rows], np.ones(size, dtype=np.bool_), np.full(size, DIRECT), at, never, np.where(reached, at, NEVER),
        at + seconds(np.where(reached, talk, 25.0)), np.where(reached, ANSWERED, NONE), np.full(size, NONE), none,
        np.where(reached, talk, np.nan), np.where(reached, 0.0, np.nan), np.where(reached, 30.0, np.nan),
        np.zeros(size, dtype=np.int64), np.where(reached, employee, NONE), solved,
    )  # fmt: skip


def tally(world: World, met: Contacts, with_case: Bools) -> None:
    """Count what is true of the contacts, dated by when they were offered."""
    ledger, at = world.ledger, met.offered_at
    ledger.count("contacts", at)
    ledger.count("contacts without a case", at, ~with_case)
    answered, gone = met.outcome == ANSWERED, met.outcome == ABANDONED
    queued = answered & ~np.isnan(met.wait)
    long = gone & (np.nan_to_num(met.wait) >= 5)
    ledger.count("answered", at, answered)
    ledger.count("answered after a wait", at, queued)
    ledger.count("answered in time", at, queued & (np.nan_to_num(met.wait) <= 20))
    ledger.count("abandoned", at, long)
    ledger.count("short abandons", at, gone & ~long)
    ledger.count("blocked", at, met.outcome == BLOCKED)
    ledger.count("offered to service level", at, queued | long)
    ledger.count("answered or abandoned", at, answered | long)
    ledger.total("wait of answered", at, np.round(np.nan_to_num(met.wait) * 1e6).astype(np.int64), queued)
    handled = np.nan_to_num(met.talk) + np.nan_to_num(met.hold) + np.nan_to_num(met.wrap)
    ledger.total("handle time", at, (handled * 1e6).astype(np.int64), answered)
    ledger.count("transferred", at, answered & (met.transfers > 0))
    ledger.total("transfers", at, met.transfers, answered)
    ledger.total("legs", at, met.transfers + 1, answered)
    ledger.count("answered or given up", at, answered | gone)
    tried = ~met.outbound & (met.outcome != NONE)
    ledger.count("attempts", at, tried)
    by_menu = tried & np.isin(met.entry, (IVR, SMS, BOT))
    ledger.count("entered by a menu", at, by_menu)
    ledger.count("from menu to agent", at, by_menu & answered)
