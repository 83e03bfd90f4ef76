"""What is asked in confidence gives no small group back: by a sum beside it, within a department, or by what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import product
from random import Random

import numpy as np
import pyarrow as pa
import pytest

import helder
from helder.model import table
from helder.query.scope import Scope
from helder.workspace import Workspace

MONDAY, WEEKS, CHANNELS = date(2026, 3, 2), 6, ("phone", "chat", "email")
PERIOD = {"since": MONDAY, "until": MONDAY + timedelta(weeks=WEEKS), "confidential": True}
Counts = dict[tuple[int, str], int]
Opens = Callable[..., Workspace]


@pytest.fixture
def company() -> Iterator[Opens]:
    """Opens a company with so many calls of each week and channel, of the team they are of."""
    opened = []

    def made(counts: Counts, team: str = "a", **others: Counts) -> Workspace:
        rows = [
            {"channel": channel, "team": name, "offered_at": datetime(2026, 3, 4) + timedelta(weeks=week)}
            for name, some in {team: counts, **others}.items()
            for (week, channel), n in some.items()
            for _ in range(n)
        ]
        workspace = helder.connect(zone="UTC")
        opened.append(workspace)
        with workspace.engine.write() as writer:
            writer.append(
                table("contacts"), pa.Table.from_pylist([{"contact_id": str(i), **r} for i, r in enumerate(rows)]), source="t"
            )
        return workspace

    yield made
    for workspace in opened:
        workspace.close()


def test_a_week_is_not_the_whole_less_the_other_weeks(company: Opens) -> None:
    workspace = company({(0, "phone"): 9, (1, "phone"): 2, (2, "phone"): 7, (3, "phone"): 8})
    (whole,) = workspace.show("contact_volume", **PERIOD)
    weeks = list(workspace.show("contact_volume", grain="week", **PERIOD))
    assert whole.value == 26
    assert [row.n for row in weeks] == [9, None, None, 8, 0, 0]
    assert [row.value for row in weeks if row.suppressed] == [None, None]


def test_a_whole_without_small_weeks_is_told_in_full(company: Opens) -> None:
    workspace = company(dict.fromkeys(product(range(WEEKS), CHANNELS), 5))
    answer = workspace.show("contact_volume", by=["channel"], grain="week", **PERIOD)
    assert {row.value for row in answer} == {5}


def test_an_answer_without_rows_is_empty(company: Opens) -> None:
    workspace = company({(0, "phone"): 9})
    assert not list(workspace.show("contact_volume", by=["channel"], grain="week", where="channel = 'none'", **PERIOD))


@pytest.mark.parametrize("seed", range(12))
def test_no_small_cell_follows_from_what_one_period_shows(company: Opens, seed: int) -> None:
    """The whole, its weeks, its channels, and its channels by week: each figure an equation over channels by week."""
    random = Random(seed)
    cells = list(product(range(WEEKS), CHANNELS))
    counts = {cell: random.choice((0, 1, 3, 6, 8, 12, 20)) for cell in cells}
    workspace, equations = company(counts), []
    for by, grain in product(((), ("channel",)), (None, "week")):
        for row in workspace.show("contact_volume", by=by, grain=grain, **PERIOD):
            if not row.suppressed:
                alike = [
                    (grain is None or week == (row.start - MONDAY).days // 7) and row.by in ((), (channel,))
                    for week, channel in cells
                ]
                equations.append(np.array(alike, dtype=float))
    small = [cell for cell, n in counts.items() if 0 < n < 5]
    assert small
    known = np.linalg.matrix_rank(np.array(equations))
    for cell in small:
        one = np.array([float(other == cell) for other in cells])
        assert np.linalg.matrix_rank(np.array([*equations, one])) > known, cell


def test_what_covers_a_small_group_is_of_the_department_that_is_seen(company: Opens) -> None:
    """Of team a there are 4 by mail and chat, of the company 8: the team's whole less its calls would tell the 4."""
    workspace = company({(0, "phone"): 30, (0, "chat"): 2, (0, "email"): 2}, b={(0, "chat"): 4})
    seen = workspace.within(Scope(((("team", ("a",)),),)))
    asked = {"by": ["channel"], **PERIOD}
    assert {row.by[0]: row.value for row in workspace.show("contact_volume", **asked)}["phone"] == 30
    assert {row.by[0]: row.value for row in seen.show("contact_volume", **asked)} == dict.fromkeys(CHANNELS)


def test_an_explanation_does_not_tell_how_many_were_left_out(company: Opens) -> None:
    told = company({(0, "phone"): 9}).explain("contact_volume", **PERIOD)
    assert (told.counted, told.read, len(told.sample)) == (9, None, 0)
    assert set(told.left_out.values()) == {None}
    assert {part["read"] for part in told.to_record()["parts"]} == {None}


def test_a_roll_up_that_does_not_know_the_department_judges_nothing() -> None:
    """What is judged are rows by channel, of those in Dutch: a roll-up by channel alone has not got them."""
    about = {"instrument": "nps", "scale": "0-10", "score": 8.0, "answered_at": datetime(2026, 3, 4)}
    rows = [
        {"answer_id": str(i), "channel": "chat" if i < 3 else "phone", "language": "nl" if i % 2 else "da", **about}
        for i in range(30)
    ]
    with helder.connect(zone="UTC") as workspace:
        with workspace.engine.write() as writer:
            writer.append(table("answers"), pa.Table.from_pylist(rows), source="t")
        assert list(workspace.rollups.add(("channel",)))
        seen = workspace.within(Scope(((("language", ("nl",)),),)))
        assert {row.n for row in seen.show("nps", by=["channel"], **PERIOD)} == {None}
        assert [row.n for row in seen.show("nps", **PERIOD)] == [15]
