"""A mail server that refuses, hangs, dies or is not there: tried again, given up, never sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.utils.timezone import now
from web.inviting.mail_server import unused_port

if TYPE_CHECKING:
    from django.test import Client
    from web.inviting.mail_server import MailBox

    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving


def post(at: datetime | None = None) -> None:
    from helder.web.inviting import posting

    posting.post(lambda: at or now())


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits half a second for a reply, not twenty."""
    from helder.web.inviting.couriers.mailing import Mailer

    monkeypatch.setattr("helder.web.inviting.posting.Mailer", partial(Mailer, reply=0.5))


def test_what_is_refused_for_now_is_tried_again_after_growing_pauses(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox
) -> None:
    box.says["RCPT"] = ["450 4.2.0 Greylisted, come back", "450 4.2.0 Greylisted, come back", "250 OK"]
    one, pauses, at = listed(), [], now()
    for _ in range(2):
        post(at)
        one.refresh_from_db()
        assert (one.state, one.sent_at) == ("due", None)
        assert one.reason.startswith("450 4.2.0 Greylisted")
        assert one.due_at is not None
        pauses.append(one.due_at - at)
        post(at + timedelta(seconds=5))  # too early: nothing is tried
        at = one.due_at
    assert timedelta() < pauses[0] < pauses[1]
    box.says = {}
    post(at)
    one.refresh_from_db()
    assert (one.state, one.reason, len(box.mails)) == ("sent", "", 1)


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_what_is_refused_for_good_fails_with_the_reason(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox, command: str
) -> None:
    from helder.web.inviting import telling

    box.says[command] = ["550 5.1.1 <Ann@example.com> does not exist"]
    one = listed()
    post()
    post(now() + timedelta(days=2))
    one.refresh_from_db()
    assert (one.state, one.failure, one.due_at) == ("failed", "550 5.1.1 <the address> does not exist", None)
    assert telling.row(one)["failure"] == one.failure
    assert telling.row(one)["delivered_at"] is None


def test_addresses_a_server_names_are_shown_to_who_may_see_them_only(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox, signed_in: Callable[[str], Client]
) -> None:
    box.says["RCPT"] = ["550 5.1.1 Ann.Smith+x@example.org, to whom <ann@example.com> leads, is gone"]
    one = listed()
    post()
    path = f"/sendings/{one.sending_id}"
    page = signed_in("manager").get(path).content.decode()
    assert "ann.smith" not in page.lower()
    assert page.count("550 5.1.1 •••, to whom") == 2
    assert signed_in("analyst").get(path).content.decode().count("Ann.Smith+x@example.org") == 2


@pytest.mark.parametrize("how", ["hangs", "dies"])
def test_a_mail_taken_whole_without_a_word_is_not_sent_again(
    asking: Serving, hasty: None, listed: Callable[..., Invitation], box: MailBox, how: str
) -> None:
    setattr(box, how, True)
    one = listed()
    post()
    one.refresh_from_db()
    assert (one.state, one.delivered_at) == ("sent", None)
    assert one.reason.startswith("It is not known whether it arrived")
    setattr(box, how, False)
    post(now() + timedelta(hours=8))
    assert len(box.mails) == 1


def test_while_the_server_is_down_nothing_is_lost_nor_tried_message_by_message(
    asking: Serving, set_to: Callable[..., None], listed: Callable[..., Invitation], box: MailBox
) -> None:
    from helder.web.inviting.models import Line

    set_to(mail_url=f"smtp://127.0.0.1:{unused_port()}?tls=none")
    one, other, at = listed(), listed({"email": "bo@example.com"}), now()
    waits = []
    for _ in range(3):
        post(at)
        line = Line.objects.get(channel="email")
        waits.append(line.again_at - at)
        at = line.again_at
    assert waits == sorted(waits)
    assert waits[0] < waits[2]
    for each in (one, other):
        each.refresh_from_db()
        assert (each.state, each.attempts) == ("due", 0)
    set_to(mail_url=f"smtp://127.0.0.1:{box.port}?tls=none")
    post(at)
    assert sorted(box.recipients) == ["ann@example.com", "bo@example.com"]
    assert not Line.objects.exists()


def test_a_server_that_accepts_no_sender_stops_the_line_and_fails_nobody(
    asking: Serving, set_to: Callable[..., None], listed: Callable[..., Invitation], box: MailBox
) -> None:
    from helder.web.inviting.models import Line

    box.says["MAIL"] = ["553 5.7.1 Sender not owned"]
    one = listed()
    post()
    one.refresh_from_db()
    assert (one.state, one.failure) == ("due", "")
    assert "553" in Line.objects.get().said
