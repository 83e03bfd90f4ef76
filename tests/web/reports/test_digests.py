"""Digests go out once, each receiver's with the rows they may see, by a real mail server."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from web.inviting.mail_server import MailBox

from helder.boards.ready import ready_made

from .conftest import NOW, sent

if TYPE_CHECKING:
    from helder.web.accounts.models import Person
    from helder.web.reports.models import Digest
    from helder.web.serving import Serving


def plain(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


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
    assert "Country: DK" in plain(mails["dan@example.com"])
    assert "Country: DK" not in plain(mails["ana@example.com"])


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


def test_nothing_goes_out_for_an_owner_who_has_left(
    mail_box: MailBox, make: Callable[..., Digest], analyst: Person, danish: Person
) -> None:
    from helder.web.reports import posting
    from helder.web.reports.models import Delivery

    digest = make(danish, addresses=["board@elsewhere.example"])
    noted = make(danish, next_at=NOW + timedelta(days=9))
    posting.note(noted, [(danish.email, danish)], NOW, NOW)
    analyst.is_active = False
    analyst.save()
    digest.refresh_from_db()
    assert [email for email, _who in posting.receivers(digest)] == ["dan@example.com"]
    sent()
    assert mail_box.mails == []
    assert [(one.digest, one.state) for one in Delivery.objects.all()] == [(noted, "failed")]
