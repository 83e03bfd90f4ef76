"""The demonstration company has follow-ups to look at; a company's own store gets none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from helder import demo
from helder.demo import filling

if TYPE_CHECKING:
    from helder.web.accounts.models import Person


@pytest.fixture
def administrator(person: Any) -> Person:
    """The first administrator."""
    made: Person = person("administrator")
    return made


def test_the_demonstration_company_has_some_of_each_kind_and_goes_on(company: Any, administrator: Person) -> None:
    from helder.web.follow_ups import demonstration, telling
    from helder.web.follow_ups.models import FollowUp, Mail, Rule

    filling.fill(company.questions.workspace.engine, demo.build(1000, 1, zone="Europe/Amsterdam"))
    demonstration.make()
    rules = list(Rule.objects.order_by("pk"))
    assert [(rule.name, rule.active) for rule in rules] == [("Detractors", True), ("Promoters", True)]
    some = list(FollowUp.objects.all())
    assert {one.closed_at is None for one in some} == {True, False}
    assert all(one.closed_at is None or one.opened_at < one.closed_at for one in some)
    assert all(one.customer_id for one in some)
    demonstration.make()
    assert FollowUp.objects.count() == len(some)
    assert telling.tell_due(administrator.date_joined) == 0
    assert not Mail.objects.exists()


def test_rows_of_ones_own_are_followed_up_by_nobody_unasked(company: Any, administrator: Person, say: Any) -> None:
    from helder.web.follow_ups import demonstration
    from helder.web.follow_ups.models import Rule

    say(1.0)
    demonstration.make()
    assert not Rule.objects.exists()


def test_an_empty_store_gets_none(company: Any, administrator: Person) -> None:
    from helder.web.follow_ups import demonstration
    from helder.web.follow_ups.models import Rule

    demonstration.make()
    assert not Rule.objects.exists()
