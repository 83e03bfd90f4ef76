"""One question of a survey, in its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.surveys.models import Survey

SignedIn = Callable[[str], "Client"]


def one(key: str) -> Survey:
    from helder.web.surveys.models import Survey

    return Survey.objects.get(key=key)


def test_a_question_others_hang_on_stays_before_them(signed_in: SignedIn, publish: Callable[..., Survey]) -> None:
    publish()
    client = signed_in("manager")
    for do in ("remove", "down"):
        page = client.post("/surveys/care/questions/recommend/order", {"do": do}, follow=True)
        assert "Change that question first" in page.content.decode()
    client.post("/surveys/care/questions/ease/order", {"do": "up"})
    assert [q["code"] for q in one("care").draft["questions"]] == ["recommend", "ease", "wrong"]
    said = {"about_code": "nps", "text__en": "Would you?", "scale": "1-5"}
    client.post("/surveys/care/questions/recommend", said)
    assert one("care").drafted.questions[2].when.question == "nps"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"text__en": ""}, "required"),
        ({"about_code": "Q 1"}, "It cannot be"),
        ({"about_code": "ease"}, "Two questions have the code"),
        ({"scale": "words", "values": "bad\ngood"}, "cannot have 2 words"),
        ({"scale": "words", "values": ""}, "has its words among"),
        ({"scale": "0-99"}, "Select a valid choice"),
    ],
)
def test_a_question_that_cannot_be_is_told_beside_its_form(
    signed_in: SignedIn, publish: Callable[..., Survey], said: dict[str, Any], told: str
) -> None:
    publish()
    base = {"about_code": "recommend", "text__en": "Would you?", "scale": "0-10"}
    page = signed_in("manager").post("/surveys/care/questions/recommend", {**base, **said})
    assert page.status_code == 400
    assert told in page.content.decode()
