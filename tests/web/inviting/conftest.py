"""A published survey, sendings of it, a real mail server and a real gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from web.inviting.gateway import GatewayServer
from web.inviting.mail_server import MailBox

from helder.model import TABLES

if TYPE_CHECKING:
    from helder.web.inviting.models import Invitation, Sending
    from helder.web.serving import Serving
    from helder.web.surveys.models import Survey

DEFINITION = {
    "title": {"en": "Your call with us", "nl": "Uw gesprek met ons", "da": "Dit opkald til os"},
    "languages": ["en", "nl", "da"],
    "questions": [
        {
            "code": "recommend",
            "kind": "nps",
            "text": {"en": "Would you recommend us?", "nl": "Zou u ons aanraden?", "da": "Vil du anbefale os?"},
            "low": {"en": "Not at all"},
            "high": {"en": "Certainly"},
        },
        {"code": "why", "kind": "text", "text": {"en": "Why?"}},
    ],
}


def now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@pytest.fixture
def box() -> Iterator[MailBox]:
    """A mail server on loopback that takes every mail, until it is told otherwise."""
    server = MailBox()
    yield server
    server.stop()


@pytest.fixture
def phones() -> Iterator[GatewayServer]:
    """A gateway for SMS on loopback that takes every message, until it is told otherwise."""
    server = GatewayServer()
    yield server
    server.stop()


@pytest.fixture
def set_to(accounts: Serving) -> Iterator[Callable[..., None]]:
    """Gives the running server other settings for one test."""
    before = accounts.settings

    def give(**values: Any) -> None:
        accounts.settings = replace(accounts.settings, values={**accounts.settings.values, **values})

    give(public_url="https://ask.example.com", mail_from="Shop <ask@example.com>", sms_from="+4511111111")
    give(outgoing_private="127.0.0.0/8")
    yield give
    accounts.settings = before


@pytest.fixture
def asking(set_to: Callable[..., None], box: MailBox, phones: GatewayServer) -> Serving:
    """The site, with mails and SMS going to the servers of the test."""
    from helder.web import serving

    set_to(mail_url=f"smtp://127.0.0.1:{box.port}?tls=none", sms_url=f"http://sid:token@127.0.0.1:{phones.port}/Messages.json")
    return serving.now()


@pytest.fixture
def survey(accounts: Serving) -> Survey:
    """A survey in three languages that can be answered."""
    from helder.web.surveys.models import State, Survey

    made = Survey.objects.create(key="after-call", name="After a call", state=State.OPEN, draft=DEFINITION)
    made.versions.create(number=1, content=DEFINITION)
    return made


@pytest.fixture
def sending(survey: Survey) -> Callable[..., Sending]:
    """Makes a sending that runs; without quarantine, unless it is given one."""
    from helder.web.inviting.models import Sending, Standing

    def make(**given: Any) -> Sending:
        usual = {"name": "Calls", "standing": Standing.RUNNING, "since": now() - timedelta(hours=5), "quarantine_days": 0}
        return Sending.objects.create(survey=survey, **{**usual, **given})

    return make


@pytest.fixture
def listed(sending: Callable[..., Sending]) -> Callable[..., Invitation]:
    """Makes an invitation that is due, of a sending of its own to one address."""
    from helder.web.inviting.noting import gather

    def make(person: dict[str, str] | None = None, **given: Any) -> Invitation:
        made = sending(listed=[person or {"email": "ann@example.com", "name": "Ann", "language": "da"}], **given)
        gather(made.pk, now())
        return made.invitations.get()

    return make


@pytest.fixture
def arrive(site: Serving) -> Callable[..., None]:
    """Sends rows of a table and waits until they are in the store."""

    def send(table: str, *rows: dict[str, Any]) -> None:
        receipt = site.arrivals.send(TABLES[table], list(rows), source="test").result()
        assert receipt.rejected == ()
        site.arrivals.flush()

    return send


@pytest.fixture
def rule(accounts: Serving, sending: Callable[..., Sending]) -> Callable[..., Sending]:
    """Makes a rule that looks at what comes in from now on."""

    def make(after: str = "call", **given: Any) -> Sending:
        from helder.web.inviting import candidates

        made = sending(after=after, **given)
        made.mark = candidates.latest_load(made)
        made.save()
        return made

    return make
