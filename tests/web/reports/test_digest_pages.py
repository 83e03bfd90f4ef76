"""The pages of digests: made, paused, left; and when they are due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from web.inviting.mail_server import MailBox

from .conftest import sent

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.reports.models import Digest
    from helder.web.serving import Serving


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
