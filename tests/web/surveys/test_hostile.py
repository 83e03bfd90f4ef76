"""Forms that no page of ours sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from web.surveys.conftest import CARE, filled

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.surveys.models import Survey


def nothing_kept() -> bool:
    from helder.web.surveys.models import Response

    return not Response.objects.exists()


@pytest.mark.parametrize("score", ["11", "-1", "9.5", "nan", "inf", "1e400", "x" * 50])
def test_a_score_off_the_scale_is_refused(publish: Callable[..., Survey], visitor: Client, score: str) -> None:
    publish()
    page = visitor.post("/s/care", filled(visitor.get("/s/care"), recommend=score))
    assert page.status_code == 400
    assert "Choose one of the answers." in page.content.decode()
    assert nothing_kept()


def test_an_unknown_question_is_left_aside(publish: Callable[..., Survey], visitor: Client) -> None:
    from helder.web.surveys.models import Response

    publish()
    sent = filled(visitor.get("/s/care"), recommend="9", nonsense="1")
    visitor.post("/s/care", {**sent, "shown": [*sent["shown"], "nonsense"]})
    assert set(Response.objects.get().answers) == {"recommend", "ease"}


def test_what_the_address_says_has_no_character_that_no_text_has(publish: Callable[..., Survey], visitor: Client) -> None:
    from helder.web.surveys.models import Response

    publish()
    page = visitor.get("/s/care?session_id=a%00b&touchpoint=%00&stage=%00%20service")
    visitor.post("/s/care", filled(page, recommend="9"))
    assert Response.objects.get().link == {"session_id": "ab", "stage": "service", "channel": "link"}


@pytest.mark.parametrize("size", [10_000_000, 100_000])
def test_a_field_too_large_is_refused_clearly(publish: Callable[..., Survey], visitor: Client, size: int) -> None:
    publish()
    page = visitor.post("/s/care", filled(visitor.get("/s/care"), recommend="9", comment_ease="x" * size))
    assert page.status_code == 413
    assert "too much to send" in page.content.decode()
    assert nothing_kept()


def test_a_body_that_hides_its_size_is_refused(publish: Callable[..., Survey], visitor: Client) -> None:
    publish()
    assert visitor.post("/s/care", filled(visitor.get("/s/care"), recommend="9"), CONTENT_LENGTH="").status_code == 413
    assert nothing_kept()


def test_a_text_too_long_is_told_not_cut_and_the_rest_is_kept(publish: Callable[..., Survey], visitor: Client) -> None:
    from helder.web.surveys.models import Response

    publish()
    page = visitor.post("/s/care", filled(visitor.get("/s/care"), recommend="3"))
    refused = visitor.post("/s/care", filled(page, wrong="x" * 4001, ease="2"))
    assert "at most 4000 characters" in refused.content.decode()
    response = Response.objects.get()
    assert response.answers["ease"]["score"] == 2.0
    assert response.completed_at is None


def test_a_form_belongs_to_its_own_link(publish: Callable[..., Survey], visitor: Client) -> None:
    from helder.web.surveys.links import link

    publish()
    publish({**CARE, "title": {"en": "Other"}}, "Other")
    sent = filled(visitor.get("/s/care"), recommend="9")
    for address in ("/s/other", link("care", invitation_id="i1")):
        assert "out of date" in visitor.post(address, sent).content.decode()
    for state in ("", "x", sent["state"][0][:-3]):
        assert visitor.post("/s/care", {**sent, "state": state}).status_code == 400
    assert nothing_kept()


def test_a_form_without_any_answer_is_no_response(publish: Callable[..., Survey], visitor: Client) -> None:
    publish({**CARE, "questions": CARE["questions"][2:]})
    page = visitor.post("/s/care", filled(visitor.get("/s/care")))
    assert "at least one question" in page.content.decode()
    assert nothing_kept()


def test_one_address_cannot_flood(publish: Callable[..., Survey], visitor: Client) -> None:
    publish()
    sent = filled(visitor.get("/s/care"), recommend="9")
    statuses = [visitor.post("/s/care", {**sent, "state": "x"}, REMOTE_ADDR="192.0.2.7").status_code for _ in range(140)]
    assert statuses[0] == 400
    assert statuses[-1] == 429
    told = visitor.post("/s/care", sent, REMOTE_ADDR="192.0.2.7", headers={"accept-language": "nl"})
    assert int(told.headers["Retry-After"]) >= 1
    assert "Dat ging erg snel" in told.content.decode()
    assert visitor.post("/s/care", sent).status_code == 200
