"""Which questions count as put to a respondent: those on the pages served, as long as they are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from web.surveys.conftest import CARE, filled

from helder.model import TABLES

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving
    from helder.web.surveys.models import Survey

#: By question; None for a question asked no more.
Kept = Callable[[str], dict[str | None, dict[str, Any]]]
Rate = Callable[[], tuple[float | None, int | None]]


@pytest.fixture
def opinion(publish: Callable[..., Survey]) -> Survey:
    """The ready-made survey of recommendation: each score has its own follow-up."""
    from helder.web.surveys import reading
    from helder.web.surveys.starting import definition

    return publish(reading.to_json(definition("nps")), "Opinion")


@pytest.fixture
def rate(opinion: Survey, site: Serving) -> Rate:
    """How many answered all that was put, and of how many."""

    def ask() -> tuple[float | None, int | None]:
        site.arrivals.flush()
        condition = {"where": f"survey = '{opinion.key}'", "params": {"questions": "put"}}
        (row,) = site.questions.workspace.show("completion_rate", **condition)
        return row.numerator, row.n

    return ask


def response_id() -> str:
    from helder.web.surveys.models import Response

    return Response.objects.latest("pk").response_id


def keep(visitor: Client, page: Any, *shown: str, **answers: str) -> None:
    """What the page's script sends while one answers."""
    sent = {**filled(page, **answers), "shown": list(shown), "keep": "1"}
    assert visitor.post("/s/opinion", sent).status_code == 204


def change_of_mind(visitor: Client) -> None:
    """Someone chooses 3, writes what is wrong, then chooses 9 and writes what they like."""
    page = visitor.get("/s/opinion")
    keep(visitor, page, "recommend", "wrong", recommend="3")
    keep(visitor, page, "recommend", "wrong", recommend="3", wrong="dirty shop")
    keep(visitor, page, "recommend", "liked", recommend="9")
    sent = {**filled(page, recommend="9", liked="The people"), "shown": ["recommend", "liked"]}
    assert visitor.post("/s/opinion", sent).status_code == 303


def test_a_question_asked_no_more_counts_for_nothing(visitor: Client, rate: Rate, kept: Kept) -> None:
    for _ in range(3):
        change_of_mind(visitor)
    assert rate() == (3, 3)
    rows = kept(response_id())
    assert set(rows) == {"recommend", "liked", None}
    told = {column.name for column in TABLES["answers"].columns if rows[None][column.name] is not None}
    assert told == {"answer_id", "response_id", "survey", "survey_version", "asked_at", "answered_at"}


def test_its_answer_is_not_among_the_results(visitor: Client, opinion: Survey, site: Serving) -> None:
    from helder.web.surveys.results import results, said

    change_of_mind(visitor)
    site.arrivals.flush()
    found = {one.code: (one.answered, one.blank) for one in results(opinion, opinion.drafted, site.questions)}
    assert found == {"recommend": (1, 0), "wrong": (0, 0), "missing": (0, 0), "liked": (1, 0)}
    assert [one.comment for one in said(opinion, opinion.drafted, site.questions)] == ["The people"]


def test_a_question_asked_again_counts_again(visitor: Client, opinion: Survey, kept: Kept) -> None:
    page = visitor.get("/s/opinion")
    for score, follow_up in (("3", "wrong"), ("9", "liked"), ("3", "wrong")):
        keep(visitor, page, "recommend", follow_up, recommend=score, **{follow_up: f"Why {score}"})
    rows = kept(response_id())
    assert rows["wrong"]["comment"] == "Why 3"
    assert set(rows) == {"recommend", "wrong", None}


def test_who_leaves_at_the_second_page_has_not_answered_all(visitor: Client, rate: Rate, kept: Kept) -> None:
    pages = [visitor.post("/s/opinion", filled(visitor.get("/s/opinion"), recommend="3")) for _ in range(4)]
    assert rate() == (0, 4)
    visitor.post("/s/opinion", filled(pages[-1], wrong="The wait"))
    assert rate() == (1, 4)
    rows = kept(response_id())
    assert rows["recommend"]["asked_at"] <= rows["wrong"]["asked_at"] <= rows["wrong"]["answered_at"]


def test_an_earlier_page_sent_with_nothing_on_it_was_put(publish: Callable[..., Survey], visitor: Client, kept: Kept) -> None:
    first, *others = CARE["questions"]
    publish({**CARE, "questions": [{**first, "required": False}, *others]})
    page = visitor.post("/s/care", filled(visitor.get("/s/care")))
    visitor.post("/s/care", filled(page, ease="5"))
    assert {code: row["score"] for code, row in kept(response_id()).items()} == {"recommend": None, "ease": 5.0}


def test_what_is_wrong_with_an_answer_is_said_as_often_as_it_is_sent(publish: Callable[..., Survey], visitor: Client) -> None:
    publish({**CARE, "questions": [{**CARE["questions"][2], "code": "quick"}, CARE["questions"][0]]})
    page = visitor.get("/s/care")
    for _ in range(2):
        refused = visitor.post("/s/care", filled(page, quick="5", recommend="11"))
        assert "Choose one of the answers." in refused.content.decode()
