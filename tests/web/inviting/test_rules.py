"""Rules: events that come in start invitations, each once, and none that is old."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.utils.timezone import now

if TYPE_CHECKING:
    from web.inviting.mail_server import MailBox

    from helder.web.inviting.models import Sending
    from helder.web.serving import Serving

Arrive = Callable[..., None]


def call(contact: str, **given: Any) -> dict[str, Any]:
    ended = now() - timedelta(minutes=5)
    usual = {"offered_at": ended - timedelta(minutes=9), "ended_at": ended, "channel": "phone", "customer_id": "c1"}
    return {"contact_id": contact, "outcome": "answered", "queue": "billing", **usual, **given}


def look(one: Sending, at: datetime | None = None) -> int:
    from helder.web.inviting.noting import look

    return look(one.pk, at or now())


def test_a_call_is_asked_about_once_however_often_its_row_is_sent(rule: Callable[..., Sending], arrive: Arrive) -> None:
    one, contact = rule(delay_minutes=60), uuid4().hex
    arrive("contacts", call(contact, employee_id="e1", case_id="k9"))
    assert look(one) == 1
    assert look(one) == 0
    arrive("contacts", call(contact, employee_id="e2"))
    assert look(one) == 0
    (made,) = one.invitations.all()
    assert (made.event, made.customer_id, made.person["email"]) == (contact, "c1", "p1@example.com")
    assert made.about == {"contact_id": contact, "case_id": "k9", "employee_id": "e1", "touchpoint": "phone"}
    assert timedelta(minutes=50) < made.due_at - now() < timedelta(minutes=56)


def test_a_call_that_comes_in_leads_to_a_mail_at_once(
    asking: Serving, rule: Callable[..., Sending], arrive: Arrive, box: MailBox
) -> None:
    from helder.web.inviting import jobs

    rule()
    jobs.each_minute()
    asking.jobs.queue.flush()
    arrive("contacts", call(uuid4().hex))
    for _ in range(100):  # the store has them a moment later
        if asking.jobs.queue.pending():
            break
        time.sleep(0.05)
    assert [task.name for task in asking.jobs.queue.pending()] == [jobs.look_now.name]
    jobs.look_now()
    jobs.send_now()
    assert box.recipients == ["p1@example.com"]


def test_a_call_is_asked_about_when_it_has_ended(rule: Callable[..., Sending], arrive: Arrive) -> None:
    one, contact = rule(), uuid4().hex
    arrive("contacts", call(contact, ended_at=None))
    assert look(one) == 0
    arrive("contacts", call(contact))
    assert look(one) == 1


def test_only_what_meets_the_conditions_is_asked_about(rule: Callable[..., Sending], arrive: Arrive) -> None:
    one = rule(conditions={"queue": ["sales", "billing"], "country": ["DK"]})
    arrive("contacts", *(call(f"{uuid4().hex}", customer_id=f"c{i}") for i in range(6)))  # c0, c3 are in DK
    arrive("contacts", call(uuid4().hex, customer_id="c3", queue="other"), call(uuid4().hex, customer_id=None))
    arrive("contacts", call(uuid4().hex, customer_id="c3", outcome="abandoned"), call(uuid4().hex, channel="chat"))
    look(one)
    assert sorted(one.invitations.values_list("customer_id", flat=True)) == ["c0", "c3"]


def test_loaded_history_starts_nothing(rule: Callable[..., Sending], arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    one = rule(oldest_hours=48, since=now() - timedelta(days=900))
    old = now() - timedelta(hours=49)
    arrive("contacts", call(uuid4().hex, offered_at=old - timedelta(minutes=9), ended_at=old))
    assert look(one) == 0
    monkeypatch.setattr("helder.web.inviting.noting.FLOOD", 3)
    arrive("contacts", *(call(uuid4().hex) for _ in range(4)))
    assert look(one) == 0
    one.refresh_from_db()
    assert one.standing == "paused"
    assert "history" in one.trouble


def test_what_was_before_the_start_starts_nothing(rule: Callable[..., Sending], arrive: Arrive) -> None:
    one = rule(since=now() - timedelta(minutes=1))
    arrive("contacts", call(uuid4().hex))
    assert look(one) == 0


def test_a_store_from_a_backup_is_looked_at_anew_without_asking_twice(rule: Callable[..., Sending], arrive: Arrive) -> None:
    one = rule()
    arrive("contacts", call(uuid4().hex))
    assert look(one) == 1
    one.refresh_from_db()
    one.mark += 1_000_000
    one.save()
    look(one)
    assert one.invitations.values("event").distinct().count() == one.invitations.count()
    one.refresh_from_db()
    from helder.web.inviting import candidates

    assert one.mark == candidates.latest_load(one)
