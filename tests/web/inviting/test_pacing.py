"""How often and when people are asked: quarantine, reminders, expiry, quiet hours, the most of an hour and a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

if TYPE_CHECKING:
    from web.inviting.mail_server import MailBox

    from helder.web.inviting.models import Invitation, Sending
    from helder.web.serving import Serving


def post(at: datetime | None = None) -> None:
    from helder.web.inviting import posting

    posting.post(lambda: at or now())


def people(many: int) -> list[dict[str, str]]:
    return [{"email": f"p{i}@example.org"} for i in range(many)]


def gather(one: Sending) -> None:
    from helder.web.inviting import noting

    noting.gather(one.pk, now())


def test_who_was_asked_is_not_asked_again_within_the_quarantine(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox
) -> None:
    first = listed()
    post()
    others = [listed(quarantine_days=10), listed({"customer_id": "c8", "email": "ANN@example.com"}, quarantine_days=10)]
    post(now() + timedelta(days=9))
    free = listed(quarantine_days=8)
    post(now() + timedelta(days=9))
    for one in (first, free, *others):
        one.refresh_from_db()
    assert [one.state for one in (first, free, *others)] == ["sent", "sent", "skipped", "skipped"]
    assert others[0].reason == "asked not long before"


def test_quarantine_can_count_one_survey_only(asking: Serving, listed: Callable[..., Invitation], box: MailBox) -> None:
    from helder.web.surveys.models import Survey

    listed()
    post()
    other = listed(quarantine_days=10, everywhere=False)
    elsewhere = Survey.objects.create(key="other", name="Other", state="open")
    elsewhere.versions.create(number=1, content=other.sending.survey.latest.content)
    other.sending.survey = elsewhere
    other.sending.save()
    post()
    assert len(box.mails) == 2


def test_reminders_go_to_those_who_do_not_answer_and_no_more_than_planned(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox
) -> None:
    from helder.web.surveys.signals import answered

    silent = listed(reminders=2, reminder_days=3)
    prompt = listed({"email": "bo@example.com"}, reminders=2, reminder_days=3)
    post()
    answered.send(None, response_id="r1", invitation_id=prompt.invitation_id, customer_id=None, complete=True, answers=[])
    for days in (1, 3.1, 4, 6.2, 7, 12, 40):
        post(now() + timedelta(days=days))
    assert box.recipients.count("ann@example.com") == 3
    assert box.recipients.count("bo@example.com") == 1
    assert box.mails[-1]["Subject"] == "En påmindelse: Dit opkald til os"
    assert len({mail["Message-ID"] for mail in box.mails}) == len(box.mails)
    silent.refresh_from_db()
    prompt.refresh_from_db()
    assert (silent.state, prompt.state) == ("expired", "answered")
    assert prompt.answered_at is not None


def test_a_survey_opened_is_kept_and_told(asking: Serving, listed: Callable[..., Invitation]) -> None:
    from helder.web.inviting import telling
    from helder.web.surveys.signals import opened

    one = listed()
    post()
    opened.send(None, invitation_id=one.invitation_id, at=now())
    opened.send(None, invitation_id="unknown", at=now())
    one.refresh_from_db()
    assert one.opened_at is not None
    assert one.revision == one.told  # the store knows
    assert telling.row(one)["opened_at"] >= telling.row(one)["sent_at"]


def test_nobody_is_sent_anything_in_quiet_hours(asking: Serving, listed: Callable[..., Invitation], box: MailBox) -> None:
    listed(quiet_from=time(21), quiet_until=time(8), expires_days=9)
    tomorrow = (now() + timedelta(days=1)).date()
    amsterdam = ZoneInfo("Europe/Amsterdam")
    for clock in (time(21, 0), time(23, 59)):
        post(datetime.combine(tomorrow, clock, amsterdam))
    post(datetime.combine(tomorrow + timedelta(days=1), time(7, 59), amsterdam))
    assert box.mails == []
    post(datetime.combine(tomorrow + timedelta(days=1), time(8, 0), amsterdam))
    assert len(box.mails) == 1


@pytest.mark.parametrize(("after", "left"), [("", "due"), ("call", "skipped")])
def test_no_more_than_the_most_of_an_hour_and_a_day(
    asking: Serving, sending: Callable[..., Sending], box: MailBox, after: str, left: str
) -> None:
    one = sending(listed=people(9), most_an_hour=4, most_a_day=6)
    gather(one)
    one.after = after
    one.save()
    begun = now()
    for minutes in (0, 10, 59):
        post(begun + timedelta(minutes=minutes))
    assert len(box.mails) == 4
    for minutes in (62, 70, 200):
        post(begun + timedelta(minutes=minutes))
    assert len(box.mails) == 6
    assert sorted(one.invitations.values_list("state", flat=True)) == sorted([left] * 3 + ["sent"] * 6)


def test_what_comes_too_late_is_not_sent(asking: Serving, listed: Callable[..., Invitation], box: MailBox) -> None:
    one = listed(expires_days=2)
    post(now() + timedelta(days=2, minutes=1))
    one.refresh_from_db()
    assert (one.state, box.mails) == ("expired", [])


def test_a_paused_sending_and_a_closed_survey_send_nothing(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox
) -> None:
    one, other = listed(), listed({"email": "bo@example.com"})
    one.sending.standing = "paused"
    one.sending.save()
    other.sending.survey.state = "closed"
    other.sending.survey.save()
    post()
    assert box.mails == []
