"""Today's board: the day so far by the hour, against the same part of yesterday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from helder.engines import open_engine
from helder.model import TABLES
from helder.web.boards.data import Questions
from helder.web.boards.view import read
from helder.workspace import Workspace

if TYPE_CHECKING:
    from django.test import Client

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def day(site: object, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site with two answers in each hour of today and yesterday so far, promoters today and detractors yesterday."""
    from helder.web import serving

    questions = Questions(Workspace(open_engine("duckdb://", zone=str(ZONE)), "EUR"), "EUR")
    midnight = datetime.combine(questions.today(), datetime.min.time(), ZONE).astimezone(UTC).replace(tzinfo=None)
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = [
        {"answer_id": f"{i}-{days}-{late}", "instrument": "nps", "score": 3.0 if days else 10.0, "answered_at": at}
        for days in (0, 1)
        for i in range(24)
        for late in (1, 20)
        if (at := midnight + timedelta(hours=i, minutes=late) - timedelta(days=days)) < now - timedelta(days=days, minutes=2)
    ]
    with questions.workspace.engine.write() as writer:
        writer.append(TABLES["answers"], pa.Table.from_pylist(rows or [{"answer_id": "x", "answered_at": now}]), source="a day")
    monkeypatch.setattr(serving.now(), "questions", questions)
    yield questions, sum(row["answer_id"].split("-")[1] == "0" for row in rows)
    questions.close()


def test_its_figures_are_of_the_day_so_far_and_of_as_much_of_yesterday(day: tuple[Questions, int]) -> None:
    questions, so_far = day
    if not so_far:
        pytest.skip("the day has only just begun")
    figures = questions.figures(("nps",), read({"period": "today"}, questions.today()))
    (whole,) = figures.whole["nps"]
    assert (whole["value"], whole["n"], whole["previous"]) == (100.0, so_far, -100.0)
    cells = figures.cells["nps"]
    assert [row["start"].hour for row in cells] == list(range(datetime.now(ZONE).hour + 1))
    assert sum(row["n"] for row in cells) == so_far


def test_an_hour_without_rows_is_there_without_a_value(site: object) -> None:
    questions = Questions(Workspace(open_engine("duckdb://", zone=str(ZONE)), "EUR"), "EUR")
    yesterday = questions.today() - timedelta(days=1)
    at = [datetime.combine(yesterday, time(hour), ZONE).astimezone(UTC).replace(tzinfo=None) for hour in (4, 9)]
    rows = [{"answer_id": str(i), "instrument": "nps", "score": 10.0, "answered_at": moment} for i, moment in enumerate(at)]
    with questions.workspace.engine.write() as writer:
        writer.append(TABLES["answers"], pa.Table.from_pylist(rows), source="a day")
    cells = questions.figures(("nps", "csat"), read({"since": str(yesterday), "until": str(yesterday)}, questions.today())).cells
    assert {row["start"].hour: (row["value"], row["n"]) for row in cells["nps"] if row["n"]} == {4: (100.0, 1), 9: (100.0, 1)}
    assert [row["value"] for row in cells["nps"] if not row["n"]] == [None] * 22
    assert "csat" not in cells
    questions.close()


def test_the_page_shows_hours_and_says_which_is_not_over(signed_in: Callable[[str], Client], day: tuple[Questions, int]) -> None:
    if not day[1]:
        pytest.skip("the day has only just begun")
    page = signed_in("viewer").get("/?period=today").content.decode()
    assert "00:00" in page
    assert "Hour" in page
