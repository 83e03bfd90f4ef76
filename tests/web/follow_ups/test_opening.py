"""Which answers open a follow-up, once each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from web.follow_ups.conftest import Say, look

from helder.errors import NotInScope

if TYPE_CHECKING:
    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import Rule

Make = Callable[..., "Rule"]
pytestmark = pytest.mark.usefixtures("customers")


def test_an_answer_that_fits_opens_one_for_whom_the_rule_says(rule: Make, say: Say, analyst: Person) -> None:
    made = rule(hours=24)
    answer = say(6.0, response_id="r1", touchpoint="delivery")
    say(7.0)
    say(None)
    say(3.0, instrument="csat")
    (one,) = look()
    assert (one.answer_id, one.response_id, one.customer_id, one.score, one.scale) == (answer, "r1", "c1", 6.0, "0-10")
    assert (one.rule, one.reason, one.owner, one.department, one.touchpoint) == (made, "Detractors", analyst, None, "delivery")
    assert one.due_at - one.opened_at == timedelta(hours=24)
    assert [step.verb for step in one.steps.all()] == ["opened"]


def test_a_row_that_is_sent_again_or_corrected_opens_no_other(rule: Make, say: Say, arrive: Callable[..., None]) -> None:
    rule()
    answer = say(3.0)
    assert len(look()) == 1
    say(3.0, answer_id=answer)
    assert len(look()) == 1
    say(5.0, answer_id=answer, comment="On second thoughts")
    assert len(look()) == 1
    say(5.0, answer_id=answer, response_id="r1")  # now it is known which response it is of
    say(5.0, answer_id=answer, response_id="r1")
    assert len(look()) == 1


def test_a_response_opens_one_of_each_rule(rule: Make, say: Say) -> None:
    rule()
    say(2.0, response_id="r1", question="recommend")
    say(4.0, response_id="r1", question="recommend shop")
    assert len(look()) == 1
    rule(name="Very unhappy", high=3)
    say(1.0, response_id="r2")
    assert sorted(one.reason for one in look()) == ["Detractors", "Detractors", "Very unhappy"]


def test_an_answer_corrected_into_the_range_opens_one(rule: Make, say: Say) -> None:
    rule()
    answer = say(9.0)
    assert look() == []
    say(2.0, answer_id=answer)
    assert len(look()) == 1


def test_a_hard_one_is_found_whichever_way_effort_was_asked(rule: Make, say: Say) -> None:
    rule(name="Hard", instrument="ces", scale="1-7", low=1, high=3)
    hard = [say(2.0, instrument="ces"), say(6.0, instrument="ces", direction="effort")]
    say(6.0, instrument="ces")
    say(2.0, instrument="ces", direction="effort")
    say(2.0, instrument="ces", scale="1-5")
    found = look()
    assert [(one.answer_id, one.score) for one in found] == [(hard[0], 2.0), (hard[1], 2.0)]


def test_a_rule_is_narrowed_by_what_answers_are_known_by(rule: Make, say: Say) -> None:
    from helder.web.accounts.models import Department

    danish = Department.objects.create(name="Denmark", conditions={"country": ["DK"]})
    rule(name="Phone", filters=[["touchpoint", "phone"], ["survey", "shop"]])
    rule(name="Danish", rows_of=danish)
    say(1.0, touchpoint="phone")
    say(1.0, touchpoint="phone", survey="other")
    say(1.0, customer_id="c2", touchpoint="web")
    assert sorted((one.reason, one.customer_id) for one in look()) == [("Danish", "c2"), ("Phone", "c1")]


def test_a_department_whose_rows_answers_do_not_know_cannot_have_a_rule(rule: Make) -> None:
    from helder.web.accounts.models import Department

    with pytest.raises(NotInScope):
        rule(rows_of=Department.objects.create(name="Weather", conditions={"campaign": ["rain"]}))


def test_a_rule_made_wider_counts_from_then_on_and_one_handed_on_goes_on(rule: Make, say: Say, analyst: Person) -> None:
    from helder.web.follow_ups import ruling

    made: Any = rule()
    say(7.0, ago=timedelta())
    say(1.0, ago=timedelta(seconds=-2))
    made.hours = 1
    ruling.keep(made, analyst)
    assert [one.score for one in look()] == [1.0]
    made.high = 7
    ruling.keep(made, analyst)
    assert [one.score for one in look()] == [1.0]
