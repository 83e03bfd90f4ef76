"""Digests go out once, each receiver's with the rows they may see, by a real mail server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from web.inviting.mail_server import MailBox

from helder.boards.ready import ready_made

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.reports.models import Digest
    from helder.web.serving import Serving

NOW = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)


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


def plain(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def sent(now: datetime = NOW) -> None:
    from helder.web.reports import posting

    posting.note_due(now)
    posting.send(now)


def test_each_receiver_gets_the_rows_they_may_see(
    mail_box: MailBox, make: Callable[..., Digest], analyst: Person, danish: Person, site: Serving
) -> None:
    make(analyst, danish, addresses=["board@elsewhere.example"])
    sent()
    mails = {str(mail["To"]): mail for mail in mail_box.mails}
    assert set(mails) == {"ana@example.com", "dan@example.com", "board@elsewhere.example"}
    today = site.questions.today()
    asked = {"since": today - timedelta(days=28), "until": today}
    everyone = site.questions.workspace.show("orders", **asked).to_records()[0]["value"]
    of_dk = site.questions.workspace.show("orders", where="country = 'DK'", **asked).to_records()[0]["value"]
    assert everyone != of_dk
    sales = {name: re.search(r"Sales: (.*)", plain(mail))[1] for name, mail in mails.items()}  # type: ignore[index]
    assert sales["ana@example.com"] == sales["board@elsewhere.example"] != sales["dan@example.com"]
    assert "country: DK" in plain(mails["dan@example.com"])
    assert "country: DK" not in plain(mails["ana@example.com"])


def test_a_mail_has_its_picture_pdf_link_and_way_out(mail_box: MailBox, make: Callable[..., Digest], analyst: Person) -> None:
    make(analyst, query="period=4-weeks&segment=country:NL", language="da")
    sent()
    (mail,) = mail_box.mails
    assert ready_made()["executive"].title.of("da") in str(mail["Subject"])
    kinds = {part.get_content_type(): part for part in mail.walk()}
    assert kinds["application/pdf"].get_content().startswith(b"%PDF")
    assert kinds["image/png"].get_content().startswith(b"\x89PNG")
    assert kinds["image/png"]["Content-ID"] == "<board>"
    page = kinds["text/html"].get_content()
    assert 'src="cid:board" alt="' in page
    assert "https://helder.example.com/boards/executive?period=4-weeks&amp;segment=country:NL" in page
    assert str(mail["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"


def test_it_goes_out_once_a_time_whoever_looks(mail_box: MailBox, make: Callable[..., Digest], analyst: Person) -> None:
    digest = make(analyst, every="day", hour=7)
    sent()
    sent()
    sent(NOW + timedelta(minutes=5))
    assert len(mail_box.mails) == 1
    digest.refresh_from_db()
    assert digest.next_at == datetime(2026, 3, 5, 6, tzinfo=UTC)
    assert digest.sent_at == NOW
    sent(NOW + timedelta(days=5))  # those missed are made up for once
    assert len(mail_box.mails) == 2


def test_what_is_refused_for_now_is_tried_again_and_told(mail_box: MailBox, make: Callable[..., Digest], analyst: Person) -> None:
    digest = make(analyst)
    mail_box.says["DATA"] = ["451 later", "250 OK"]
    sent()
    digest.refresh_from_db()
    assert "451 later" in digest.problem
    sent(NOW + timedelta(minutes=1))
    assert not digest.sent_at
    mail_box.says.clear()
    sent(NOW + timedelta(hours=1))
    digest.refresh_from_db()
    assert digest.problem == ""
    assert len(mail_box.mails) == 1


def test_what_a_dead_server_had_handed_over_is_not_sent_again(
    mail_box: MailBox, make: Callable[..., Digest], analyst: Person
) -> None:
    from helder.web.reports.models import Delivery

    digest = make(analyst, next_at=NOW + timedelta(days=9))
    for i, handed in enumerate((True, False)):
        Delivery.objects.create(
            digest=digest, due_at=NOW, email=f"{i}@example.com", person=analyst, state="sending", try_at=NOW, handed=handed
        )
    sent(NOW + timedelta(hours=1))
    assert mail_box.recipients == ["1@example.com"]


def test_a_receiver_leaves_by_posting_not_by_looking(
    mail_box: MailBox, make: Callable[..., Digest], analyst: Person, visitor: Client
) -> None:
    digest = make(analyst, addresses=["out@elsewhere.example"])
    sent()
    mail = next(one for one in mail_box.mails if str(one["To"]) == "out@elsewhere.example")
    link = str(mail["List-Unsubscribe"]).strip(" <>").removeprefix("https://helder.example.com")
    assert visitor.get(link).status_code == 200
    digest.refresh_from_db()
    assert digest.addresses
    assert visitor.post(link).status_code == 200
    digest.refresh_from_db()
    assert digest.addresses == []
    assert digest.active
    assert visitor.post(link[:-3] + "xyz").status_code == 404


@pytest.mark.parametrize(
    ("every", "day", "after", "due"),
    [
        ("day", 1, "2026-03-28T08:00", "2026-03-29T05:00"),  # the clocks go forward that night
        ("day", 1, "2026-10-24T08:00", "2026-10-25T06:00"),
        ("weekdays", 1, "2026-03-06T08:00", "2026-03-09T06:00"),
        ("week", 3, "2026-03-04T06:00", "2026-03-11T06:00"),
        ("month", 31, "2026-02-01T00:00", "2026-02-28T06:00"),
    ],
)
def test_it_is_due_by_the_clock_of_the_zone(every: str, day: int, after: str, due: str) -> None:
    from helder.web.reports.due import following

    found = following(every, day, 7, datetime.fromisoformat(after).replace(tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_the_page_makes_pauses_sends_and_deletes(mail_box: MailBox, analyst: Person, site: Serving) -> None:
    from django.test import Client

    from helder.web.reports.models import Digest

    client = Client()
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/reports?board=voice&period=4-weeks&segment=country:NL").content.decode().count("country:NL")
    said = {
        "board": "executive", "period": "4-weeks", "segment": "country:NL", "every": "week", "weekday": "1", "monthday": "1",
        "hour": "8", "language": "nl", "people": [analyst.pk], "addresses": "",
    }  # fmt: skip
    assert client.post("/reports", said).status_code == 302
    digest = Digest.objects.get()
    assert list(digest.people.all()) == [analyst]
    client.post(f"/reports/{digest.pk}/send")
    site.jobs.work_off()
    assert [str(mail["To"]) for mail in mail_box.mails] == ["ana@example.com"]
    client.post(f"/reports/{digest.pk}/pause")
    assert "paused" in client.get("/reports").content.decode()
    client.post(f"/reports/{digest.pk}/delete")
    assert not Digest.objects.exists()
    assert client.post("/reports", {**said, "addresses": "nobody"}).status_code == 400


def test_a_viewer_has_their_own_and_reaches_nobody_else(
    signed_in: Callable[[str], Client], make: Callable[..., Digest], analyst: Person
) -> None:
    of_another = make(analyst)
    viewer = signed_in("viewer")
    page = viewer.get("/reports").content.decode()
    assert 'name="addresses"' not in page
    assert "ana@example.com" not in page
    assert viewer.post(f"/reports/{of_another.pk}/delete").status_code == 404
    assert signed_in("agent").get("/reports").status_code == 403
