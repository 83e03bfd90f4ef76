"""Answers to one question of one survey, as rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from helder.demo import comments, replies
from helder.demo.arrays import Bools, Ints, happens
from helder.demo.clock import LANGUAGES
from helder.demo.columns import Column, assemble, given, ids, words
from helder.demo.replies import Asked
from helder.demo.world import World

#: Share of answers with a remark: of the discontent, and of the content.
REMARKS = (0.5, 0.3)


def block(
    world: World,
    survey: int,
    part: str,
    question: str,
    instrument: str,
    size: int,
    country: Ints,
    /,
    apart: bool = False,
    **columns: Any,
) -> pa.Table:
    """Answers to one question of a survey; `part` tells its answers from those to the survey's other questions.

    apart: other people answered this question than the survey's others.
    """
    name = replies.SURVEYS[survey]
    number = np.arange(size)
    return assemble(
        "answers",
        size,
        answer_id=ids(f"{name}-{part}-", number),
        response_id=ids(f"{name}-{part}-" if apart else f"{name}-", number),
        survey=[name] * size,
        survey_version=(world.clock.day_of(columns["answered_at"]) >= world.story.chat).astype(np.int64) + 1,
        question=[question] * size,
        instrument=[instrument] * size,
        language=words(LANGUAGES, country),
        **columns,
    )


def remarks(rng: np.random.Generator, country: Ints, theme: Ints, good: Bools) -> Column:
    """A comment by some; the discontent more often."""
    return given(comments.comments(rng, country, theme, good), happens(rng, np.where(good, REMARKS[1], REMARKS[0]), len(good)))


def given_by(told: Asked) -> dict[str, Any]:
    """The columns that follow from an invitation and its answer."""
    return {
        "respondent": ["customer"] * len(told),
        "customer_id": ids("C", told.customer),
        "channel": words(replies.CHANNELS, told.channel),
        "asked_at": told.sent_at,
        "answered_at": told.answered_at,
    }
