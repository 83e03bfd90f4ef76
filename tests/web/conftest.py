"""A site on a small company of known rows, and people of every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from helder.engines import open_engine
from helder.model import TABLES
from helder.settings import load

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.serving import Serving

PASSWORD = "a long enough password"
ROLES = ("administrator", "analyst", "manager", "agent", "viewer")
FORMULA = '=HYPERLINK("http://example.com")'

OWN = """
[very_happy]
title = "Very happy"
fact = "answers"
dated_by = "answered_at"
form = "share"
hit = "score = 10"
"""


def ago(days: float) -> datetime:
    """A moment about noon in the workspace's zone, so many days before its today, in UTC; now where that is yet to come."""
    now = datetime.now(ZoneInfo("Europe/Amsterdam"))
    moment = now.replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=days)
    return min(moment, now).astimezone(UTC).replace(tzinfo=None)


def rows() -> dict[str, list[dict[str, Any]]]:
    """Ten answers a week for half a year, many more promoters lately; contacts and orders beside them."""
    answers, contacts, orders = [], [], []
    customers = [
        {"customer_id": f"c{i}", "name": f"Person {i}", "email": f"p{i}@example.com", "country": "NL" if i % 3 else "DK"}
        for i in range(12)
    ]
    for i in range(260):
        days = 1 + i * 0.7
        score = 10 if i % (2 if days < 92 else 6) == 0 else 7 if i % 4 else 3
        about = {"customer_id": f"c{i % 12}", "channel": "web" if i % 4 else "phone"}
        comment = FORMULA if i % 5 == 0 else "Kind and quick"
        answers.append(
            {
                "answer_id": f"a{i:03}",
                "instrument": "nps",
                "score": float(score),
                "comment": comment,
                "answered_at": ago(days),
                **about,
            }
        )
        wait = {"outcome": "answered", "wait_seconds": float(i % 40), "talk_seconds": 120.0}
        called = ago(round(days) if i % 5 == 0 else days)  # more of them at noon
        contacts.append({"contact_id": f"k{i:03}", "offered_at": called, **wait, **about, "channel": "phone"})
        orders.append(
            {"order_id": f"o{i:03}", "ordered_at": ago(days), "status": "paid", "revenue": 1250 + i, "currency": "EUR", **about}
        )
    return {"customers": customers, "answers": answers, "contacts": contacts, "orders": orders}


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a store of the known rows."""
    home = tmp_path_factory.mktemp("home")
    engine = open_engine(f"duckdb:///{home / 'helder.duckdb'}", zone="Europe/Amsterdam")
    for name, some in rows().items():
        with engine.write() as writer:
            writer.append(TABLES[name], pa.Table.from_pylist(some), source="known rows")
    engine.close()
    (home / "metrics").mkdir()
    (home / "metrics" / "own.toml").write_text(OWN)
    return home


@pytest.fixture(scope="session")
def site(home: Path) -> Iterator[Serving]:
    """The site as the server prepares it, one for all tests."""
    from helder.web.configure import configure

    configure(load(home, environment={}, allowed_hosts="testserver,localhost"))
    from django.contrib.auth.hashers import PBKDF2PasswordHasher
    from django.core.management import call_command

    from helder.web import assets, serving

    PBKDF2PasswordHasher.iterations = 1  # as strong as it is by itself, a password takes half a second: most of a test's time

    begun = serving.begin(load(home, environment={}))
    call_command("migrate", interactive=False, verbosity=0)
    assets.gather()
    yield begun
    begun.stop()


@pytest.fixture
def accounts(site: Serving) -> Iterator[Serving]:
    """The site, with whatever a test writes about people and goals undone afterwards, and the language it was asked in."""
    from django.db import connection, transaction
    from django.utils import translation

    with transaction.atomic():
        yield site
        transaction.set_rollback(True)
    translation.deactivate()
    connection.close()
    with site.questions.workspace.engine.write() as writer:
        for goal in site.questions.goals():
            withdrawn = pa.Table.from_pylist([{**asdict(goal), "withdrawn": True}])
            writer.append(TABLES["goals"], withdrawn, source="tidying")


@pytest.fixture
def person(accounts: Serving) -> Callable[[str], Person]:
    """Makes a person of a role, who may see the whole company."""
    from helder.web.accounts.models import Department, Person

    def make(role: str) -> Person:
        made = Person.objects.create_user(f"one-{role}", password=PASSWORD, role=role)
        made.departments.set(Department.objects.filter(name="Whole company"))
        return made

    return make


@pytest.fixture
def visitor(accounts: Serving) -> Client:
    """A browser in which nobody is signed in."""
    from django.test import Client

    return Client()


@pytest.fixture
def signed_in(person: Callable[[str], Person]) -> Callable[[str], Client]:
    """Makes a browser in which a person of a role is signed in."""
    from django.test import Client

    def make(role: str) -> Client:
        client = Client()
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
