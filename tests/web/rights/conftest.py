"""People of every role in front of the site, and what each of them is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from connectors.sources.browsing import given
from web.rights.things import SENT, THINGS
from web.sources.conftest import allowed, play, played

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Department, Person

__all__ = ["allowed", "played"]

NOBODY = "nobody"
ROLES = ("administrator", "analyst", "manager", "agent", "viewer of the company", "viewer of a department")
WHO = (NOBODY, *ROLES)
#: Of the API: whoever is signed in, but for a token, is nobody to it.
BEARERS = (NOBODY, "administrator", "token that reads", "token that writes", "token that reads and manages webhooks")
SCOPES = {"reads": {"reads": True}, "writes": {"writes": ["*"]}, "webhooks": {"reads": True, "webhooks": True}}
#: A status as a word; every other one says that somebody was let in.
_WORDS = {401: "token", 403: "no", 404: "404", 405: "-"}


@dataclass
class World:
    """People, one of each role; a department and another one; and somebody who made what is there.

    The manager and the last viewer are of the department, the agent of none.
    """

    people: dict[str, Person]
    maker: Person
    department: Department
    other: Department
    fixture: Callable[[str], Any]

    def client(self, who: str) -> Client:
        """A browser of somebody, or another system with a token."""
        from django.test import Client

        from helder.web.tokens import actions

        if who.startswith("token"):
            _, text = actions.create(who, **SCOPES[who.rsplit(" ", 1)[1]])
            return Client(headers={"Authorization": f"Bearer {text}"})
        client = Client()
        if who != NOBODY:
            client.force_login(self.people[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    def connect(self) -> None:
        """Connect a played Zendesk."""
        self.fixture("allowed")
        system = self.fixture("played")
        play(system)
        answer = self.client("administrator").post("/sources/new/zendesk", given(system))
        assert answer.status_code == 302

    def answers(self, pattern: str, verbs: Iterable[str]) -> dict[str, str]:
        """For each verb and each thing that a pattern can be about, what everybody is answered, in their order."""
        made = _things(pattern)(self) if re.search(r"[<{]", pattern) else {"": {}}
        found = {}
        for verb in verbs:
            for name, thing in made.items():
                asked = f"{verb} {pattern} [{name}]" if name else f"{verb} {pattern}"
                found[asked] = " ".join(self.answer(who, verb, filled(pattern, thing)) for who in who_of(pattern))
        return found

    def answer(self, who: str, verb: str, path: str) -> str:
        """What somebody is answered; whatever it did is undone."""
        from django.db import transaction

        with transaction.atomic():
            query, body = SENT.get(f"{verb} {re.sub(r'/[0-9]+/', '/N/', path)}", ("", None))
            kind = "application/json" if body else "application/x-www-form-urlencoded"
            answer = self.client(who).generic(verb, path + query, json.dumps(body) if body else "", content_type=kind)
            transaction.set_rollback(True)
        if answer.status_code == 302 and answer.headers["Location"].startswith(("/sign-in?", "/sign-in/?")):
            return "sign-in"
        assert answer.status_code < 500 or answer.status_code == 503, f"{verb} {path}: {answer.status_code}"
        return _WORDS.get(answer.status_code, "yes")


def who_of(pattern: str) -> tuple[str, ...]:
    """Who tries a pattern."""
    return BEARERS if pattern.startswith("/api/v1/") and pattern != "/api/v1/docs" else WHO


def _things(pattern: str) -> Any:
    known = [begins for begins in THINGS if pattern.startswith(begins)]
    assert known, f"say in things.py what to try {pattern} with"
    return THINGS[max(known, key=len)]


def filled(pattern: str, thing: dict[str, object]) -> str:
    """A pattern with real things for its parameters."""
    return re.sub(r"<(?:\w+:)?(\w+)>|\{(\w+)\}", lambda found: str(thing[found[1] or found[2]]), pattern)


@pytest.fixture
def world(accounts: Any, request: pytest.FixtureRequest) -> World:
    """Everybody."""
    from helder.web.accounts.models import Department, Person

    whole = Department.objects.get(name="Whole company")
    danish = Department.objects.create(name="Denmark", conditions={"country": ["DK"]})
    dutch = Department.objects.create(name="Netherlands", conditions={"country": ["NL"]})
    people = {who: Person.objects.create_user(who.replace(" ", "-"), role=who.split(" ")[0]) for who in ROLES}
    people["viewer of the company"].departments.add(whole)
    for who in ("manager", "viewer of a department"):
        people[who].departments.add(danish)
    return World(people, Person.objects.create_user("maker", role="analyst"), danish, dutch, request.getfixturevalue)
