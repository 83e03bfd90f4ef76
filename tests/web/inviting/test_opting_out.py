"""An opt-out holds at once and everywhere, and is never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import now

if TYPE_CHECKING:
    from django.test import Client
    from web.inviting.mail_server import MailBox

    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving

ANN = {"email": "Ann@Example.com", "customer_id": "c99", "language": "nl"}


def post(at: Any = now) -> None:
    from helder.web.inviting import posting

    posting.post(at)


@pytest.fixture
def link(asking: Serving, listed: Callable[..., Invitation], box: MailBox) -> str:
    """The link by which Ann opts out, from the mail she got."""
    listed(ANN, reminders=2)
    post()
    return str(box.mails[0]["List-Unsubscribe"]).strip(" <>").removeprefix("https://ask.example.com")


def test_looking_at_the_page_does_nothing_and_its_button_opts_out(link: str, visitor: Client, box: MailBox) -> None:
    from helder.web.inviting.models import Invitation, OptOut

    page = visitor.get(link)
    assert "Wilt u van ons geen uitnodigingen" in page.content.decode()
    assert not OptOut.objects.exists()
    page = visitor.post(link)
    assert "Dat is genoteerd" in page.content.decode()
    assert set(OptOut.objects.values_list("kind", "who")) == {("customer", "c99"), ("address", "ann@example.com")}
    one = Invitation.objects.get()
    assert one.opted_out_at is not None
    post(lambda: now() + timedelta(days=4))
    assert len(box.mails) == 1  # no reminder
    assert visitor.post(link).status_code == 200  # once more does no harm


def test_a_mail_program_opts_out_with_one_click(link: str) -> None:
    from django.test import Client

    from helder.web.inviting.models import OptOut

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert OptOut.objects.count() == 2


def test_nobody_opts_others_out(link: str, visitor: Client) -> None:
    from helder.web.inviting.models import OptOut

    for wrong in (link[:-2], link[:4] + "x" + link[5:], "/o/nothing"):
        answer = visitor.post(wrong, HTTP_ACCEPT_LANGUAGE="da")
        assert answer.status_code == 404
        assert "Linket virker ikke" in answer.content.decode()
    assert not OptOut.objects.exists()


@pytest.mark.parametrize("who", [{"customer_id": "c99"}, {"email": "ANN@example.com"}])
def test_it_holds_for_what_waits_already_and_for_every_other_sending(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox, who: dict[str, str]
) -> None:
    from helder.web.inviting.opting_out import keep

    waiting = listed(ANN)
    keep(who.get("customer_id", ""), who.get("email", "").lower(), now(), source="a call")
    later = listed(ANN)
    post()
    assert box.mails == []
    for one in (waiting, later):
        one.refresh_from_db()
        assert one.state == "opted_out"


def test_it_holds_in_the_last_moment(asking: Serving, listed: Callable[..., Invitation], box: MailBox) -> None:
    from helder.web.inviting import posting
    from helder.web.inviting.opting_out import keep

    class Slow:
        def __init__(self, inner: Any) -> None:
            self.inner, self.open, self.close = inner, inner.open, inner.close

        def deliver(self, message: Any, before: Callable[[], None]) -> Any:
            keep("c99", "", now(), source="meanwhile")
            return self.inner.deliver(message, before)

    def slow(channel: str) -> Any:
        some = posting.courier_for(channel)
        return posting.Post(Slow(some.courier), some.message) if channel == "email" else some

    one = listed(ANN)
    posting.post(now, slow)
    one.refresh_from_db()
    assert (one.state, box.mails) == ("opted_out", [])


def test_an_opt_out_told_otherwise_is_noted_by_hand(signed_in: Callable[[str], Client]) -> None:
    from helder.web.inviting.models import OptOut

    manager = signed_in("manager")
    assert manager.post("/opt-outs", {"who": "Bo@Example.com"}).status_code == 302
    assert manager.post("/opt-outs", {"who": "customer:c7"}).status_code == 302
    assert manager.post("/opt-outs", {"who": "nobody"}).status_code == 400
    assert set(OptOut.objects.values_list("kind", "who")) == {("address", "bo@example.com"), ("customer", "c7")}
    assert "bo@example.com" not in manager.get("/opt-outs").content.decode()  # a manager sees no personal data
