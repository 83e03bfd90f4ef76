"""Mails reach people over a real mail server; each one once, and what became of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

from django.utils.timezone import now

if TYPE_CHECKING:
    from web.inviting.mail_server import MailBox

    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def post() -> None:
    from helder.web.inviting import posting, telling

    posting.post(now)
    telling.tell()


def test_an_invitation_arrives_with_the_first_question_in_the_language_of_its_recipient(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox
) -> None:
    one = listed()
    post()
    (mail,) = box.mails
    assert box.recipients == ["ann@example.com"]
    assert mail["Subject"] == "Hvordan gik det? Dit opkald til os"
    assert mail["From"] == "Shop <ask@example.com>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<https://ask.example.com/")
    html = part(mail, "html")
    assert 'lang="da"' in html
    assert "Vil du anbefale os?" in html
    assert html.count('aria-label="') == 11
    assert 'aria-label="10 / 10' in html
    assert "Hej Ann," in part(mail, "plain")
    one.refresh_from_db()
    assert (one.state, one.failure, one.due_at) == ("sent", "", None)
    assert one.sent_at is not None
    assert one.expires_at is not None
    assert timedelta(days=30) <= one.expires_at - one.sent_at <= timedelta(days=31, hours=1)


def test_what_became_of_it_is_in_the_store(asking: Serving, listed: Callable[..., Invitation], box: MailBox) -> None:
    from helder.model import TABLES

    one = listed()
    post()
    asking.arrivals.flush()
    t = TABLES["invitations"].expression
    (row,) = asking.questions.workspace.engine.run(t.filter(t.invitation_id == one.invitation_id)).to_pylist()
    assert (row["survey"], row["channel"], row["failure"]) == ("after-call", "email", None)
    assert row["delivered_at"] >= row["sent_at"]
