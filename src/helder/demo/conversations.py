"""Inside contacts: the menus before a person, the turns of what was said, and reviews of how it went."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from helder.demo import talk
from helder.demo.arrays import NONE, Bools, Floats, Ints, choose, happens, places, seconds
from helder.demo.clock import LANGUAGES
from helder.demo.columns import assemble, words
from helder.demo.contacts import ANSWERED, BLOCKED, BOT, IVR, SELF_SERVED, SMS, Contacts
from helder.demo.needs import CHAT, COMPLAINT, PHONE, TOPICS, Needs
from helder.demo.service_tables import case_ids, contact_ids
from helder.demo.staff import OFFICE, Staff, staff_ids
from helder.demo.world import World

#: Share of telephone and chat conversations that are written out, and of all conversations that are reviewed.
WRITTEN, REVIEWED = 0.22, 0.05
#: Criterion, weight, whether it is critical, highest score, mean score.
CRITERIA = (
    ("greeting", 1.0, False, 5, 4.4),
    ("listening", 2.0, False, 5, 4.0),
    ("right answer", 3.0, True, 5, 4.2),
    ("clear language", 2.0, False, 5, 4.1),
    ("identity checked", 2.0, True, 1, 0.97),
)
_MENUS = ("ivr", "sms", "bot")


def menu_steps_table(world: World, felt: Needs, met: Contacts) -> pa.Table:
    """The table of steps through telephone menus, text messages and the bot."""
    rng = world.stream("menu steps")
    row = np.flatnonzero(np.isin(met.entry, (IVR, SMS, BOT)) & ~met.outbound & (met.outcome != BLOCKED) & (met.outcome != NONE))
    steps = 1 + choose(rng, (0.35, 0.4, 0.25), len(row))
    of = np.repeat(row, steps)
    step = places(np.repeat(np.arange(len(row)), steps))
    last = step == np.repeat(steps - 1, steps)
    ended = np.where(met.outcome[of] == SELF_SERVED, 1, 2)
    spent: Floats = np.repeat(rng.uniform(3, 4, len(row)), steps) * step
    topic = felt.topic[met.need[of]]
    wrong = happens(rng, 0.12, len(of)) & ~last
    chosen = np.where(wrong, rng.integers(0, len(TOPICS), len(of)), topic)
    return assemble(
        "menu_steps",
        len(of),
        contact_id=contact_ids(of),
        step=step + 1,
        menu=words(
            [f"{menu} {level}" for menu in _MENUS for level in ("main", "topic", "detail")], (met.entry[of] - 1) * 3 + step
        ),
        option=words(TOPICS, chosen),
        intent=words(TOPICS, topic),
        entered_at=met.offered_at[of] + seconds(spent),
        outcome=words(("next", "self_served", "transferred", "abandoned"), np.where(last, ended, 0)),
    )


def turns_table(world: World, felt: Needs, met: Contacts) -> pa.Table:
    """The table of turns: tempers rise towards the end of a contact that helped, and fall in one that did not."""
    rng = world.stream("turns")
    channel = felt.channel[met.need]
    able = np.isin(channel, (PHONE, CHAT)) & (met.outcome == ANSWERED) & ~met.outbound
    row = np.flatnonzero(able & happens(rng, WRITTEN, len(met)))
    rounds = 1 + rng.poisson(1.2, len(row))
    count = 2 + 3 * rounds + 1
    of = np.repeat(row, count)
    turn = places(np.repeat(np.arange(len(row)), count))
    last = turn == np.repeat(count - 1, count)
    phase = np.where(turn < 2, turn, talk.QUESTION + (turn - 2) % 3)
    phase = np.where(last, np.where(met.solved[of], talk.CLOSE_WELL, talk.CLOSE_BADLY), phase)
    agent = np.isin(phase, (talk.GREETING, talk.QUESTION, talk.ACT))
    share = (turn + 1) / np.repeat(count, count)
    length = met.talk[of] + np.nan_to_num(met.hold[of])
    began = np.repeat(seconds(np.zeros(len(row))) + (met.answered_at[row] - met.offered_at[row]), count) / np.timedelta64(1, "s")
    end = began + length * share
    start = end - length / np.repeat(count, count) * rng.uniform(0.5, 0.95, len(of))
    topic = felt.topic[met.need[of]]
    text, many = talk.said(felt.country[met.need[of]], topic, phase)
    feeling = _feeling(rng, met.solved[of], topic == COMPLAINT, share, agent)
    spoken = channel[of] == PHONE
    return assemble(
        "turns",
        len(of),
        contact_id=contact_ids(of),
        turn=turn + 1,
        speaker=words(("customer", "agent"), agent.astype(np.int64)),
        employee_id=staff_ids(np.where(agent, met.employee[of], NONE)),
        started_seconds=np.round(start, 2),
        ended_seconds=np.round(end, 2),
        text=text,
        language=words(LANGUAGES, felt.country[met.need[of]]),
        sentiment=feeling,
        pitch_hz=np.where(spoken, np.round(rng.normal(172, 30, len(of)).clip(80, 320) - 12 * feeling, 1), np.nan),
        loudness_db=np.where(spoken, np.round(62 - 4 * feeling + rng.normal(0, 2, len(of)), 1), np.nan),
        words=many,
    )


def _feeling(rng: np.random.Generator, solved: Bools, complaint: Bools, share: Floats, agent: Bools) -> Floats:
    start = np.where(complaint, -0.6, -0.25)
    end = np.where(solved, 0.5, -0.5)
    customer = start + (end - start) * share
    return np.asarray(np.round(np.clip(np.where(agent, 0.2, customer) + rng.normal(0, 0.18, len(share)), -1, 1), 3))


def reviews_table(world: World, people: Staff, felt: Needs, met: Contacts, case: Ints) -> pa.Table:
    """The table of reviews: better work by the skilled, and more of it right where the need was met."""
    rng = world.stream("quality reviews")
    at = met.ended_at + seconds(rng.uniform(1, 6, len(met)) * 86_400)
    row = np.flatnonzero((met.outcome == ANSWERED) & happens(rng, REVIEWED, len(met)) & world.past(at))
    of, criterion = np.repeat(row, len(CRITERIA)), np.tile(np.arange(len(CRITERIA)), len(row))
    highest = np.array([c[3] for c in CRITERIA], dtype=np.float64)[criterion]
    mean = np.array([c[4] for c in CRITERIA])[criterion]
    lowest = np.where(highest == 1, 0.0, 1.0)
    skill = people.skill[met.employee[of]] + np.where(met.solved[of], 0.25, -0.75)
    score = np.clip(np.round(mean + (highest - lowest) * 0.12 * (skill + rng.normal(0, 1, len(of)))), lowest, highest)
    applies = ~happens(rng, np.where(criterion == len(CRITERIA) - 1, 0.2, 0.02), len(of))
    coach = people.first[OFFICE * 3 + people.country[met.employee[of]]]
    return assemble(
        "quality_reviews",
        len(of),
        review_id=contact_ids(of),
        criterion=words([c[0] for c in CRITERIA], criterion),
        contact_id=contact_ids(of),
        case_id=case_ids(case[of]),
        employee_id=staff_ids(met.employee[of]),
        reviewer_id=staff_ids(coach),
        reviewed_at=at[of],
        score=np.where(applies, score, np.nan),
        min_score=lowest,
        max_score=highest,
        weight=np.array([c[1] for c in CRITERIA])[criterion],
        critical=np.array([c[2] for c in CRITERIA])[criterion],
    )
