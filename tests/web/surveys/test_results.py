"""What the makers of a survey see of its answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from web.surveys.conftest import filled

if TYPE_CHECKING:
    from django.test import Client

    from helder.model import Table
    from helder.web.serving import Serving
    from helder.web.surveys.models import Survey

SignedIn = Callable[[str], "Client"]


def answer(visitor: Client, address: str, **answers: Any) -> None:
    page = visitor.post(address, filled(visitor.get(address), **{k: v for k, v in answers.items() if k == "recommend"}))
    visitor.post(address, filled(page, **{k: v for k, v in answers.items() if k != "recommend"}))


def test_answers_are_counted_by_question(publish: Callable[..., Survey], visitor: Client, site: Serving) -> None:
    from helder.web.surveys.results import results

    survey = publish()
    for recommend, ease in (("9", "7"), ("9", ""), ("10", "7"), ("7", "2")):
        answer(visitor, "/s/care", recommend=recommend, ease=ease)
    site.arrivals.flush()
    found = {one.code: one for one in results(survey, survey.drafted, site.questions)}
    assert {bar.label: bar.count for bar in found["recommend"].bars if bar.count} == {"7": 1, "9": 2, "10": 1}
    assert (found["ease"].answered, found["ease"].blank) == (3, 1)
    assert (found["wrong"].answered, found["wrong"].blank) == (0, 0)


def test_what_people_wrote_is_for_those_who_may_see_personal_data(
    publish: Callable[..., Survey], visitor: Client, signed_in: SignedIn, site: Serving
) -> None:
    publish()
    answer(visitor, "/s/care", recommend="1", wrong="Mrs Jansen <b>left</b>")
    site.arrivals.flush()
    seen = signed_in("analyst").get("/surveys/care/answers").content.decode()
    assert "Mrs Jansen &lt;b&gt;left&lt;/b&gt;" in seen
    assert "<strong>1</strong> · What went wrong?" in seen, "beside it stands the score of the same response"
    masked = signed_in("manager").get("/surveys/care/answers").content.decode()
    assert "Mrs Jansen" not in masked
    assert "1 answered" in masked


def test_single_answers_of_employees_are_shown_to_nobody(
    publish: Callable[..., Survey], visitor: Client, signed_in: SignedIn, site: Serving
) -> None:
    from helder.web.surveys import reading
    from helder.web.surveys.starting import definition

    publish(reading.to_json(definition("employee")), "Staff")
    visitor.post("/s/staff", filled(visitor.get("/s/staff"), satisfied="2", change="The boss"))
    site.arrivals.flush()
    client = signed_in("administrator")
    page = client.get("/surveys/staff/answers").content.decode()
    assert "shown to nobody" in page
    assert "The boss" not in page
    figures = client.get("/surveys/staff").content.decode()
    assert "too few to show" in figures


def test_response_and_silence_by_segment(publish: Callable[..., Survey], signed_in: SignedIn, site: Serving) -> None:
    from helder.model import TABLES

    invitations: Table = TABLES["invitations"]
    publish(name="Invited")
    sent = {"survey": "invited", "sent_at": "2026-03-02T10:00:00", "delivered_at": "2026-03-02T10:00:05"}
    rows = [{"invitation_id": f"after-a-test-{i}", "channel": "sms" if i else "email", **sent} for i in range(4)]
    rows[1] |= {"opened_at": "2026-03-02T11:00:00", "answered_at": "2026-03-02T11:05:00"}
    site.arrivals.send(invitations, rows, source="a test").result()
    site.arrivals.flush()
    from helder.web.surveys.figures import by_segment
    from helder.web.surveys.models import Survey

    found = {one.value: one for one in by_segment(Survey.objects.get(), "channel", site.questions)}
    assert (found["sms"].asked, found["sms"].answered, found["sms"].silent) == (3, "33.3 %", "66.7 %")
    assert (found["email"].answered, found["email"].silent) == ("0.0 %", "100.0 %")
    page = signed_in("manager").get("/surveys/invited?by=channel").content.decode()
    assert "Who answers, and who does not" in page
    assert signed_in("viewer").get("/surveys/invited/answers").status_code == 403
