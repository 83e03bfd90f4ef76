"""Every metric against its definition, computed apart and row by row, on companies made up at random."""

from __future__ import annotations

import os
from random import Random

import pytest
from oracle.agree import disagreements
from oracle.company import ZONE, Company
from oracle.families import FAMILIES, Family, spans
from oracle.loading import frames, possible, store
from oracle.opening import CALENDARS

import helder

SEEDS = range(int(os.environ.get("ORACLE_SEEDS", "2")))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_cell_is_as_defined(family: Family, seed: int) -> None:
    """Value, n and fraction of each cell, by dimensions, grains, periods, zones and parameters at random."""
    random = Random(seed)
    company = Company(seed)
    data = company.people() | family.rows(company)
    with store(data, random.choice((ZONE, "UTC"))) as workspace:
        for _ in range(2):
            asked = family.asked(company, random)
            truth = family.truth(data, asked)
            answer = workspace.show(
                *truth, by=asked.by, grain=asked.grain, since=asked.since, until=asked.until, zone=asked.zone, params=asked.params
            )
            assert disagreements(answer.to_records(), truth, asked) == [], asked


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_frames_in_memory_give_the_same(family: Family) -> None:
    """Rows given as pandas frames, with amounts in units, agree with the definition too."""
    random, company = Random(11), Company(11)
    data = possible(company.people() | family.rows(company))
    asked = family.asked(company, random)
    truth = family.truth(data, asked)
    answer = helder.show(
        *truth,
        **frames(data),
        calendars=CALENDARS,
        by=asked.by,
        grain=asked.grain,
        since=asked.since,
        until=asked.until,
        zone=asked.zone,
        params=asked.params,
    )
    assert disagreements(answer.to_records(), truth, asked) == [], asked


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter", "year"])
def test_no_period_is_missing(grain: str) -> None:
    """Every group has every period from since until until, in order, whether anything happened or not."""
    random, company = Random(1), Company(1)
    family = next(f for f in FAMILIES if f.spanned)
    with store(company.people() | company.answers()) as workspace:
        asked = family.asked(company, random)
        answer = workspace.show("nps", "csat", by=["channel"], grain=grain, since=asked.since, until=asked.until)
    wanted = spans(type(asked)(grain=grain, since=asked.since, until=asked.until))
    groups: dict[tuple[object, ...], list[object]] = {}
    for row in answer:
        groups.setdefault((row.metric.name, row.by, row.labels), []).append(row.start)
    assert groups
    assert all(starts == wanted for starts in groups.values())
