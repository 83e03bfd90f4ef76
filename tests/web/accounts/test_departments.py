"""Departments: made on a page, and which rows their people see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from helder.query.scope import WHOLE, Scope

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person


def test_administrators_and_analysts_see_everything_whatever_their_departments(person: Callable[[str], Person]) -> None:
    from helder.web.accounts.seeing import scope_of

    for role in ("administrator", "analyst"):
        one = person(role)
        one.departments.clear()
        assert scope_of(one) == WHOLE


@pytest.mark.parametrize("role", ["manager", "viewer"])
def test_the_others_see_what_their_departments_see(person: Callable[[str], Person], role: str) -> None:
    from helder.web.accounts.models import Department
    from helder.web.accounts.seeing import scope_of

    one = person(role)
    assert scope_of(one) == WHOLE
    one.departments.clear()
    assert scope_of(one) == Scope(())
    one.departments.add(Department.objects.create(name="Dutch", conditions={"country": ["NL"], "channel": ["web", "chat"]}))
    assert scope_of(one) == Scope(((("channel", ("chat", "web")), ("country", ("NL",))),))
    one.departments.add(Department.objects.create(name="Danish", conditions={"country": ["DK"]}))
    assert scope_of(one).parts == ((("channel", ("chat", "web")), ("country", ("NL",))), (("country", ("DK",)),))
    one.departments.add(Department.objects.create(name="All", conditions={}))
    assert scope_of(one) == WHOLE


def test_a_condition_without_a_value_opens_no_row(person: Callable[[str], Person]) -> None:
    from helder.web.accounts.models import Department
    from helder.web.accounts.seeing import scope_of_departments

    assert scope_of_departments([Department(name="Odd", conditions={"country": []})]) == Scope(())


def test_a_department_is_made_step_by_step(signed_in: Callable[[str], Client], person: Callable[[str], Person]) -> None:
    from helder.web.accounts.models import Department

    administrator, viewer = signed_in("administrator"), person("viewer")
    drafted = administrator.post("/departments/new", {"name": "Service", "another": "country", "add": "1"}).content.decode()
    assert 'value="Service"' in drafted
    assert 'name="values-country" value="NL"' in drafted
    given = {"name": "Service", "dimension": ["country", "team"], "values-country": ["NL"], "people": [viewer.pk]}
    wrong = administrator.post("/departments/new", given)
    assert wrong.status_code == 400
    assert "Choose a value, or take the condition away" in wrong.content.decode()
    assert administrator.post("/departments/new", {**given, "more-team": "Rotterdam, day\r\n Utrecht"}).status_code == 302
    made = Department.objects.get(name="Service")
    assert made.conditions == {"country": ["NL"], "team": ["Rotterdam, day", "Utrecht"]}
    assert [*made.people.all()] == [viewer]
    page = administrator.get(f"/departments/{made.pk}").content.decode()
    assert "metrics can be told of these rows alone" in page
    assert "Share price" in page


def test_a_name_is_given_once_and_a_dimension_exists(signed_in: Callable[[str], Client]) -> None:
    administrator = signed_in("administrator")
    taken = administrator.post("/departments/new", {"name": "whole COMPANY"})
    assert taken.status_code == 400
    assert "There is a department of that name" in taken.content.decode()
    unknown = administrator.post("/departments/new", {"name": "A", "dimension": "shoe_size", "values-shoe_size": "9"})
    assert unknown.status_code == 400
    assert "shoe_size" in unknown.content.decode()


def test_before_one_is_deleted_it_says_who_would_see_nothing(
    signed_in: Callable[[str], Client], person: Callable[[str], Person]
) -> None:
    from helder.web.accounts.models import Department
    from helder.web.accounts.seeing import scope_of

    administrator, viewer, manager = signed_in("administrator"), person("viewer"), person("manager")
    only = Department.objects.create(name="Only", conditions={"country": ["NL"]})
    viewer.departments.set([only])
    manager.departments.add(only)
    page = administrator.get(f"/departments/{only.pk}/delete").content.decode()
    assert "2 people are of it" in page
    assert "no rows at all: one-viewer." in page
    administrator.post(f"/departments/{only.pk}/delete")
    assert scope_of(viewer) == Scope(())
    assert scope_of(manager) == WHOLE


def test_a_manager_sees_who_is_of_their_departments_and_changes_none(
    signed_in: Callable[[str], Client], person: Callable[[str], Person]
) -> None:
    from helder.web.accounts.models import Department, Person

    manager = signed_in("manager")
    person("viewer"), person("agent")
    mine = Department.objects.create(name="Mine", conditions={"country": ["NL"]})
    mine.people.set(Person.objects.filter(username__in=["one-manager", "one-viewer"]))
    Person.objects.get(username="one-manager").departments.set([mine])
    page = manager.get("/departments/own").content.decode()
    assert "one-viewer" in page
    assert "one-agent" not in page
    assert manager.get("/departments").status_code == 403
    assert manager.post(f"/departments/{mine.pk}", {"name": "Ours"}).status_code == 403
