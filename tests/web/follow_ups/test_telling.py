"""Owners and other systems are told of what was opened and is due, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from web.follow_ups.conftest import Say, look
from web.inviting.mail_server import MailBox
from web.webhooks.conftest import Receiver

if TYPE_CHECKING:
    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import FollowUp, Rule

Open = Callable[..., "FollowUp"]


def pass_due() -> None:
    """Let every follow-up be due, and do what is done each minute."""
    from helder.web.follow_ups import jobs
    from helder.web.follow_ups.models import FollowUp

    FollowUp.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    jobs.each_minute()


def body(mail: Any, kind: str) -> str:
    return str(mail.get_body((kind,)).get_content())


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


def test_the_owner_gets_one_mail_of_all_that_one_look_opened(
    rule: Callable[..., Rule], say: Say, customers: None, box: MailBox
) -> None:
    from helder.web.follow_ups import mails

    rule()
    say(3.0, comment="Never again")
    say(1.0, customer_id="c2")
    one, other = look()
    mails.post()
    (mail,) = box.mails
    assert (mail["subject"], box.recipients) == ("2 follow-ups for you", ["ana@example.com"])
    for kind in ("plain", "html"):
        said = body(mail, kind)
        for expected in (f"/follow-ups/{one.pk}", f"/follow-ups/{other.pk}", "NPS 3", "customer c2"):
            assert expected in said
        assert "Never again" not in said
        assert "Ann" not in said
    pass_due()
    assert [one["subject"] for one in box.mails] == ["2 follow-ups for you", "2 follow-ups are due"]


@pytest.mark.parametrize(
    ("language", "subject"), [("nl", "Opvolging: Detractors, NPS 3"), ("da", "Opfølgning: Detractors, NPS 3")]
)
def test_a_mail_is_in_its_readers_language(opened: Open, analyst: Person, box: MailBox, language: str, subject: str) -> None:
    from helder.web.follow_ups import mails

    analyst.language = language
    analyst.save()
    opened()
    mails.post()
    (mail,) = box.mails
    assert (mail["subject"], mail["Content-Language"]) == (subject, language)


def test_whoever_it_is_handed_to_is_mailed_and_who_takes_it_is_not(
    opened: Open, analyst: Person, person: Callable[[str], Person], box: MailBox
) -> None:
    from helder.web.accounts.models import Department
    from helder.web.follow_ups import actions, mails

    one = opened(department=Department.objects.get(name="Whole company"))
    viewer = person("viewer")
    viewer.email = "vic@example.com"
    viewer.save()
    actions.take(one.pk, analyst, 0)
    mails.post()
    assert box.mails == []
    actions.hand(one.pk, analyst, 1, viewer)
    mails.post()
    (mail,) = box.mails
    assert (mail["subject"], box.recipients) == ("Follow-up: Detractors, NPS 3", ["vic@example.com"])
    assert "one-analyst has handed this over to you." in body(mail, "plain")


def test_a_mail_that_is_not_taken_now_is_sent_again(opened: Open, box: MailBox) -> None:
    from helder.web.follow_ups import mails
    from helder.web.follow_ups.models import Mail

    box.says["RCPT"] = ["450 later"]
    opened()
    mails.post()
    mail = Mail.objects.get()
    assert (box.mails, mail.state, mail.said) == ([], "waiting", "450 later")
    box.says.clear()
    Mail.objects.update(next_at=timezone.now())
    mails.post()
    mails.post()
    assert len(box.mails) == 1
