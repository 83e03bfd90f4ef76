"""People and systems are told once of what begins and ends, in their language, but not in quiet hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from web.alerts.conftest import look
from web.inviting.mail_server import MailBox
from web.webhooks.conftest import Receiver

if TYPE_CHECKING:
    from helder.web.alerts.models import Alert

Calls = Callable[..., None]
LINE: dict[str, Any] = {
    "metric": "abandonment_rate", "kind": "threshold", "side": "above", "threshold": 0.10, "days": 30, "smallest": 50,
}  # fmt: skip


def crossing(calls: Calls, alert: Alert) -> None:
    calls(2, 100, abandoned=20)
    look(alert)


def back(calls: Calls, alert: Alert) -> None:
    calls(1, 200)
    look(alert)


def body(mail: Any, kind: str) -> str:
    return str(mail.get_body((kind,)).get_content())


@pytest.mark.parametrize(
    ("language", "subject", "said", "over"),
    [
        ("en", "Alert: Calls", "Abandonment rate is 20.0 %, above the line of 10.0 %", "Over: Calls"),
        ("nl", "Melding: Calls", "is 20,0 %, boven de grens van 10,0 %", "Voorbij: Calls"),
        ("da", "Alarm: Calls", "er 20,0 %, over grænsen på 10,0 %", "Ovre: Calls"),
    ],
)
def test_a_mail_tells_of_the_beginning_and_one_of_the_end(
    calls: Calls, watch: Callable, box: MailBox, language: str, subject: str, said: str, over: str
) -> None:
    from helder.web.alerts.models import Mail

    alert = watch(addresses=["desk@example.com"], **LINE)
    calls(2, 100, abandoned=20)
    from helder.web.alerts import jobs, looking, telling

    looking.look_at(alert)
    telling.tell(timezone.now())
    Mail.objects.update(language=language)
    jobs.tell_now()
    look(alert)
    (mail,) = box.mails
    assert (mail["subject"], box.recipients) == (subject, ["desk@example.com"])
    (firing,) = alert.firings.all()
    for kind in ("plain", "html"):
        assert said in body(mail, kind)
        assert f"https://helder.example.com/alerts/firings/{firing.pk}" in body(mail, kind)
    calls(1, 200)
    looking.look_at(alert)
    telling.tell(timezone.now())
    Mail.objects.update(language=language)
    jobs.tell_now()
    assert [one["subject"] for one in box.mails] == [subject, over]


def test_whoever_is_named_twice_gets_one_mail(calls: Calls, watch: Callable, box: MailBox) -> None:
    alert = watch(**LINE)
    alert.people.add(alert.owner)
    alert.addresses = ["ANN@example.com"]
    alert.save()
    crossing(calls, alert)
    assert box.recipients == ["ann@example.com"]


def test_a_mail_that_is_not_taken_now_is_sent_again_and_one_that_never_is_is_given_up(
    calls: Calls, watch: Callable, box: MailBox
) -> None:
    from helder.web.alerts import mails
    from helder.web.alerts.models import Mail

    box.says["RCPT"] = ["450 later"]
    alert = watch(addresses=["desk@example.com"], **LINE)
    crossing(calls, alert)
    (mail,) = Mail.objects.all()
    assert (box.mails, mail.state, mail.said) == ([], "waiting", "450 later")
    box.says.clear()
    mails.post()
    assert box.mails == []  # it waits
    Mail.objects.update(next_at=timezone.now())
    mails.post()
    assert len(box.mails) == 1
    box.says["RCPT"] = ["550 no such user"]
    back(calls, alert)
    assert Mail.objects.latest("pk").state == "given up"


def test_a_reminder_comes_until_someone_takes_it(calls: Calls, watch: Callable, box: MailBox) -> None:
    from helder.web.alerts import actions, telling
    from helder.web.alerts.models import Mail

    alert = watch(addresses=["desk@example.com"], remind_hours=4, **LINE)
    crossing(calls, alert)
    for hours, many in ((3, 1), (5, 2), (8, 2), (10, 3)):
        telling.tell(timezone.now() + timedelta(hours=hours))
        assert Mail.objects.count() == many
    actions.take(alert.firings.get(), alert.owner)
    telling.tell(timezone.now() + timedelta(hours=20))
    assert Mail.objects.count() == 3


def test_other_systems_are_told_signed(calls: Calls, watch: Callable, receiver: Receiver) -> None:
    from helder.web.webhooks import actions, sending

    hook, secret = actions.subscribe("desk", f"{receiver.address}/alerts", ["metric.crossed"], by="a test")
    alert = watch(endpoints=[hook], filters=[["channel", "phone"]], **LINE)
    crossing(calls, alert)
    back(calls, alert)
    sending.work_off(hook.pk)
    fired, ended = receiver.told
    assert (fired.event, ended.event) == ("alert.fired", "alert.ended")
    assert fired.is_signed_with(secret)
    assert ended.is_signed_with(secret)
    assert fired.data["filters"] == {"channel": "phone"}
    assert (fired.data["value"], fired.data["expected"], fired.data["n"]) == (0.2, 0.1, 100)
    assert fired.data["link"] == f"https://helder.example.com/alerts/firings/{fired.data['firing']}"
    assert (ended.data["firing"], ended.data["value"] < 0.1, ended.data["ended"] is not None) == (
        fired.data["firing"],
        True,
        True,
    )
