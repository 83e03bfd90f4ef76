"""A department of Denmark with its head and its people, others outside it, and a board that the head made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from helder.boards.reading import board

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Department, Person
    from helder.web.boards.models import OwnBoard

TILES = [
    {"key": "nps", "picture": "number", "metrics": ["nps"]},
    {"key": "orders", "picture": "number", "metrics": ["orders"]},
    {"key": "by-country", "picture": "bars", "metrics": ["orders"], "by": ["country"]},
]


@dataclass
class Company:
    """Departments and people by name."""

    danish: Department
    dutch: Department
    people: dict[str, Person]

    def __getattr__(self, name: str) -> Person:
        return self.people[name]


@pytest.fixture
def company(accounts: object) -> Company:
    """Head and viewer of Denmark, a viewer of the Netherlands, and an agent and an analyst of no department."""
    from helder.web.accounts.models import Department, Person

    danish = Department.objects.create(name="Denmark", conditions={"country": ["DK"]})
    dutch = Department.objects.create(name="Netherlands", conditions={"country": ["NL"]})
    roles = {"head": "manager", "viewer": "viewer", "outsider": "viewer", "agent": "agent", "analyst": "analyst"}
    people = {name: Person.objects.create_user(name, role=role) for name, role in roles.items()}
    for name in ("head", "viewer", "agent"):
        people[name].departments.add(danish)
    people["outsider"].departments.add(dutch)
    return Company(danish, dutch, people)


@pytest.fixture
def browser_of() -> Callable[[Person], Client]:
    """A browser in which somebody is signed in."""
    from django.test import Client

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def definition(**more: Any) -> dict[str, Any]:
    """A board of three tiles."""
    return {"title": "Danish service", "period": "12-months", "sections": [{"key": "one", "tiles": TILES}], **more}


@pytest.fixture
def service(company: Company) -> OwnBoard:
    """The board that the head of Denmark made."""
    from helder.web import serving
    from helder.web.boards.models import published

    return published(board(definition(), serving.catalog()), company.head)


def orders_of(country: str) -> int:
    """How many orders of the last 12 months came from a country, asked beside the site."""
    from helder.web import serving
    from helder.web.boards.view import bounds

    questions = serving.now().questions
    since, until = bounds("12-months", questions.today())
    shown = questions.workspace.show("orders", since=since, until=until, where=f"country = '{country}'")
    (row,) = shown
    return int(row.value or 0)
