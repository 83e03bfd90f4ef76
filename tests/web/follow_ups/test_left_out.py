"""Answers that fit a rule and open nothing: history, what employees say, whoever cannot or does not want to be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from web.follow_ups.conftest import Say, look

if TYPE_CHECKING:
    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import Rule

Make = Callable[..., "Rule"]
pytestmark = pytest.mark.usefixtures("customers")


def test_a_first_load_of_two_years_opens_nothing(rule: Make, say: Say, arrive: Callable[..., None]) -> None:
    rule()
    now = timezone.now().replace(tzinfo=None)
    history = [
        {"answer_id": f"h{n}", "customer_id": "c1", "instrument": "nps", "score": 1.0, "answered_at": now - timedelta(hours=n)}
        for n in range(1, 24 * 730, 4)
    ]
    arrive("answers", history)
    assert look() == []
    say(3.0)
    assert len(look()) == 1


def test_an_answer_of_two_weeks_ago_is_too_old(rule: Make, say: Say) -> None:
    from helder.web.follow_ups.models import Rule

    rule()
    Rule.objects.update(since=timezone.now() - timedelta(days=60))
    say(1.0, ago=timedelta(days=15))
    assert look() == []
    say(1.0, ago=timedelta(days=13))
    assert len(look()) == 1


def test_what_employees_answer_never_opens_one(rule: Make, say: Say) -> None:
    rule()
    say(1.0, respondent="employee")
    say(1.0, respondent="employee", customer_id=None, employee_id="e1")
    say(1.0, instrument="employee", scale="0-10")
    assert look() == []
    assert say(1.0, respondent=None, employee_id="e1")  # of a customer, about an employee
    assert len(look()) == 1


def test_of_nobody_known_it_opens_none_and_says_so_once(rule: Make, say: Say) -> None:
    made = rule()
    answer = say(1.0, customer_id=None)
    assert look() == []
    say(2.0, customer_id=None, answer_id=answer)
    look()
    assert [(one.answer_id, one.why) for one in made.left_out.all()] == [(answer, "unknown")]
    say(2.0, customer_id="c1", answer_id=answer)
    assert len(look()) == 1
    assert not made.left_out.exists()


@pytest.mark.parametrize("who", [{"customer_id": "c1", "address": ""}, {"customer_id": "", "address": "ann@example.org"}])
def test_who_opted_out_is_left_out_unless_the_rule_says_otherwise(rule: Make, say: Say, who: dict[str, str]) -> None:
    from helder.web.inviting import opting_out

    opting_out.keep(**who, now=timezone.now(), source="a test")
    spread = rule(name="Promoters", low=9, high=10)
    rule(opted_out=True)
    say(10.0)
    say(1.0)
    say(10.0, customer_id="c2")
    assert sorted((one.reason, one.customer_id) for one in look()) == [("Detractors", "c1"), ("Promoters", "c2")]
    assert [one.why for one in spread.left_out.all()] == ["opted out"]


def test_what_came_in_while_it_was_off_opens_nothing(rule: Make, say: Say, analyst: Person) -> None:
    from helder.web.follow_ups import ruling

    made = rule()
    ruling.switch(made, analyst, on=False)
    say(1.0, ago=timedelta())
    assert look() == []
    ruling.switch(made, analyst, on=True)
    assert look() == []
    say(1.0)
    assert len(look()) == 1


def test_more_at_once_than_can_be_of_today_switches_it_off(rule: Make, arrive: Callable[..., None], monkeypatch: Any) -> None:
    from helder.web.follow_ups import opening

    monkeypatch.setattr(opening, "FLOOD", 5)
    made = rule()
    now = (timezone.now() + timedelta(seconds=1)).replace(tzinfo=None)
    about = {"customer_id": "c1", "instrument": "nps", "score": 1.0, "answered_at": now}
    arrive("answers", [{"answer_id": f"f{n}", **about} for n in range(6)])
    assert look() == []
    made.refresh_from_db()
    assert (made.active, "More than 5 answers" in made.problem) == (False, True)
