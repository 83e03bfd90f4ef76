"""In quiet hours nobody is told; at their end they are, of what is still so and of what was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from web.alerts.test_telling import LINE, Calls, back, body, crossing
from web.inviting.mail_server import MailBox


def test_in_quiet_hours_nobody_is_told_until_they_end(calls: Calls, watch: Callable, box: MailBox) -> None:
    from helder.web.alerts import jobs
    from helder.web.alerts.models import Alert

    alert = watch(addresses=["desk@example.com"], quiet_days=[0, 1, 2, 3, 4, 5, 6], **LINE)
    crossing(calls, alert)
    assert (box.mails, alert.firings.get().told_at) == ([], None)
    Alert.objects.update(quiet_days=[])
    jobs.tell_now()
    jobs.tell_now()
    assert [one["subject"] for one in box.mails] == ["Alert: Calls"]
    Alert.objects.update(quiet_days=[0, 1, 2, 3, 4, 5, 6])
    back(calls, alert)
    assert len(box.mails) == 1


def test_what_was_so_in_quiet_hours_only_is_told_as_such(calls: Calls, watch: Callable, box: MailBox) -> None:
    from helder.web.alerts import jobs
    from helder.web.alerts.models import Alert

    now = timezone.now()
    quiet = {"quiet_from": (now - timedelta(hours=2)).time(), "quiet_until": (now + timedelta(hours=2)).time()}
    alert = watch(addresses=["desk@example.com"], **quiet, **LINE)
    crossing(calls, alert)
    back(calls, alert)
    assert box.mails == []
    Alert.objects.update(quiet_from=None, quiet_until=None)
    jobs.tell_now()
    jobs.tell_now()
    (mail,) = box.mails
    assert mail["subject"] == "Fired and over in quiet hours: Calls"
    assert "It was over on" in body(mail, "plain")
