"""Whatever ends between two steps of a sending, nobody is asked twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import now

if TYPE_CHECKING:
    from web.inviting.mail_server import MailBox

    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving


class Killed(BaseException):
    """What ends a process in the middle of a step."""


class Falling:
    """A courier that is killed at one place of a delivery."""

    def __init__(self, inner: Any, place: str) -> None:
        self.inner, self.place = inner, place
        self.open, self.close = inner.open, inner.close

    def deliver(self, message: Any, before: Callable[[], None]) -> Any:
        if self.place == "before it is handed over":
            raise Killed

        def handed() -> None:
            before()
            if self.place == "as it is handed over":
                raise Killed

        self.inner.deliver(message, handed)
        raise Killed


def post(at: datetime, place: str | None = None) -> None:
    from helder.web.inviting import posting

    def falling(channel: str) -> Any:
        some = posting.courier_for(channel)
        return posting.Post(Falling(some.courier, place), some.message) if place and channel == "email" else some

    posting.post(lambda: at, falling)


@pytest.mark.parametrize(
    ("place", "mails", "delivered"),
    [("before it is handed over", 1, True), ("as it is handed over", 0, False), ("after it was accepted", 1, False)],
)
def test_a_server_killed_while_sending_asks_nobody_twice(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox, place: str, mails: int, delivered: bool
) -> None:
    one, begun = listed(), now()
    with pytest.raises(Killed):
        post(begun, place)
    one.refresh_from_db()
    assert one.state == "sending"
    post(begun + timedelta(minutes=5))  # it may still be in somebody's hands
    one.refresh_from_db()
    assert one.state == "sending"
    for minutes in (16, 20, 60, 600):
        post(begun + timedelta(minutes=minutes))
    one.refresh_from_db()
    assert (one.state, one.delivered_at is not None, len(box.mails)) == ("sent", delivered, mails)


def test_a_message_that_cannot_be_made_does_not_stop_the_others(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox
) -> None:
    from helder.web.inviting import composing, posting

    bad, good = listed(), listed({"email": "bo@example.com"})

    def mail(one: Invitation) -> object:
        if one.pk == bad.pk:
            raise ValueError("a slip of ours")
        return composing.mail(one, one.sending.survey.versions.get().definition, "a@example.com")

    posting.post(now, lambda channel: posting.Post(posting.courier_for(channel).courier, mail))
    assert box.recipients == ["bo@example.com"]
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.reason, good.state) == ("due", "ValueError: a slip of ours", "sent")
    assert bad.due_at is not None
    assert bad.due_at > now()


@pytest.mark.parametrize("hours", [-30, -1, 1])
def test_a_clock_that_jumps_neither_sends_again_nor_loses(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox, hours: int
) -> None:
    from helder.web.inviting import telling

    one, other = listed(reminders=1), listed({"email": "bo@example.com"})
    other.due_at = now() + timedelta(minutes=10)
    other.save()
    post(now())
    assert box.recipients == ["ann@example.com"]
    for minutes in (0, 1, 5):
        post(now() + timedelta(hours=hours, minutes=minutes))
    post(now() + timedelta(minutes=11))
    assert sorted(box.recipients) == ["ann@example.com", "bo@example.com"]
    one.refresh_from_db()
    one.opened_at = now() - timedelta(hours=50)
    told = telling.row(one)
    assert told["opened_at"] >= told["sent_at"]


def test_a_look_broken_off_is_looked_again(
    accounts: Serving, listed: Callable[..., Invitation], monkeypatch: pytest.MonkeyPatch
) -> None:
    from helder.web.inviting import noting
    from helder.web.inviting.models import Sending

    def killed(*_: object) -> int:
        raise Killed

    monkeypatch.setattr(noting, "_note", killed)
    with pytest.raises(Killed):
        listed()
    one = Sending.objects.get()
    assert (one.gathered_at, one.invitations.count()) == (None, 0)
    monkeypatch.undo()
    assert noting.gather(one.pk, now()) == 1
    assert noting.gather(one.pk, now()) == 0
