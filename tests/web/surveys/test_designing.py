"""Making surveys in the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from web.surveys.conftest import filled, questions

from helder.web.surveys.starting import BLANK, STARTS, definition

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.surveys.models import Survey

SignedIn = Callable[[str], "Client"]


def one(key: str) -> Survey:
    from helder.web.surveys.models import Survey

    return Survey.objects.get(key=key)


@pytest.mark.parametrize("start", [start.key for start in STARTS if start.key != BLANK])
def test_a_ready_made_survey_is_whole_in_three_languages(start: str) -> None:
    made = definition(start)
    assert made.languages == ("en", "nl", "da")
    for question in made.questions:
        words = [question.text, question.low, question.high, question.comment, *(choice.label for choice in question.choices)]
        assert all(set(text) == {"en", "nl", "da"} for text in words if text)
        assert question.text


def test_every_page_of_every_ready_made_survey_keeps_what_it_shows(signed_in: SignedIn) -> None:
    from helder.web.surveys.question_form import QuestionForm

    client = signed_in("manager")
    for start in STARTS:
        made = client.post("/surveys", {"name": start.key, "start": start.key}).headers["Location"].removesuffix("/questions")
        survey = one(made.removeprefix("/surveys/"))
        for page in ("", "/questions", "/words", "/look", "/preview"):
            assert client.get(f"{made}{page}").status_code == 200
        for code in [question["code"] for question in survey.draft["questions"]]:
            assert client.get(f"{made}/questions/{code}").status_code == 200
            fields = QuestionForm(survey.drafted, survey.drafted.by_code[code]).fields
            said = {name: field.initial for name, field in fields.items() if field.initial not in (None, False)}
            answer = client.post(f"{made}/questions/{code}", said)
            assert answer.status_code == 302, answer.content.decode()
        assert one(survey.key).drafted == survey.drafted


def test_from_an_empty_survey_to_a_published_one(signed_in: SignedIn, visitor: Client) -> None:
    client = signed_in("manager")
    client.post("/surveys", {"name": "Æblegrød & co", "start": BLANK})
    assert "has no questions" in client.post("/surveys/blegrd-co/act", {"do": "publish"}).content.decode()
    added = client.post("/surveys/blegrd-co/questions", {"kind": "nps"})
    assert added.headers["Location"] == "/surveys/blegrd-co/questions/nps"
    client.post("/surveys/blegrd-co/questions", {"kind": "text"})
    said = {"about_code": "why", "text__en": "Why?", "when_question": "nps", "when_at_most": "6"}
    assert client.post("/surveys/blegrd-co/questions/text", said).status_code == 302
    assert visitor.get("/s/blegrd-co").status_code == 404
    client.post("/surveys/blegrd-co/act", {"do": "publish"})
    page = visitor.post("/s/blegrd-co", filled(visitor.get("/s/blegrd-co"), nps="1"))
    assert questions(page) == ["why"]


def test_a_published_version_stays_as_it_was(signed_in: SignedIn, publish: Callable[..., Survey]) -> None:
    survey, client = publish(), signed_in("manager")
    client.post("/surveys/care/questions/ease/order", {"do": "remove"})
    assert [q["code"] for q in survey.versions.get().content["questions"]] == ["recommend", "wrong", "ease"]
    client.post("/surveys/care/act", {"do": "undo"})
    assert one("care").draft == survey.versions.get().content
    client.post("/surveys/care/questions/ease/order", {"do": "remove"})
    client.post("/surveys/care/act", {"do": "publish"})
    client.post("/surveys/care/act", {"do": "publish"})
    assert [version.number for version in survey.versions.all()] == [2, 1], "what has not changed is no new version"


def test_a_survey_goes_to_a_file_and_back(signed_in: SignedIn, publish: Callable[..., Survey]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    survey, client = publish(), signed_in("manager")
    saved = client.get("/surveys/care/definition.json").content
    file = SimpleUploadedFile("care.json", saved)
    client.post("/surveys", {"name": "Again", "start": "nps", "file": file})
    assert one("again").drafted == survey.drafted
    broken = SimpleUploadedFile("care.json", json.dumps({"title": {"en": "x"}, "questions": [{"code": "a"}]}).encode())
    page = client.post("/surveys", {"name": "Broken", "start": "nps", "file": broken})
    assert "question 1 (a): There is no kind of question" in page.content.decode()
    assert client.post("/surveys/care/act", {"do": "copy"}).headers["Location"] == "/surveys/care-copied/questions"


def test_only_what_was_never_published_can_be_thrown_away(signed_in: SignedIn, publish: Callable[..., Survey]) -> None:
    from helder.web.surveys.models import Survey

    publish()
    client = signed_in("manager")
    client.post("/surveys", {"name": "Mine", "start": "nps"})
    assert client.post("/surveys/mine/act", {"do": "remove"}).status_code == 302
    assert client.post("/surveys/care/act", {"do": "remove"}).status_code == 400
    assert [survey.key for survey in Survey.objects.all()] == ["care"]


def test_the_preview_shows_the_draft_and_keeps_nothing(signed_in: SignedIn) -> None:
    from helder.web.surveys.models import Response

    client = signed_in("manager")
    client.post("/surveys", {"name": "Mine", "start": "nps"})
    page = client.get("/surveys/mine/preview", headers={"accept-language": "da"})
    assert "nothing is kept" in client.get("/surveys/mine/preview").content.decode()
    assert "Hvor sandsynligt" in page.content.decode()
    assert questions(client.post("/surveys/mine/preview", filled(page, recommend="10"))) == ["liked"]
    assert not Response.objects.exists()


def test_a_preview_that_goes_on_from_no_page_of_ours_is_out_of_date(signed_in: SignedIn) -> None:
    client = signed_in("manager")
    client.post("/surveys", {"name": "Mine", "start": "nps"})
    page = client.post("/surveys/mine/preview", {"state": "garbage"})
    assert page.status_code == 400
    assert "out of date" in page.content.decode()


def test_only_those_who_may_make_surveys_do(signed_in: SignedIn, publish: Callable[..., Survey]) -> None:
    publish()
    viewer = signed_in("viewer")
    for page in ("/surveys", "/surveys/care", "/surveys/care/questions", "/surveys/care/preview", "/surveys/care/code.svg"):
        assert viewer.get(page).status_code == 403
    assert viewer.post("/surveys/care/act", {"do": "closed"}).status_code == 403
