"""One who asks everything and solves the equations finds no small group of employees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from random import Random

import numpy as np
import pytest
from oracle.attacker import Attacker, Row, team

EMPLOYEES, CHANNELS = ["e0", "e1", "e2", "e3"], ["chat", "phone"]
DAYS = [date(2026, *day) for day in ((1, 12), (2, 10), (3, 2), (3, 16), (3, 17), (4, 6), (5, 4))]
#: Ends of windows: between months, between weeks, and within a week.
ENDS = [date(2026, *day) for day in ((2, 1), (3, 1), (3, 16), (3, 17), (4, 1), (5, 1))]
WINDOWS = [(since, until) for i, since in enumerate([None, *ENDS]) for until in [*ENDS[i:], None]]
SLICES = [(), ("employee",), ("channel",), ("team",), ("employee", "channel"), ("team", "channel"), ("employee", "team")]
Takes = Callable[[Row], bool]


def company(seed: int) -> list[Row]:
    """Rows of four employees, some of whom do much, some little, and not every day."""
    random = Random(seed)
    rows: list[Row] = []
    for employee in EMPLOYEES:
        most = random.choice([1, 2, 4, 8, 12])
        for channel in CHANNELS:
            for day in DAYS:
                rows += [(employee, channel, day)] * (random.randrange(most + 1) if random.random() < 0.65 else 0)
    return rows


def filters() -> Iterator[tuple[tuple[str, ...], Takes]]:
    """Names a condition speaks of, and the rows it takes."""
    yield (), lambda row: True
    for one in EMPLOYEES:
        yield ("employee",), lambda row, one=one: row[0] == one
        yield ("employee",), lambda row, one=one: row[0] != one
    for pair in combinations(EMPLOYEES, 2):
        yield ("employee",), lambda row, pair=pair: row[0] in pair
    for channel in CHANNELS:
        yield ("channel",), lambda row, channel=channel: row[1] == channel
    for colour in ("red", "blue"):
        yield ("team",), lambda row, colour=colour: team(row[0]) == colour
    yield ("employee", "channel"), lambda row: row[0] == "e1" and row[1] == "phone"
    yield ("employee", "channel"), lambda row: row[0] == "e0" or row[1] == "chat"


def asked_everything(
    rows: list[Row], minimum: int, windows: list[tuple[date | None, date | None]], *, over_time: bool = True
) -> Attacker:
    attacker = Attacker(rows, EMPLOYEES, CHANNELS, DAYS, minimum, over_time)
    for by in SLICES:
        for names, takes in filters():
            attacker.ask(by, names, takes, windows)
    return attacker


def small_groups(attacker: Attacker) -> Iterator[tuple[object, np.ndarray]]:
    """Every employee and pair, by channel and in all, in every window, where there are one to four rows of them."""
    for who in (*((one,) for one in EMPLOYEES), *combinations(EMPLOYEES, 2)):
        for channels in (["chat"], ["phone"], CHANNELS):
            for since, until in WINDOWS:
                group = attacker.vector(
                    lambda row, w=who, c=channels, s=since, u=until: (
                        row[0] in w and row[1] in c and (not s or row[2] >= s) and (not u or row[2] < u)
                    )
                )
                if 0 < attacker.n(group) < 5:
                    yield (who, channels, since, until), group


@pytest.mark.parametrize("seed", [0, 2, 4])
def test_no_small_group_follows_from_all_answers_together(seed: int) -> None:
    attacker = asked_everything(company(seed), 5, WINDOWS)
    knows = attacker.knows()
    groups = list(small_groups(attacker))
    assert len(groups) > 10
    assert [named for named, group in groups if knows(group)] == []


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("window", [(None, None), (ENDS[0], ENDS[4]), (ENDS[2], None)])
def test_none_follows_from_all_answers_over_one_window(seed: int, window: tuple[date | None, date | None]) -> None:
    """What holds where rows are customers', and windows are judged by themselves."""
    attacker = asked_everything(company(seed), 5, [window], over_time=False)
    knows = attacker.knows()
    assert [named for named, group in small_groups(attacker) if named[2:] == window and knows(group)] == []  # type: ignore[index]


def test_much_is_still_told() -> None:
    """Where everybody has enough every day, nothing is hidden."""
    rows = [(e, c, d) for e in EMPLOYEES for c in CHANNELS for d in DAYS for _ in range(5)]
    knows = asked_everything(rows, 5, WINDOWS[:3]).knows()
    attacker = Attacker(rows, EMPLOYEES, CHANNELS, DAYS)
    assert all(
        knows(attacker.vector(lambda row, e=e, c=c: row[:2] == (e, c) and row[2] < ENDS[0])) for e in EMPLOYEES for c in CHANNELS
    )


def test_the_attacker_finds_small_groups_where_nothing_is_hidden() -> None:
    attacker = asked_everything(company(2), 1, WINDOWS)
    knows = attacker.knows()
    assert all(knows(group) for _, group in small_groups(attacker))
