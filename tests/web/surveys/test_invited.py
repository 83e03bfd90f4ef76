"""Links for one person: answered once, opened by machines without effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from web.surveys.conftest import filled

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.surveys.models import Survey

Kept = Callable[[str], dict[str, dict[str, Any]]]


def heard() -> dict[str, list[dict[str, Any]]]:
    """What the signals say from now on."""
    from helder.web.surveys import signals

    told: dict[str, list[dict[str, Any]]] = {"opened": [], "answered": []}
    signals.opened.connect(lambda **said: told["opened"].append(said), weak=False, dispatch_uid="test")
    signals.answered.connect(lambda **said: told["answered"].append(said), weak=False, dispatch_uid="test")
    return told


def silent() -> None:
    from helder.web.surveys import signals

    signals.opened.disconnect(dispatch_uid="test")
    signals.answered.disconnect(dispatch_uid="test")


def test_a_scanner_that_follows_every_link_of_a_mail_counts_nothing(publish: Callable[..., Survey], visitor: Client) -> None:
    from helder.web.surveys.links import link
    from helder.web.surveys.models import Response

    publish()
    told = heard()
    try:
        for score in range(11):
            address = link("care", invitation_id="i1", first_question="recommend", first_answer=score)
            assert visitor.get(address).status_code == 200
            assert visitor.head(address).status_code == 200
        assert told == {"opened": [], "answered": []}
        assert not Response.objects.exists()
    finally:
        silent()


def test_a_person_who_clicked_nine_goes_on_from_there(publish: Callable[..., Survey], visitor: Client, kept: Kept) -> None:
    from helder.web.surveys.links import link
    from helder.web.surveys.models import Response

    publish()
    told = heard()
    try:
        address = link("care", invitation_id="i1", customer_id="c1", first_question="recommend", first_answer=9)
        page = visitor.get(address)
        assert 'value="9" checked' in page.content.decode()
        assert visitor.post(address, {**filled(page), "keep": "1"}).status_code == 204
        partial = Response.objects.get()
        assert kept(partial.response_id)["recommend"]["score"] == 9.0
        assert partial.completed_at is None
        visitor.post(address, filled(page, ease="5"))
    finally:
        silent()
    assert {one["invitation_id"] for one in told["opened"]} == {"i1"}
    first, last = told["answered"]
    assert (first["complete"], last["complete"], last["customer_id"]) == (False, True, "c1")
    assert {row["question"] for row in last["answers"]} == {"recommend", "ease"}


def test_two_tabs_of_one_invitation_are_one_response(publish: Callable[..., Survey], visitor: Client, kept: Kept) -> None:
    from helder.web.surveys.links import link
    from helder.web.surveys.models import Response

    publish()
    address = link("care", invitation_id="i1")
    one, other = visitor.get(address), visitor.get(address)
    visitor.post(address, filled(one, recommend="2"))
    page = visitor.post(address, filled(other, recommend="7"))
    assert kept(Response.objects.get().response_id)["recommend"]["score"] == 7.0
    visitor.post(address, filled(page, ease="1"))
    assert "already answered" in visitor.post(address, filled(one, recommend="0")).content.decode()
    assert "already answered" in visitor.get(address).content.decode()


def test_someone_who_comes_back_finds_what_they_said(publish: Callable[..., Survey], visitor: Client) -> None:
    from helder.web.surveys import actions, reading
    from helder.web.surveys.links import link

    survey = publish()
    address = link("care", invitation_id="i1")
    visitor.post(address, {**filled(visitor.get(address), recommend="5"), "keep": "1"})
    fewer = {**survey.draft, "questions": survey.draft["questions"][2:]}
    actions.redraft(survey, reading.from_json(fewer))
    actions.publish(survey)
    page = visitor.get(address).content.decode()
    assert 'value="5" checked' in page, "the version that was begun is answered to its end"
    assert "Would you recommend" not in visitor.get("/s/care").content.decode()


def test_a_link_that_is_too_late_or_cut_off_says_so_kindly(publish: Callable[..., Survey], visitor: Client) -> None:
    from helder.web.surveys import actions
    from helder.web.surveys.links import link
    from helder.web.surveys.models import State

    survey = publish(open_to_all=False)
    late = visitor.get(link("care", expires=datetime.now(UTC) - timedelta(hours=1)))
    assert (late.status_code, "Thank you for wanting to help" in late.content.decode()) == (410, True)
    cut = visitor.get(link("care")[:-4], headers={"accept-language": "da"})
    assert (cut.status_code, "klippet over" in cut.content.decode()) == (404, True)
    assert visitor.get("/s/care").status_code == 404
    actions.put(survey, State.PAUSED)
    assert "is paused" in visitor.get(link("care")).content.decode()
    actions.put(survey, State.CLOSED)
    assert visitor.get(link("care")).status_code == 410
