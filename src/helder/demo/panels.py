"""Surveys without an invitation: of visitors on the site, and of the company's own people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from helder.demo import scores
from helder.demo.arrays import NONE, Floats, happens, logistic
from helder.demo.clock import LANGUAGES, OFFICE
from helder.demo.columns import assemble, given, ids, words
from helder.demo.sessions import BUY, CART, HELP, JOIN
from helder.demo.site import Done, session_ids
from helder.demo.staff import Staff, staff_ids
from helder.demo.truth import INTENTS
from helder.demo.world import World

#: Share of sessions whose visitor answers, and of answers that leave out what they came for, or whether they could do it.
VISITORS, LEFT_OUT = 0.012, 0.05
#: Log odds of being able to do what one came for, by intent, and what a purchase adds.
_ABLE: Floats = np.array([0.5, 1.1, 1.3, -0.1, 0.9])
_BOUGHT = 1.5
_SAYS_YES = ("yes", "no")


def of_visitors(world: World, done: Done) -> list[pa.Table]:
    """What visitors came for, and whether they could do it."""
    rng = world.stream("site survey")
    found = done.sessions
    at = done.last_at + rng.integers(3_000, 60_000, len(found)) * np.timedelta64(1, "ms")
    row = np.flatnonzero(happens(rng, VISITORS, len(found)) & world.past(at))
    size, at = len(row), at[row]
    kind, customer = found.kind[row], found.customer[row]
    intent = scores.intents(rng, size)
    intent = np.select([(kind == BUY) | (kind == CART), kind == HELP, kind == JOIN], [0, 3, 4], intent)
    later = world.story.chat <= world.clock.day_of(at)
    able = happens(rng, logistic(_ABLE[intent] + _BOUGHT * (kind == BUY) + 0.3 * later), size)
    told, says = ~happens(rng, LEFT_OUT, size), ~happens(rng, LEFT_OUT, size)
    for number, choice in enumerate(INTENTS):
        world.ledger.count(f"intent {choice}", at, told & (intent == number))
    world.ledger.count("intents answered", at, told)
    world.ledger.count("tasks done", at, says & able)
    world.ledger.count("tasks answered", at, says)
    shared: dict[str, Any] = {
        "response_id": ids("site-", np.arange(size)), "survey": ["site"] * size, "survey_version": np.ones(size, dtype=np.int64),
        "respondent": words(("customer", "visitor"), (customer == NONE).astype(np.int64)), "customer_id": ids("C", customer),
        "session_id": session_ids(found.visit[row]), "touchpoint": ["site"] * size, "stage": ["consideration"] * size,
        "channel": ["web"] * size, "language": words(LANGUAGES, found.country[row]), "answered_at": at,
    }  # fmt: skip
    return [
        assemble(
            "answers", size, answer_id=ids("site-intent-", np.arange(size)), question=["came for"] * size,
            instrument=["intent"] * size, choice=given(words(INTENTS, intent), told), **shared,
        ),
        assemble(
            "answers", size, answer_id=ids("site-task-", np.arange(size)), question=["could do it"] * size,
            instrument=["task"] * size, choice=given(words(_SAYS_YES, (~able).astype(np.int64)), says), **shared,
        ),
    ]  # fmt: skip


def of_staff(world: World, people: Staff) -> list[pa.Table]:
    """What employees say of their work every third month; less good while the telephones fail.

    How content they are, from 1 to 10 and yes or no, and whether they would recommend working here.
    """
    rng, clock = world.stream("staff survey"), world.clock
    days = np.array([clock.month_day(month, 20) for month in range(1, len(clock.months) - 1, 3)])
    who, day = (a.ravel() for a in np.meshgrid(np.arange(len(people)), days, indexing="ij"))
    employed = (people.hired[who] <= day) & (people.left[who] > day) & happens(rng, 0.78, len(who))
    who, day = who[employed], day[employed] + rng.integers(0, 6, int(employed.sum()))
    at = clock.moments(rng, day, OFFICE, people.country[who])
    in_time = world.past(at)
    who, day, at = who[in_time], day[in_time], at[in_time]
    size = len(who)
    feeling = 0.5 * people.skill[who] + world.story.mood()[day]
    score = scores.of_staff(rng, world.ledger, feeling, at)
    would, _ = scores.nps(rng, world.ledger, feeling, at, of="employees")
    number = np.arange(size)
    shared: dict[str, Any] = {
        "response_id": ids("staff-", number), "survey": ["staff"] * size, "survey_version": np.ones(size, dtype=np.int64),
        "respondent": ["employee"] * size, "employee_id": staff_ids(who),
        "channel": ["web"] * size, "language": words(LANGUAGES, people.country[who]), "answered_at": at,
    }  # fmt: skip
    return [
        assemble(
            "answers", size, answer_id=ids("staff-score-", number), question=["satisfied with work"] * size,
            instrument=["employee"] * size, scale=["1-10"] * size, score=score.astype(np.float64), **shared,
        ),
        assemble(
            "answers", size, answer_id=ids("staff-content-", number), question=["content"] * size,
            instrument=["employee"] * size, choice=words(_SAYS_YES, (score < scores.CONTENT_FROM).astype(np.int64)), **shared,
        ),
        assemble(
            "answers", size, answer_id=ids("staff-nps-", number), question=["recommend as employer"] * size,
            instrument=["nps"] * size, scale=["0-10"] * size, score=would, **shared,
        ),
    ]  # fmt: skip
