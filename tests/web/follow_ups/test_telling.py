"""Other systems are told of what is due, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone
from web.follow_ups.conftest import pass_due
from web.inviting.mail_server import MailBox
from web.webhooks.conftest import Receiver

if TYPE_CHECKING:
    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import FollowUp

Open = Callable[..., "FollowUp"]


def test_another_system_is_told_signed_and_once_of_what_is_due(opened: Open, receiver: Receiver, analyst: Person) -> None:
    from helder.web.follow_ups import actions, jobs
    from helder.web.webhooks import actions as webhooks
    from helder.web.webhooks import sending

    hook, secret = webhooks.subscribe("desk", f"{receiver.address}/due", ["follow_up.due"], by="a test")
    one = opened()
    jobs.each_minute()
    assert not hook.deliveries.exists()
    pass_due()
    sending.work_off(hook.pk)
    (told,) = receiver.told
    assert told.event == "follow_up.due"
    assert told.is_signed_with(secret)
    assert (told.data["follow_up"], told.data["score"], told.data["customer_id"]) == (one.pk, 3.0, "c1")
    assert told.data["link"] == f"https://helder.example.com/follow-ups/{one.pk}"
    for personal in ("Ann", "ann@example.org", "Never again", "ana@example.com", analyst.username):
        assert personal not in told.body
    pass_due()
    actions.close(one.pk, analyst, 0, "not reached")  # type: ignore[arg-type]
    actions.reopen(one.pk, analyst, 1)
    pass_due()
    sending.work_off(hook.pk)
    assert len(receiver.told) == 1


def test_what_an_endpoint_does_not_take_now_is_told_again(opened: Open, receiver: Receiver) -> None:
    from helder.web.webhooks import actions as webhooks
    from helder.web.webhooks import sending
    from helder.web.webhooks.models import Delivery

    hook, _ = webhooks.subscribe("desk", f"{receiver.address}/fail/1", ["follow_up.due"], by="a test")
    opened()
    pass_due()
    sending.work_off(hook.pk)
    Delivery.objects.update(next_at=timezone.now())
    sending.work_off(hook.pk)
    assert [one.status for one in receiver.told] == [500, 200]


def test_nobody_is_told_of_what_was_done_before_it_was_due(opened: Open, analyst: Person, box: MailBox) -> None:
    from helder.web.follow_ups import actions
    from helder.web.follow_ups.models import Outcome
    from helder.web.webhooks import actions as webhooks

    hook, _ = webhooks.subscribe("desk", "http://127.0.0.1:9/", ["follow_up.due"], by="a test")
    one = opened()
    actions.close(one.pk, analyst, 0, Outcome.SOLVED)
    pass_due()
    assert not hook.deliveries.exists()
    assert [mail["subject"] for mail in box.mails] == ["Follow-up: Detractors, NPS 3"]
