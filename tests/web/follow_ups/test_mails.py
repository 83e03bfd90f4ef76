"""Owners are mailed what is opened for them, handed to them and due."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from web.follow_ups.conftest import Say, look, pass_due, text
from web.inviting.mail_server import MailBox

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import FollowUp, Rule

Open = Callable[..., "FollowUp"]


def body(mail: Any, kind: str) -> str:
    return str(mail.get_body((kind,)).get_content())


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


def test_a_mail_that_is_not_taken_now_is_told_of_and_sent_again(opened: Open, box: MailBox, client: Client) -> None:
    from helder.web.follow_ups import mails
    from helder.web.follow_ups.models import Mail

    box.says["RCPT"] = ["450 later"]
    opened()
    mails.post()
    mail = Mail.objects.get()
    assert (box.mails, mail.state, mail.said) == ([], "waiting", "450 later")
    assert "Mails about follow-ups are not taken: 450 later" in text(client.get("/follow-ups/rules"))
    box.says.clear()
    Mail.objects.update(next_at=timezone.now())
    mails.post()
    mails.post()
    assert len(box.mails) == 1
    assert "not taken" not in text(client.get("/follow-ups/rules"))
