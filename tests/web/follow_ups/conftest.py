"""A company of its own whose customers answer, and people who see to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from web.alerts.conftest import arrive, company
from web.inviting.conftest import box
from web.webhooks.conftest import receiver

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import FollowUp, Rule

__all__ = ["arrive", "box", "company", "receiver"]

Say = Callable[..., str]
_numbers = itertools.count()


@pytest.fixture
def say(arrive: Callable[..., None]) -> Say:
    """Has a customer answer, a moment from now unless it says how long ago; the answer's key."""

    def send(score: float | None, *, ago: timedelta = timedelta(seconds=-1), **more: Any) -> str:
        answered = (datetime.now(UTC) - ago).replace(tzinfo=None)
        about = {"customer_id": "c1", "instrument": "nps", "respondent": "customer", "survey": "shop", "question": "recommend"}
        row = {"answer_id": f"a{next(_numbers)}", "score": score, "answered_at": answered, **about, **more}
        arrive("answers", [row])
        return str(row["answer_id"])

    return send


@pytest.fixture
def customers(arrive: Callable[..., None]) -> None:
    """Two customers."""
    ann = {"customer_id": "c1", "name": "Ann Jansen", "email": "ann@example.org", "phone": "+31612345678", "country": "NL"}
    arrive("customers", [ann, {"customer_id": "c2", "name": "Bo Holm", "email": "bo@example.org", "country": "DK"}])


@pytest.fixture
def analyst(person: Callable[[str], Person]) -> Person:
    """Who sees the whole company, and has an address."""
    made = person("analyst")
    made.email = "ana@example.com"
    made.save()
    return made


@pytest.fixture
def rule(company: object, analyst: Person) -> Callable[..., Rule]:
    """Makes a rule, of detractors and for the analyst unless it says otherwise."""
    from helder.web.follow_ups import ruling
    from helder.web.follow_ups.models import Rule

    def make(**given: Any) -> Rule:
        usual: dict[str, Any] = {"name": "Detractors", "instrument": "nps", "scale": "0-10", "low": 0, "high": 6}
        to = {} if "department" in given else {"person": analyst}
        return ruling.keep(Rule(**{**usual, **to, **given}), analyst)

    return make


@pytest.fixture
def opened(rule: Callable[..., Rule], say: Say, customers: None) -> Callable[..., FollowUp]:
    """Makes a follow-up of a score of 3, with a comment."""

    def make(**given: Any) -> FollowUp:
        rule(**given)
        say(3.0, response_id="r1", comment="Never again")
        (found,) = look()
        return found

    return make


@pytest.fixture
def client(analyst: Person) -> Client:
    """The analyst's browser."""
    from django.test import Client

    made = Client()
    made.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    return made


def look() -> list[FollowUp]:
    """Look at what came in; every follow-up there is, in the order they were opened."""
    from helder.web.follow_ups import opening
    from helder.web.follow_ups.models import FollowUp

    opening.look_all(timezone.now())
    return list(FollowUp.objects.order_by("pk"))


def pass_due() -> None:
    """Let every follow-up be due, and do what is done each minute."""
    from helder.web.follow_ups import jobs
    from helder.web.follow_ups.models import FollowUp

    FollowUp.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    jobs.each_minute()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def filled_in(page: str) -> dict[str, str]:
    """What the fields of a page's forms hold, as a browser would send it."""
    reader = _Fields()
    reader.feed(page)
    return reader.found


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("select", "textarea"):
            self._in = given.get("name") or ""
        elif tag == "option" and "selected" in given:
            self.found[self._in] = given.get("value") or ""
        elif tag == "input" and given.get("name") and (given.get("type") != "checkbox" or "checked" in given):
            self.found[str(given["name"])] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.lasttag == "textarea" and self._in:
            self.found[self._in] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag in ("select", "textarea") else self._in
