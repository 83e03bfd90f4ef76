"""A company of its own to watch, whose mails and messages come to real servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from web.conftest import ago
from web.inviting.conftest import box
from web.inviting.mail_server import MailBox
from web.webhooks.conftest import receiver

from helder.model import TABLES
from helder.settings import load

if TYPE_CHECKING:
    from helder.web.accounts.models import Person
    from helder.web.alerts.models import Alert, Firing
    from helder.web.serving import Serving

__all__ = ["box", "receiver"]


@pytest.fixture
def company(accounts: Serving, tmp_path: Path, box: MailBox) -> Iterator[Serving]:
    """A store of its own, mails going to the server of the test."""
    from helder.web import jobs, serving

    given = {"mail_url": f"smtp://127.0.0.1:{box.port}?tls=none", "mail_from": "Helder <helder@example.com>"}
    begun = serving.begin(
        load(tmp_path, environment={}, outgoing_private="127.0.0.0/8", public_url="https://helder.example.com", **given)
    )
    yield begun
    begun.stop()
    serving._current[:] = [accounts]
    jobs._current[:] = [accounts.jobs]


@pytest.fixture
def arrive(company: Serving) -> Callable[..., None]:
    """Sends rows and waits until they are in the store."""

    def send(table: str, rows: list[dict[str, Any]]) -> None:
        receipt = company.arrivals.send(TABLES[table], rows, source="a test").result()
        assert receipt.rejected == ()
        company.arrivals.flush()

    return send


@pytest.fixture
def calls(arrive: Callable[..., None]) -> Callable[..., None]:
    """Sends so many calls of a day, so many days ago, each answered or abandoned."""
    made = [0]

    def send(days: float, many: int, *, abandoned: int = 0, **more: Any) -> None:
        rows = []
        for number in range(many):
            made[0] += 1
            outcome = "abandoned" if number < abandoned else "answered"
            about = {"outcome": outcome, "wait_seconds": 20.0, "channel": "phone", **more}
            rows.append({"contact_id": f"k{made[0]}", "offered_at": ago(days) + timedelta(seconds=number), **about})
        arrive("contacts", rows)

    return send


@pytest.fixture
def quarter(arrive: Callable[..., None]) -> None:
    """Thirteen weeks of calls, about forty a day and half of that in the weekend, up to the day before yesterday."""
    rows = []
    for days in range(2, 95):
        day: datetime = ago(days)
        many = (40 if day.weekday() < 5 else 20) + (days * 7) % 5
        rows += [
            {
                "contact_id": f"q{days}-{number}",
                "offered_at": day + timedelta(seconds=number),
                "outcome": "abandoned" if number % 10 == 0 else "answered",
                "wait_seconds": 20.0,
                "channel": "phone",
                "team": "north" if number % 2 else "south",
            }
            for number in range(many)
        ]
    arrive("contacts", rows)


@pytest.fixture
def watch(company: Serving, person: Callable[[str], Person]) -> Callable[..., Alert]:
    """Makes an alert of an analyst, who has an address."""
    from helder.web.alerts import actions
    from helder.web.alerts.models import Alert

    owners: list[Person] = []

    def make(owner: Person | None = None, *, people: Any = (), endpoints: Any = (), **given: Any) -> Alert:
        if owner is None and not owners:
            owners.append(person("administrator"))
            owners[0].email = "ann@example.com"
            owners[0].save()
        usual: dict[str, Any] = {"name": "Calls", "metric": "contact_volume", "kind": "season", "owner": owner or owners[0]}
        return actions.keep(Alert(**{**usual, **given}), people, endpoints)

    return make


def look(alert: Alert) -> list[Firing]:
    """Judge an alert now, and tell; its firings, the newest first."""
    from helder.web.alerts import jobs, looking

    alert.refresh_from_db()
    looking.look_at(alert)
    jobs.tell_now()
    alert.refresh_from_db()
    return list(alert.firings.all())
