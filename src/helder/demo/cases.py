"""Cases: which needs become one, and what happens to it from opening to closing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import reduce

import numpy as np

from helder.demo.arrays import NEVER, NONE, Bools, Floats, Ints, Times, choose_each, happens, lengths, seconds
from helder.demo.contacts import ANSWERED, BOT, Contacts
from helder.demo.needs import CHAT, EMAIL, PHONE, SOCIAL, STORE, Needs
from helder.demo.staff import MAIL, Staff
from helder.demo.world import World

OPENERS = ("customer", "agent", "bot")
CUSTOMER, AGENT, BY_BOT = range(3)
#: Share of needs met by a person that become a case, by channel; all mails and messages do.
BECOMES_CASE = (0.35, 0.45, 1.0, 1.0, 0.2)
#: Who opens a case, by channel: the customer, an agent.
_OPENED_BY = ((0.45, 0.55), (1, 0), (1, 0), (1, 0), (0.45, 0.55))
REOPENED, STUCK = 0.09, 0.05
_HOUR = 3600.0


@dataclass(frozen=True)
class Cases:
    """One element per case, in order of opening. Times are NaT where it has not come to that.

    contact: the contact that made it. asked_at: the customer's first message in a case an agent opened, and offered_at,
    the agent's own message before it. reply_at: the first public reply of a person to the customer. note_at: an internal
    note before it; bot_at: an automatic reply. waiting_at, heard_at: waiting on the customer, and their answer.
    resolved_at, reopened_at, again_at: the first resolution, the reopening, the resolution after that.
    """

    need: Ints
    contact: Ints
    opened_by: Ints
    employee: Ints
    opened_at: Times
    assigned_at: Times
    bot_at: Times
    note_at: Times
    offered_at: Times
    asked_at: Times
    reply_at: Times
    reassigned_at: Times
    waiting_at: Times
    heard_at: Times
    resolved_at: Times
    reopened_at: Times
    again_at: Times
    closed_at: Times

    def __len__(self) -> int:
        return len(self.need)

    @property
    def last_resolved_at(self) -> Times:
        """The last resolution; NaT for a case that is open, for the first time or again."""
        return np.where(np.isnat(self.reopened_at), self.resolved_at, self.again_at)

    @property
    def asked_from(self) -> Times:
        """From when the customer waits for the first reply."""
        return np.where(self.opened_by == AGENT, self.asked_at, self.opened_at)


def cases(world: World, people: Staff, felt: Needs, met: Contacts) -> Cases:
    """Draw the cases and their courses, as far as they have come by now."""
    rng = world.stream("cases")
    contact = _openings(rng, felt, met)
    size, need = len(contact), met.need[contact]
    channel = felt.channel[need]
    spoken = (channel == PHONE) | (channel == STORE)
    opened = np.where(spoken, met.answered_at[contact] + seconds(rng.uniform(5, 60, size)), met.offered_at[contact])
    by = choose_each(rng, _OPENED_BY, channel)
    by = np.where((channel == CHAT) & (met.entry[contact] == BOT), BY_BOT, by)
    agent = by == AGENT

    bot = np.where(~spoken & happens(rng, 0.3, size), opened + seconds(rng.uniform(2, 20, size)), NEVER)
    offered = np.where(agent, opened + seconds(rng.uniform(60, 300, size)), NEVER)
    asked = np.where(agent & happens(rng, 0.6, size), offered + seconds(rng.exponential(5 * _HOUR, size) + 120), NEVER)
    quick = np.where(world.clock.day_of(opened) >= world.story.chat, 0.6, 1.0)
    spoken_reply = np.where(agent, asked, opened) + seconds(rng.lognormal(np.log(1.6 * _HOUR), 0.9, size) * quick)
    reply = np.where(spoken, spoken_reply, met.answered_at[contact])
    share = rng.uniform(0.05, 0.9, (3, size))
    spoke = np.where(agent, offered, reply)
    soon = opened + seconds(rng.exponential(600, size) + 1)
    assigned = np.where(np.isnat(spoke), soon, opened + _part(opened, spoke, share[0]))
    note = np.where(happens(rng, 0.25, size) & ~agent, opened + _part(opened, reply, share[1]), NEVER)
    resolved = _resolutions(rng, met, contact, np.where(agent & np.isnat(reply), offered, reply), asked)
    answered = np.where(np.isnat(reply), offered, reply)
    slow = (resolved - answered) > np.timedelta64(2, "h")
    reassigned = np.where(happens(rng, 0.08, size) & slow, answered + _part(answered, resolved, share[2] * 0.1), NEVER)
    waits = happens(rng, 0.3, size) & slow & ~np.isnat(reply)
    waiting = np.where(waits, reply + _part(reply, resolved, np.full(size, 0.15)), NEVER)
    heard = np.where(waits & happens(rng, 0.85, size), reply + _part(reply, resolved, np.full(size, 0.6)), NEVER)
    again = happens(rng, REOPENED, size)
    reopened = np.where(again, resolved + seconds(rng.exponential(60 * _HOUR, size) + _HOUR), NEVER)
    longer = np.where(
        happens(rng, 0.3, size), rng.exponential(30 * 24 * _HOUR, size), rng.lognormal(np.log(20 * _HOUR), 0.8, size)
    )
    resolved_again = reopened + seconds(longer)
    closed = np.where(again, resolved_again, resolved) + np.timedelta64(5 * 24, "h")

    employee = np.where(
        spoken, people.at_work(rng, np.full(size, MAIL), felt.country[need], world.clock.day_of(opened)), met.employee[contact]
    )
    drawn = (
        opened, assigned, bot, note, offered, asked, reply, reassigned, waiting, heard,
        resolved, reopened, resolved_again, closed,
    )  # fmt: skip
    return Cases(need, contact, by, employee, *(_by_now(world, at, slot) for slot, at in enumerate(drawn)))


def _by_now(world: World, at: Times, slot: int) -> Times:
    """The times that have come; each kind of event has its own microsecond, so that no two are at one moment."""
    return np.where(world.past(at), at + np.timedelta64(slot, "us"), NEVER)


def _openings(rng: np.random.Generator, felt: Needs, met: Contacts) -> Ints:
    """The contacts that make a case: of a need, the first that was written or answered."""
    written = np.isin(felt.channel[met.need], (EMAIL, SOCIAL))
    able = np.flatnonzero(~met.outbound & (written | (met.outcome == ANSWERED)))
    first = able[np.unique(met.need[able], return_index=True)[1]]
    kept = happens(rng, np.array(BECOMES_CASE)[felt.channel[met.need[first]]], len(first))
    return np.sort(first[kept])


def _part(start: Times, end: Times, share: Floats) -> Times:
    """A part of the time between, to the millisecond."""
    length = np.where(np.isnat(start) | np.isnat(end), 0, lengths(start, end)) * share
    whole = np.floor(length / 1000).astype("timedelta64[ms]").astype("timedelta64[us]")
    return np.asarray(np.where(np.isnat(end), np.timedelta64("NaT", "us"), whole))


def _resolutions(rng: np.random.Generator, met: Contacts, contact: Ints, reply: Times, asked: Times) -> Times:
    """When each case is resolved: soon after the contact that met the need, else when the back office has done its work."""
    solving = np.flatnonzero(met.solved)
    of_need = np.full(int(met.need.max(initial=0)) + 1, NONE)
    of_need[met.need[solving]] = solving
    by = of_need[met.need[contact]]
    solved = by != NONE
    last = np.fmax(np.fmax(reply, asked), np.where(solved, met.ended_at[by], NEVER))
    size = len(contact)
    soon = seconds(rng.exponential(0.4 * _HOUR, size) + 30)
    later = seconds(rng.lognormal(np.log(40 * _HOUR), 0.9, size))
    stuck = seconds(rng.exponential(35 * 24 * _HOUR, size) + 86_400)
    wait = np.where(happens(rng, STUCK, size), stuck, np.where(solved, soon, later))
    return np.where(np.isnat(reply), NEVER, last + wait)


def of_contacts(felt: Needs, met: Contacts, found: Cases) -> Ints:
    """The case each contact belongs to, or NONE: all contacts of its need from the one that made it."""
    of_need = np.full(len(felt), NONE)
    of_need[found.need] = np.arange(len(found))
    case = of_need[met.need]
    early = np.arange(len(met)) < found.contact[case]
    return np.asarray(np.where((case == NONE) | early, NONE, case), dtype=np.int64)


def tally(world: World, found: Cases) -> None:
    """Count what is true of the cases."""
    ledger, number = world.ledger, np.arange(len(found))
    ledger.count("cases", found.opened_at)
    reply, last = found.reply_at, found.last_resolved_at
    ledger.count("first replies", reply)
    ledger.total("first response time", reply, lengths(found.asked_from, reply))
    ledger.count("cases resolved", last)
    ledger.total("resolution time", last, lengths(found.opened_at, last))
    assigned = np.r_[found.assigned_at, found.reassigned_at]
    known = ~np.isnat(assigned)
    ledger.distinct("cases assigned", assigned[known], np.r_[number, number][known])
    ledger.put("open cases", *_open(world, found))
    ledger.put("cases waiting", *_waiting(world, found))
    ledger.count("cases without a reply", found.opened_at, ~np.isnat(found.asked_from) & np.isnat(reply))


def _open(world: World, found: Cases) -> tuple[Ints, int]:
    """Cases open at the end of each month, and now."""
    ends = world.clock.borders[1:]
    entered = np.sort(np.r_[found.opened_at, found.reopened_at[~np.isnat(found.reopened_at)]])
    left = np.r_[found.resolved_at, found.again_at]
    left = np.sort(left[~np.isnat(left)])
    at_ends = np.searchsorted(entered, ends) - np.searchsorted(left, ends)
    return at_ends.astype(np.int64), len(entered) - len(left)


def _waiting(world: World, found: Cases) -> tuple[Ints, int]:
    """Open cases in which the customer spoke last, at the end of each month, and now."""
    mine = found.opened_by == CUSTOMER
    by_customer = (np.where(mine, found.opened_at, NEVER), found.asked_at, found.heard_at, found.reopened_at)
    by_others = (
        np.where(mine, NEVER, found.opened_at), found.bot_at, found.offered_at, found.reply_at, found.waiting_at,
        found.resolved_at, found.again_at, found.closed_at,
    )  # fmt: skip

    def last(times: tuple[Times, ...], end: np.datetime64) -> Times:
        return np.asarray(reduce(np.fmax, (np.where(at < end, at, NEVER) for at in times)))

    def waits(end: np.datetime64) -> int:
        done = (found.resolved_at < end) & ~(found.reopened_at < end) | (found.again_at < end)
        theirs = last(by_others, end)
        unanswered = np.isnat(theirs) | (last(by_customer, end) > theirs)
        return int(((found.opened_at < end) & ~done & unanswered).sum())

    at_ends = np.array([waits(end) for end in world.clock.borders[1:]], dtype=np.int64)
    return at_ends, int(at_ends[-1])


def events(found: Cases) -> tuple[Ints, Times, list[str], Ints, Bools]:
    """What happened, by case and time: the case, when, which event, who did it, and whether the customer sees it."""
    by = {name: number for number, name in enumerate(OPENERS)}
    kinds: dict[str, tuple[str, str, bool]] = {
        "assigned_at": ("assigned", "bot", False),
        "bot_at": ("replied", "bot", True),
        "note_at": ("replied", "agent", False),
        "offered_at": ("replied", "agent", True),
        "asked_at": ("replied", "customer", True),
        "reply_at": ("replied", "agent", True),
        "reassigned_at": ("assigned", "agent", False),
        "waiting_at": ("waiting", "agent", True),
        "heard_at": ("replied", "customer", True),
        "resolved_at": ("resolved", "agent", True),
        "reopened_at": ("reopened", "customer", True),
        "again_at": ("resolved", "agent", True),
        "closed_at": ("closed", "bot", True),
    }
    names = [f.name for f in fields(Cases) if f.name in kinds]
    times = np.concatenate([found.opened_at, *(getattr(found, name) for name in names)])
    size = len(found)
    number = np.tile(np.arange(size), len(names) + 1)
    kind = np.repeat(np.arange(len(names) + 1), size)
    author = np.r_[found.opened_by, np.repeat([by[kinds[name][1]] for name in names], size)]
    kept = np.flatnonzero(~np.isnat(times))
    kept = kept[np.lexsort((times[kept], number[kept]))]
    labels = ["opened", *(kinds[name][0] for name in names)]
    seen = np.array([True, *(kinds[name][2] for name in names)])
    return number[kept], times[kept], [labels[k] for k in kind[kept]], author[kept], seen[kind[kept]]
