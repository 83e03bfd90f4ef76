"""A mail can be seen in each language, and sent to oneself, before anybody gets it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client
    from web.inviting.gateway import GatewayServer
    from web.inviting.mail_server import MailBox

    from helder.web.inviting.models import Sending
    from helder.web.serving import Serving


def test_the_preview_shows_each_language_as_it_will_be(
    asking: Serving, sending: Callable[..., Sending], signed_in: Callable[[str], Client]
) -> None:
    manager = signed_in("manager")
    one = sending(texts={"nl": {"subject": "Uw mening", "message": "Eén.\n\nTwee <b>."}})
    page = manager.get(f"/sendings/{one.pk}/preview")
    assert "Uw mening" in page.content.decode()
    assert "Hvordan gik det?" in page.content.decode()
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    mail = manager.get(f"/sendings/{one.pk}/preview/nl")
    assert "Zou u ons aanraden?" in mail.content.decode()
    assert "Twee &lt;b&gt;." in mail.content.decode()
    assert "sandbox" in mail.headers["Content-Security-Policy"]
    assert manager.get(f"/sendings/{one.pk}/preview/fr").status_code == 404


def test_a_test_is_sent_to_oneself_and_counts_for_nothing(
    asking: Serving, sending: Callable[..., Sending], signed_in: Callable[[str], Client], box: MailBox, visitor: Client
) -> None:
    manager, one = signed_in("manager"), sending()
    answer = manager.post(f"/sendings/{one.pk}/test", {"to": "me@example.com", "language": "nl"}, follow=True)
    assert "A test is on its way to me@example.com" in answer.content.decode()
    (mail,) = box.mails
    assert box.recipients == ["me@example.com"]
    assert one.invitations.count() == 0
    body = mail.get_body(("plain",))
    assert body is not None
    link = re.search(r"https://ask\.example\.com(/s/\S+)", body.get_content())
    assert link is not None
    assert visitor.get(link[1]).status_code != 200 or "<form" not in visitor.get(link[1]).content.decode()


def test_what_goes_wrong_with_a_test_is_said(
    asking: Serving, sending: Callable[..., Sending], signed_in: Callable[[str], Client], box: MailBox, phones: GatewayServer
) -> None:
    manager, one = signed_in("manager"), sending()
    box.says["RCPT"] = ["550 5.1.1 No such user"]
    answer = manager.post(f"/sendings/{one.pk}/test", {"to": "me@example.com", "language": "nl"}, follow=True)
    assert "550 5.1.1 No such user" in answer.content.decode()
    for wrong in (
        {"to": "nonsense", "language": "nl"},
        {"to": "a@b.example\nBcc: c@d.example", "language": "nl"},
        {"to": "a@b.example"},
    ):
        assert manager.post(f"/sendings/{one.pk}/test", wrong).status_code == 400
    assert box.mails == []


def test_names_and_subjects_add_no_headers(asking: Serving, sending: Callable[..., Sending], box: MailBox) -> None:
    from django.utils.timezone import now

    from helder.web.inviting import noting, posting

    evil = "Ann\r\nBcc: victim@example.com"
    one = sending(
        listed=[{"email": "ann@example.com", "name": evil}, {"email": "x@example.com\r\nBcc: y@example.com"}],
        texts={"en": {"subject": f"Hi {evil}"}},
    )
    noting.gather(one.pk, now())
    posting.post(now)
    (mail,) = box.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hi Ann Bcc: victim@example.com"
    assert box.recipients == ["ann@example.com"]
    assert sorted(one.invitations.values_list("state", flat=True)) == ["sent", "skipped"]


def test_only_those_who_make_surveys_see_sendings(signed_in: Callable[[str], Client], sending: Callable[..., Sending]) -> None:
    one, viewer = sending(), signed_in("viewer")
    for path in ("/sendings", "/sendings/new", f"/sendings/{one.pk}", f"/sendings/{one.pk}/preview", "/opt-outs"):
        assert viewer.get(path).status_code == 403
    for path in ("start", "pause", "test", "list"):
        assert viewer.post(f"/sendings/{one.pk}/{path}").status_code == 403
