"""Answering a survey without JavaScript, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from web.surveys.conftest import filled, questions

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.surveys.models import Survey

Kept = Callable[[str], dict[str, dict[str, Any]]]


def response_id() -> str:
    from helder.web.surveys.models import Response

    return Response.objects.get().response_id


def test_a_follow_up_comes_on_the_next_page_where_it_is_due(publish: Callable[..., Survey], visitor: Client, kept: Kept) -> None:
    publish()
    page = visitor.get("/s/care")
    assert questions(page) == ["recommend"]
    page = visitor.post("/s/care", filled(page, recommend="3"))
    assert questions(page) == ["wrong", "ease"]
    over = visitor.post("/s/care", filled(page, wrong="The wait", ease="6", comment_ease="Clear site"), follow=True)
    assert "We read every word." in over.content.decode()
    rows = kept(response_id())
    assert {code: (row["score"], row["comment"]) for code, row in rows.items()} == {
        "recommend": (3.0, None),
        "wrong": (None, "The wait"),
        "ease": (6.0, "Clear site"),
    }
    assert visitor.cookies == {}


def test_someone_content_is_not_asked_what_went_wrong(publish: Callable[..., Survey], visitor: Client, kept: Kept) -> None:
    publish()
    page = visitor.post("/s/care", filled(visitor.get("/s/care"), recommend="10"))
    assert questions(page) == ["ease"]
    visitor.post("/s/care", filled(page))
    rows = kept(response_id())
    assert set(rows) == {"recommend", "ease"}
    assert rows["ease"]["score"] is None, "a question that was put and left blank has a row, for the completion rate"


def test_a_row_says_all_that_is_known_of_its_answer(publish: Callable[..., Survey], visitor: Client, kept: Kept) -> None:
    from helder.web.surveys.links import link

    publish()
    about = {"case_id": "k1", "contact_id": "n1", "order_id": "o1", "employee_id": "e1", "session_id": "s1"}
    address = link("care", invitation_id="i-9", customer_id="c1", touchpoint="phone", stage="service", channel="sms", **about)
    page = visitor.get(address, headers={"accept-language": "nl-NL,nl;q=0.9"})
    assert "Zou u ons aanbevelen?" in page.content.decode()
    visitor.post(address, filled(page, recommend="9"))
    row = kept(response_id())["recommend"]
    assert row["answer_id"] == f"{response_id()}:recommend"
    expected = {
        **about, "customer_id": "c1", "touchpoint": "phone", "stage": "service", "channel": "sms", "language": "nl",
        "survey": "care", "survey_version": 1, "instrument": "nps", "scale": "0-10", "score": 9.0, "respondent": "customer",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert row["asked_at"] <= row["answered_at"]


def test_a_changed_answer_replaces_the_row(publish: Callable[..., Survey], visitor: Client, kept: Kept) -> None:
    publish()
    first = visitor.get("/s/care")
    visitor.post("/s/care", filled(first, recommend="2"))
    page = visitor.post("/s/care", filled(first, recommend="8"))
    assert kept(response_id())["recommend"]["score"] == 8.0
    visitor.post("/s/care", filled(page, ease="7"))
    again = visitor.post("/s/care", filled(first, recommend="0"))
    assert "already answered" in again.content.decode()
    assert kept(response_id())["recommend"]["score"] == 8.0


def test_what_is_missing_is_said_beside_the_question(publish: Callable[..., Survey], visitor: Client) -> None:
    publish()
    page = visitor.post("/s/care", filled(visitor.get("/s/care")))
    assert page.status_code == 400
    text = page.content.decode()
    assert "Please answer this question." in text
    assert 'aria-describedby="fault-recommend"' in text


def test_the_language_changes_and_what_was_chosen_stays(publish: Callable[..., Survey], visitor: Client) -> None:
    from helder.web.surveys.models import Response

    publish()
    page = visitor.post("/s/care", {**filled(visitor.get("/s/care"), recommend="4"), "lang": "da"})
    text = page.content.decode()
    assert '<html lang="da"' in text
    assert 'value="4" checked' in text
    assert not Response.objects.exists()
    assert 'lang="da"' in visitor.post("/s/care", filled(page, recommend="4")).content.decode()
