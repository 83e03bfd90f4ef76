"""That no answer is lost, and none counted twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from web.surveys.conftest import filled

from helder.errors import StoreError

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving
    from helder.web.surveys.models import Survey

Kept = Callable[[str], dict[str, dict[str, Any]]]


def response() -> Any:
    from helder.web.surveys.models import Response

    return Response.objects.get()


def refusing(*given: Any, **more: Any) -> Future[Any]:
    """A way in that cannot keep anything, as on a full disk."""
    failed: Future[Any] = Future()
    failed.set_exception(StoreError("The disk is full."))
    return failed


def test_answers_that_cannot_come_in_are_kept_and_sent_again(
    publish: Callable[..., Survey], visitor: Client, kept: Kept, site: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    from helder.web.surveys.jobs import send_again

    publish()
    page = visitor.get("/s/care")
    with monkeypatch.context() as full:
        full.setattr(site.arrivals, "send", refusing)
        page = visitor.post("/s/care", filled(page, recommend="9"))
        over = visitor.post("/s/care", filled(page, ease="7"), follow=True)
        assert "Thank you" in over.content.decode()
    assert kept(response().response_id) == {}
    send_again()
    assert kept(response().response_id)["recommend"]["score"] == 9.0
    assert response().sent
    send_again()
    assert len(kept(response().response_id)) == 2


def test_what_a_respondent_said_is_kept_in_one_place_in_the_end(
    publish: Callable[..., Survey], visitor: Client, kept: Kept
) -> None:
    from helder.web.surveys.jobs import let_go
    from helder.web.surveys.models import Response

    publish()
    page = visitor.post("/s/care", filled(visitor.get("/s/care"), recommend="9"))
    visitor.post("/s/care", filled(page, ease="7"))
    let_go()
    assert response().answers["recommend"]["score"] == 9.0
    Response.objects.update(completed_at=datetime.now(UTC) - timedelta(days=8))
    let_go()
    assert response().answers == {}
    assert kept(response().response_id)["recommend"]["score"] == 9.0
    again = visitor.post("/s/care", filled(page, ease="1"))
    assert "already answered" in again.content.decode()


def test_one_begun_long_ago_is_over_and_its_answers_stay(publish: Callable[..., Survey], visitor: Client, kept: Kept) -> None:
    from helder.web.surveys.jobs import let_go
    from helder.web.surveys.links import link
    from helder.web.surveys.models import Response

    publish()
    address = link("care", invitation_id="i1")
    page = visitor.post(address, filled(visitor.get(address), recommend="9"))
    Response.objects.update(started_at=datetime.now(UTC) - timedelta(days=91))
    let_go()
    assert visitor.get(address).status_code == 410
    assert visitor.post(address, filled(page, ease="1")).status_code == 410
    assert kept(response().response_id)["recommend"]["score"] == 9.0


def test_partial_answers_count_as_begun_and_not_as_completed(
    publish: Callable[..., Survey], visitor: Client, site: Serving
) -> None:
    survey = publish(name="Halfway")
    whole = visitor.post("/s/halfway", filled(visitor.get("/s/halfway"), recommend="9"))
    visitor.post("/s/halfway", filled(whole, ease="7"))
    for score in ("3", "10", "6"):
        sent = filled(visitor.get("/s/halfway"), recommend=score)
        visitor.post("/s/halfway", {**sent, "shown": ["recommend", "ease"], "keep": "1"})
    site.arrivals.flush()
    condition = {"where": f"survey = '{survey.key}'", "params": {"questions": "put"}}
    (row,) = site.questions.workspace.show("completion_rate", **condition)
    assert (row.numerator, row.denominator) == (1, 4)
    (score,) = site.questions.workspace.show("nps", where=condition["where"])
    assert score.value == 0.0, "two promoters and two detractors, whole or not"


def test_scales_in_words_and_choices_move_their_metrics(publish: Callable[..., Survey], visitor: Client, site: Serving) -> None:
    from helder.web.surveys import reading
    from helder.web.surveys.starting import definition

    for start in ("nps_words", "task", "employee", "effort"):
        publish(reading.to_json(definition(start)), start)
    given = {
        "nps-words": {"recommend": "very much appreciated"},
        "task": {"intent": "buy", "done": "yes"},
        "employee": {"satisfied": "8", "content": "yes"},
        "effort": {"effort": "1"},
    }
    for key, answers in given.items():
        for _ in range(6):
            visitor.post(f"/s/{key}", filled(visitor.get(f"/s/{key}"), **answers))
    site.arrivals.flush()

    def figure(metric: str, survey: str) -> float | None:
        (row,) = site.questions.workspace.show(metric, where=f"survey = '{survey}'")
        return row.value

    assert figure("nps", "nps-words") == 100.0
    assert figure("task_completion", "task") == 1.0
    assert figure("employee_satisfaction", "employee") == 8.0
    assert figure("content_employees", "employee") == 1.0
    assert figure("ces_mean", "effort") == 5.0, "an effort of 1 of 5 is an ease of 5"
