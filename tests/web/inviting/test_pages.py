"""Sendings are made, tried, started and paused on their pages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

if TYPE_CHECKING:
    from django.test import Client
    from web.inviting.mail_server import MailBox

    from helder.web.inviting.models import Sending
    from helder.web.serving import Serving
    from helder.web.surveys.models import Survey

GIVEN = {
    "name": "March", "channel": "email", "share": "100", "quarantine_days": "30", "reminders": "1", "reminder_days": "3",
    "expires_days": "30", "quiet_from": "21:00", "quiet_until": "08:00", "most_an_hour": "500", "most_a_day": "2000",
}  # fmt: skip


def words(page: bytes) -> str:
    return " ".join(unescape(re.sub(r"<(script|svg).*?</\1>|<[^>]+>", " ", page.decode(), flags=re.DOTALL)).split())


def make(client: Client, survey: Survey, after: str = "", **given: str) -> Sending:
    from helder.web.inviting.models import Sending

    path = f"/sendings/new?survey={survey.pk}&after={after}"
    assert client.get(path).status_code == 200
    answer = client.post(path, {**GIVEN, **given})
    assert answer.status_code == 302, words(answer.content)
    return Sending.objects.latest("pk")


def test_a_sending_says_whom_it_would_ask_and_asks_them(
    asking: Serving, survey: Survey, signed_in: Callable[[str], Client], box: MailBox
) -> None:
    from helder.web.inviting import jobs
    from helder.web.inviting.opting_out import keep

    manager = signed_in("manager")
    one = make(manager, survey, narrowed="country: DK", quiet_from="", quiet_until="", subject_en="Hi there")
    keep("c3", "", now(), source="test")
    page = words(manager.get(f"/sendings/{one.pk}/start").content)
    assert "This would ask 3 customers." in page  # c0, c3, c6 and c9 are in DK
    assert "Opted out 1" in page
    assert "Such as: c0, c6, c9" in page  # no names, which a manager does not see
    assert manager.post(f"/sendings/{one.pk}/start").status_code == 302
    jobs.each_minute()
    assert sorted(box.recipients) == ["p0@example.com", "p6@example.com", "p9@example.com"]
    assert {mail["Subject"] for mail in box.mails} == {"Hi there"}
    page = words(manager.get(f"/sendings/{one.pk}").content)
    assert "3 sent" in page or "sent 3" in page
    assert "p0@example.com" not in page  # personal data, which a manager does not see
    assert "Opted out opted out 1" in page
    for path in ("/sendings", "/sendings?survey=after-call"):
        assert words(manager.get(path).content).count("March") == 1
    assert f"/sendings/new?survey={survey.pk}" in manager.get("/sendings?survey=after-call").content.decode()


def test_a_rule_is_made_changed_and_paused(asking: Serving, survey: Survey, signed_in: Callable[[str], Client]) -> None:
    from helder.web.inviting.models import Sending

    manager = signed_in("manager")
    rule = {"delay": "2", "delay_unit": "60", "oldest_hours": "72", "narrowed": "queue: billing, sales\nsegment: business"}
    one = make(manager, survey, "call", **rule)
    assert (one.delay_minutes, one.conditions) == (120, {"queue": ["billing", "sales"], "segment": ["business"]})
    assert "would have asked" in words(manager.get(f"/sendings/{one.pk}/start").content)
    manager.post(f"/sendings/{one.pk}/start")
    assert Sending.objects.get().standing == "running"
    assert manager.get(f"/sendings/{one.pk}/edit").status_code == 400
    manager.post(f"/sendings/{one.pk}/pause")
    assert "Delete" in words(manager.get(f"/sendings/{one.pk}").content)
    assert manager.post(f"/sendings/{one.pk}/edit", {**GIVEN, **rule, "delay": "30", "delay_unit": "1"}).status_code == 302
    assert Sending.objects.get().delay_minutes == 30
    assert manager.post(f"/sendings/{one.pk}/drop").status_code == 302
    assert not Sending.objects.exists()


def test_slips_are_told_with_their_place(asking: Serving, survey: Survey, signed_in: Callable[[str], Client]) -> None:
    manager = signed_in("manager")
    path = f"/sendings/new?survey={survey.pk}&after="
    for slip, told in (
        ({"narrowed": "country: NL\ncuontry: DK"}, "line 2: There is no column 'cuontry'. Did you mean country?"),
        ({"share": "0"}, "greater than or equal to 1"),
        ({"quiet_until": ""}, "Say both times, or neither."),
        ({"channel": "pigeon"}, "pigeon is not one of the available choices"),
    ):
        answer = manager.post(path, {**GIVEN, **slip})
        assert answer.status_code == 400
        assert told in words(answer.content)


def test_what_is_missing_is_said_before_anything_starts(
    asking: Serving, set_to: Callable[..., None], survey: Survey, signed_in: Callable[[str], Client]
) -> None:
    manager = signed_in("manager")
    one = make(manager, survey)
    for missing, told in (
        ({"public_url": None}, "public_url"),
        ({"mail_url": None}, "mail_url"),
        ({"mail_from": None}, "mail_from"),
    ):
        set_to(public_url="https://ask.example.com", mail_url="smtp://localhost", mail_from="a@example.com")
        set_to(**missing)
        answer = manager.post(f"/sendings/{one.pk}/start")
        assert answer.status_code == 400
        assert told in words(answer.content)
    one.refresh_from_db()
    assert one.standing == "draft"


def test_a_list_is_uploaded_and_its_links_are_downloaded(
    asking: Serving, survey: Survey, signed_in: Callable[[str], Client]
) -> None:
    from helder.web.inviting import jobs
    from helder.web.surveys.links import read as read_link

    analyst = signed_in("analyst")
    one = make(analyst, survey, channel="link")
    rows = "Email;Name;language;order_id\nann@example.com;Ann;da\nnobody;Bo;nl\n"
    rows += 'ANN@example.com;"Ann ""A""";da\n;;\nbo@example.com;=1+1;nl;o7\n'
    answer = analyst.post(f"/sendings/{one.pk}/list", {"list": SimpleUploadedFile("l.csv", rows.encode())}, follow=True)
    assert "The list has 2 people." in words(answer.content)
    assert 'Such as: Ann "A", =1+1' in words(analyst.get(f"/sendings/{one.pk}/start").content)
    assert "1 lines were left out: line 3: nobody is no e-mail address" in words(answer.content)
    analyst.post(f"/sendings/{one.pk}/start")
    jobs.each_minute()
    answer = analyst.get(f"/sendings/{one.pk}/links.csv")
    line, formula = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))  # type: ignore[arg-type, attr-defined]
    assert (line["email"], line["name"], line["language"]) == ("ANN@example.com", 'Ann "A"', "da")
    assert formula["name"] == "'=1+1"
    assert read_link(survey.key, formula["link"].rsplit("/", 1)[1]).order_id == "o7"
    assert line["link"].startswith("https://ask.example.com/s/after-call/")
