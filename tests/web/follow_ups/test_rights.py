"""Who sees whose follow-ups, what is masked, and who makes rules for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from web.follow_ups.conftest import Say, look

from helder.errors import BadQuestion

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Department, Person
    from helder.web.follow_ups.models import FollowUp, Rule

Open = Callable[..., "FollowUp"]
GIVEN = {"name": "Calls", "instrument": "nps", "low": "0", "high": "6", "hours": "24", "keep": "1"}


@pytest.fixture
def danish(accounts: object) -> Department:
    """A department that sees some rows."""
    from helder.web.accounts.models import Department

    return Department.objects.create(name="Denmark", conditions={"country": ["DK"]})


@pytest.fixture
def of(danish: Department, person: Callable[[str], Person]) -> Callable[..., tuple[Person, Client]]:
    """Makes somebody of that department, or of none, with their browser."""
    from django.test import Client

    def make(role: str, *, member: bool = True) -> tuple[Person, Client]:
        made, client = person(role), Client()
        made.departments.set([danish] if member else [])
        client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
        return made, client

    return make


@pytest.mark.parametrize("role", ["manager", "viewer", "agent"])
def test_what_is_handed_to_a_department_is_seen_by_its_people_with_personal_data_masked(
    opened: Open, danish: Department, of: Callable[..., Any], role: str
) -> None:
    one = opened(department=danish)
    _, client = of(role)
    listed = client.get("/follow-ups").content.decode()
    page = client.get(f"/follow-ups/{one.pk}").content.decode()
    for shown in (listed, page):
        assert "NPS 3" in shown
        assert "•••" in shown
        for hidden in ("Ann", "Jansen", "ann@example.org", "+3161234", "Never again"):
            assert hidden not in shown
    assert "Your role does not open personal data" in page
    assert client.get("/follow-ups?q=jansen").content.decode().count(f"/follow-ups/{one.pk}") == 0
    client.post(f"/follow-ups/{one.pk}/take", {"revision": 0})
    one.refresh_from_db()
    assert str(one.owner) == f"one-{role}"


@pytest.mark.parametrize("role", ["manager", "viewer", "agent"])
def test_others_see_and_change_nothing_of_it(opened: Open, danish: Department, of: Callable[..., Any], role: str) -> None:
    one = opened()
    _, client = of(role)
    assert f"/follow-ups/{one.pk}" not in client.get("/follow-ups?whose=all&stands=open").content.decode()
    assert client.get(f"/follow-ups/{one.pk}").status_code == 404
    for verb in ("take", "hand", "note", "close", "reopen"):
        assert client.post(f"/follow-ups/{one.pk}/{verb}", {"revision": 0}).status_code == 404
    one.refresh_from_db()
    assert one.revision == 0


def test_a_manager_sees_what_is_of_their_people(
    opened: Open, of: Callable[..., Any], danish: Department, analyst: Person
) -> None:
    from helder.web.follow_ups import actions

    one = opened()
    agent, _ = of("agent")
    _, client = of("manager")
    assert client.get(f"/follow-ups/{one.pk}").status_code == 404
    actions.hand(one.pk, analyst, 0, agent)
    assert client.get(f"/follow-ups/{one.pk}").status_code == 200
    assert "one-agent" in client.get("/follow-ups?whose=department").content.decode()


def test_it_is_handed_within_ones_departments_only(
    opened: Open, of: Callable[..., Any], danish: Department, analyst: Person
) -> None:
    from helder.web.follow_ups import actions

    one = opened(department=danish)
    agent, client = of("agent")
    assert "one-analyst" not in client.get(f"/follow-ups/{one.pk}").content.decode()
    with pytest.raises(BadQuestion, match="cannot hand it over"):
        actions.hand(one.pk, agent, 0, analyst)
    assert client.post(f"/follow-ups/{one.pk}/hand", {"revision": 0, "hand-to": f"person:{analyst.pk}"}).status_code == 400


def test_earlier_answers_of_rows_that_somebody_may_not_see_are_not_shown(
    opened: Open, say: Say, of: Callable[..., Any], danish: Department
) -> None:
    one = opened(department=danish)
    say(9.0, question="earlier one")
    _, client = of("viewer")
    assert "earlier one" not in client.get(f"/follow-ups/{one.pk}").content.decode()


def test_a_manager_of_a_department_makes_rules_for_its_rows_and_people_only(
    rule: Callable[..., Rule], of: Callable[..., Any], danish: Department, say: Say, customers: None, analyst: Person
) -> None:
    from helder.web.follow_ups.models import Rule

    others = rule()
    manager, client = of("manager")
    assert client.get(f"/follow-ups/rules/{others.pk}").status_code == 404
    for verb in ("switch", "delete"):
        assert client.post(f"/follow-ups/rules/{others.pk}/{verb}").status_code == 404
    to = {"to": f"person:{manager.pk}"}
    assert client.post("/follow-ups/rules/new", {**GIVEN, **to}).status_code == 400
    assert client.post("/follow-ups/rules/new", {**GIVEN, "rows_of": danish.pk, "to": f"person:{analyst.pk}"}).status_code == 400
    assert client.post("/follow-ups/rules/new", {**GIVEN, **to, "rows_of": danish.pk}).status_code == 302
    made = Rule.objects.get(name="Calls")
    assert (made.rows_of, made.person, made.scale) == (danish, manager, "0-10")
    say(1.0, customer_id="c1")
    say(1.0, customer_id="c2")
    assert [one.customer_id for one in look() if one.rule == made] == ["c2"]
    assert "Detractors" not in client.get("/follow-ups/rules").content.decode().split('id="new"')[0]


@pytest.mark.parametrize("role", ["agent", "viewer"])
def test_who_makes_no_surveys_makes_no_rules(company: object, signed_in: Callable[[str], Client], role: str) -> None:
    client = signed_in(role)
    for path in ("/follow-ups/rules", "/follow-ups/rules/new"):
        assert client.get(path).status_code == 403
    assert client.post("/follow-ups/rules/new", GIVEN).status_code == 403
    page = client.get("/follow-ups").content.decode()
    assert "None is handed to you or your departments." in page
    assert "rules" not in page
