"""A board of one's own with every kind of picture, and with texts that mean harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from web.inviting.mail_server import MailBox

if TYPE_CHECKING:
    from helder.boards.board import Board
    from helder.web.accounts.models import Person
    from helder.web.reports.models import Digest
    from helder.web.reports.report import Report
    from helder.web.serving import Serving

HOSTILE = '#read("/etc/passwd") <script>alert(1)</script> $x^2$ =1+1 \\u{1} ]] *a* Æblegrød på øen'
OTHER_SIGNS = "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED} \N{GRINNING FACE}"

NOW = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)

BOARD: dict[str, Any] = {
    "title": HOSTILE,
    "period": "3-months",
    "sections": [
        {
            "title": "Voice & <b>value</b>",
            "tiles": [
                {"key": "nps", "picture": "number", "metrics": ["nps"]},
                {"key": "none", "picture": "number", "metrics": ["csat"]},
                {"key": "line", "picture": "line", "metrics": ["nps"]},
                {"key": "stacked", "picture": "stacked", "metrics": ["contact_volume"], "by": ["channel"]},
                {"key": "bars", "picture": "bars", "metrics": ["sales"], "by": ["channel"]},
                {"key": "ranked", "picture": "ranked", "metrics": ["nps"], "by": ["country"]},
                {"key": "heat", "picture": "heat", "metrics": ["contact_volume"]},
                {"key": "funnel", "picture": "funnel", "metrics": ["contact_volume", "orders"]},
                {"key": "distribution", "picture": "distribution", "metrics": ["nps"]},
                {"key": "table", "picture": "table", "metrics": ["nps", "sales"], "by": ["channel"]},
                {"key": "gauge", "picture": "gauge", "metrics": ["nps"]},
                {"key": "comments", "picture": "comments", "metrics": ["nps"]},
                {"key": "note", "picture": "note", "text": HOSTILE + "\n\nSecond paragraph"},
            ],
        }
    ],
}


@pytest.fixture
def board(site: Serving) -> Board:
    """The board."""
    from helder.boards.reading import board as read

    return read(BOARD, site.questions.workspace.catalog)


@pytest.fixture
def report(site: Serving) -> Callable[..., Report]:
    """Works a board out as an analyst sees it."""
    from helder.web import serving
    from helder.web.boards.view import read
    from helder.web.reports.report import made

    def make(of: Board, *, personal: bool = True) -> Report:
        questions = site.questions
        view = read({}, questions.today(), of)
        return made(of, 3, view, questions, datetime.now(serving.zone()), personal=personal)

    return make


@pytest.fixture
def mail_box(accounts: Serving, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailBox]:
    """A mail server that the settings name."""
    from helder.web import serving

    box = MailBox()
    url = f"smtp://127.0.0.1:{box.port}?tls=none"
    named = {"mail_url": url, "mail_from": "Helder <helder@example.com>", "public_url": "https://helder.example.com"}
    settings = serving.now().settings
    monkeypatch.setattr(serving.now(), "settings", replace(settings, values={**settings.values, **named}))
    yield box
    box.stop()


@pytest.fixture
def analyst(person: Callable[[str], Person]) -> Person:
    made = person("analyst")
    made.email = "ana@example.com"
    made.save()
    return made


@pytest.fixture
def danish(person: Callable[[str], Person]) -> Person:
    """A manager who sees the rows of Denmark."""
    from helder.web.accounts.models import Department

    made = person("manager")
    made.email = "dan@example.com"
    made.save()
    made.departments.set([Department.objects.create(name="Denmark", conditions={"country": ["DK"]})])
    return made


@pytest.fixture
def make(accounts: Serving, analyst: Person) -> Callable[..., Digest]:
    """Makes a digest of the executive board."""
    from helder.web.reports.models import Digest

    def made(*people: Person, **given: Any) -> Digest:
        said = {"board": "executive", "query": "period=4-weeks", "next_at": NOW - timedelta(minutes=1), "owner": analyst, **given}
        digest = Digest.objects.create(**said)
        digest.people.set(people)
        return digest

    return made


def sent(now: datetime = NOW) -> None:
    """Note what is due, and send it."""
    from helder.web.reports import posting

    posting.note_due(now)
    posting.send(now)
