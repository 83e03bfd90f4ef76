"""The tables of contacts, cases and what happened to them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from helder.demo.arrays import NEVER, NONE, Ints, choose_each, happens
from helder.demo.cases import AGENT, OPENERS, Cases, events
from helder.demo.clock import COUNTRIES, LANGUAGES
from helder.demo.columns import Column, assemble, given, ids, joined, maps, words
from helder.demo.contacts import BLOCKED_REASONS, ENTRIES, OUTCOMES, SITE, TEAM_OF, Contacts
from helder.demo.needs import CHANNELS, CHAT, COMPLAINT, PHONE, STORE, TOPICS, Needs
from helder.demo.staff import MAIL, TEAMS, staff_ids
from helder.demo.world import World

_STATUSES = ("open", "waiting", "resolved", "closed")
_PRIORITIES = ("low", "normal", "high")


def contact_ids(number: Ints) -> Column:
    """Identifiers of contacts; a negative number gives none."""
    return ids("K", number, width=8)


def case_ids(number: Ints) -> Column:
    """Identifiers of cases; a negative number gives none."""
    return ids("T", number, width=7)


def _teams(team: Ints, country: Ints) -> Column:
    return words([f"{name} {place}" for name in TEAMS for place in COUNTRIES], team * len(COUNTRIES) + country)


def contacts_table(world: World, felt: Needs, met: Contacts, case: Ints) -> pa.Table:
    """The table of contacts. case: the number of each contact's case, or NONE."""
    rng = world.stream("contact details")
    size, channel, country = len(met), felt.channel[met.need], felt.country[met.need]
    day = world.clock.day_of(met.offered_at)
    # The chat of before knew only when somebody entered its queue, and kept no wait.
    old_chat = (channel == CHAT) & (day < world.story.chat)
    hidden = old_chat & (met.entry == SITE) & ~np.isnat(met.queued_at)
    queues = (channel == PHONE) | (channel == CHAT)
    spoken = (channel == PHONE) & (met.employee != NONE)
    topic = np.where(happens(rng, 0.03, size), NONE, felt.topic[met.need])
    return assemble(
        "contacts",
        size,
        contact_id=contact_ids(np.arange(size)),
        case_id=case_ids(case),
        customer_id=ids("C", felt.customer[met.need]),
        channel=words(CHANNELS, channel),
        entry=given(words(ENTRIES, met.entry), ~met.outbound),
        direction=words(("inbound", "outbound"), met.outbound.astype(np.int64)),
        topic=words(TOPICS, topic),
        queue=given(joined(words(CHANNELS, channel), words(COUNTRIES, country), between=" "), queues & ~met.outbound),
        team=given(_teams(TEAM_OF[channel], country), met.employee != NONE),
        employee_id=staff_ids(met.employee),
        language=words(LANGUAGES, country),
        offered_at=np.where(hidden, NEVER, met.offered_at),
        queued_at=met.queued_at,
        answered_at=met.answered_at,
        ended_at=met.ended_at,
        outcome=words(OUTCOMES, met.outcome),
        blocked_reason=words(BLOCKED_REASONS, met.blocked),
        wait_seconds=np.where(old_chat, np.nan, met.wait),
        talk_seconds=met.talk,
        hold_seconds=met.hold,
        wrap_seconds=met.wrap,
        transfers=met.transfers,
        recording=given(joined("recordings/", contact_ids(np.arange(size)), ".opus"), spoken & happens(rng, 0.5, size)),
    )


def cases_table(world: World, felt: Needs, found: Cases) -> pa.Table:
    """The table of cases."""
    rng = world.stream("case details")
    size, country = len(found), felt.country[found.need]
    resolved = found.last_resolved_at
    waiting = ~np.isnat(found.waiting_at) & np.isnat(found.heard_at)
    status = np.select([~np.isnat(found.closed_at), ~np.isnat(resolved), waiting], [3, 2, 1], 0)
    complaint = (felt.topic[found.need] == COMPLAINT).astype(np.int64)
    spoken = np.isin(felt.channel[found.need], (PHONE, STORE))
    in_one = ~np.isnat(resolved) & np.isnat(found.reopened_at)
    return assemble(
        "cases",
        size,
        case_id=case_ids(np.arange(size)),
        customer_id=ids("C", felt.customer[found.need]),
        channel=words(CHANNELS, felt.channel[found.need]),
        topic=words(TOPICS, felt.topic[found.need]),
        priority=words(_PRIORITIES, choose_each(rng, ((0.2, 0.7, 0.1), (0.0, 0.3, 0.7)), complaint)),
        team=_teams(np.where(spoken, MAIL, TEAM_OF[felt.channel[found.need]]), country),
        employee_id=staff_ids(found.employee),
        status=words(_STATUSES, status),
        opened_by=words(OPENERS, found.opened_by),
        opened_at=found.opened_at,
        first_replied_at=np.where(found.opened_by == AGENT, NEVER, found.reply_at),
        resolved_at=resolved,
        closed_at=found.closed_at,
        reopened=(~np.isnat(found.reopened_at)).astype(np.int64),
        first_contact_resolved=given(in_one & happens(rng, 0.8, size), ~np.isnat(found.resolved_at)),
        attributes=maps(("country",), [words(COUNTRIES, country)]),
    )


def case_events_table(felt: Needs, found: Cases) -> pa.Table:
    """The table of what happened to cases."""
    case, at, event, author, public = events(found)
    employee = found.employee[case]
    channel = felt.channel[found.need[case]]
    team = np.where(np.isin(channel, (PHONE, STORE)), MAIL, TEAM_OF[channel])
    return assemble(
        "case_events",
        len(case),
        case_id=case_ids(case),
        at=at,
        event=event,
        author=words(OPENERS, author),
        public=public,
        employee_id=staff_ids(np.where(author == 0, NONE, employee)),
        team=_teams(team, felt.country[found.need[case]]),
    )
