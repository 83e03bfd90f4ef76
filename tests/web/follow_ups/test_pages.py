"""The page of one, and what can be done there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from web.follow_ups.conftest import Say, text

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import FollowUp

Open = Callable[..., "FollowUp"]


def test_the_page_has_the_response_the_customer_and_earlier_answers(opened: Open, say: Say, client: Client) -> None:
    one = opened()
    say(9.0, ago=timedelta(days=40), comment="Fine so far")
    say(None, response_id="r1", question="what", instrument="other", comment="The box was wet")
    say(2.0, ago=timedelta(days=3), respondent="employee", comment="Of an employee")
    page = text(client.get(f"/follow-ups/{one.pk}"))
    for said in (
        "Never again",
        "The box was wet",
        "Ann Jansen",
        'href="tel:+31612345678"',
        'href="mailto:ann@example.org"',
        "Fine so far",
    ):
        assert said in page
    assert "Of an employee" not in page


def test_an_answer_that_was_corrected_says_so(opened: Open, say: Say, client: Client) -> None:
    one = opened()
    assert "was changed since" not in text(client.get(f"/follow-ups/{one.pk}"))
    say(9.0, answer_id=one.answer_id, response_id="r1")
    assert "it was 3, and is 9" in text(client.get(f"/follow-ups/{one.pk}"))


def test_it_is_taken_written_about_closed_and_opened_again(opened: Open, client: Client, analyst: Person) -> None:
    from helder.web.accounts.models import Department, Entry

    one = opened(department=Department.objects.get(name="Whole company"), advice="Call within a day")
    path = f"/follow-ups/{one.pk}"
    assert "Nobody of Whole company has taken it yet." in text(client.get(path))
    client.post(f"{path}/take", {"revision": 0})
    assert "You see to it." in text(client.get(path))
    assert client.post(f"{path}/close", {"revision": 1}).status_code == 400
    client.post(f"{path}/note", {"note-text": "No answer\n<b>tried twice</b>"})
    client.post(f"{path}/close", {"revision": 1, "close-outcome": "solved", "close-text": "A new lamp is on its way"})
    page = text(client.get(path))
    for said in ("Reached, and solved", "&lt;b&gt;tried twice", "A new lamp is on its way", "Open it again"):
        assert said in page
    one.refresh_from_db()
    assert (one.owner, one.closed_by, one.outcome) == (analyst, analyst, "solved")
    client.post(f"{path}/reopen", {"revision": 2})
    one.refresh_from_db()
    assert (one.closed_at, one.outcome, one.overdue) == (None, "", False)
    assert [step.verb for step in one.steps.all()] == ["opened", "took", "noted", "closed", "reopened"]
    kept = Entry.objects.filter(about=str(one)).order_by("pk")
    assert [(entry.who, entry.verb) for entry in kept] == [
        ("one-analyst", f"{verb}_follow_up") for verb in ("took", "noted", "closed", "reopened")
    ]
    assert "A new lamp" not in str(list(kept.values()))


def test_what_somebody_changed_meanwhile_is_told_and_left(opened: Open, client: Client, person: Callable[[str], Person]) -> None:
    from helder.web.follow_ups import actions

    one = opened()
    actions.take(one.pk, person("administrator"), 0)
    said = text(client.post(f"/follow-ups/{one.pk}/close", {"revision": 0, "close-outcome": "nothing"}, follow=True))
    assert "one-administrator has changed it since you looked at it; nothing was done." in said
    one.refresh_from_db()
    assert one.closed_at is None
