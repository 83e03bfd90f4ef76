"""How often a message is tried, and when its endpoint is paused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils import timezone

from .conftest import Receiver

if TYPE_CHECKING:
    from helder.web.webhooks.models import Delivery

Company = Callable[..., None]


def queued(address: str) -> Delivery:
    from helder.web.webhooks import actions
    from helder.web.webhooks.models import Event

    made, _ = actions.subscribe("hook", address, ["follow_up.due"], by="a test")
    assert actions.tell(Event.DUE, {"follow_up": 1}) == 1
    return made.deliveries.get()


def test_a_follow_up_that_is_due_is_told(company: Company, receiver: Receiver) -> None:
    from helder.web.webhooks import sending

    delivery = queued(f"{receiver.address}/ok")
    assert sending.waiting() == [delivery.endpoint_id]
    sending.work_off(delivery.endpoint_id)
    (told,) = receiver.at("/ok")
    assert (told.event, told.data) == ("follow_up.due", {"follow_up": 1})
    assert sending.waiting() == []


def test_pauses_grow_until_it_is_given_up_within_about_a_day(company: Company, receiver: Receiver) -> None:
    from helder.web.webhooks import sending

    delivery, waits = queued(f"{receiver.address}/fail/99"), []
    while delivery.state == "waiting":
        sending.deliver(delivery)
        delivery.refresh_from_db()
        waits.append((delivery.next_at - delivery.tried_at).total_seconds())  # type: ignore[operator]
    assert delivery.state == "given up"
    assert all(later >= earlier for earlier, later in pairwise(waits))
    assert 20 * 3600 < sum(waits[:-1]) < 28 * 3600
    assert waits[0] < 10


def test_an_endpoint_that_fails_for_a_day_is_paused_and_goes_on_when_resumed(company: Company, receiver: Receiver) -> None:
    from helder.web.webhooks import actions, sending
    from helder.web.webhooks.models import Endpoint

    delivery = queued(f"{receiver.address}/fail/2")
    sending.deliver(delivery)
    Endpoint.objects.update(failing_since=timezone.now() - timedelta(hours=25))
    sending.deliver(delivery)
    endpoint = Endpoint.objects.get()
    assert endpoint.paused_at is not None
    assert sending.waiting() == []
    actions.resume(endpoint)
    sending.work_off(endpoint.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("done", 1)


def test_an_address_that_has_come_to_lead_inside_is_not_called(company: Company, receiver: Receiver) -> None:
    from helder.web import serving
    from helder.web.webhooks import sending

    delivery = queued(f"{receiver.address}/inside")
    object.__setattr__(
        serving.now(),
        "settings",
        serving.now().settings.__class__(serving.now().home, {**serving.now().settings.values, "outgoing_private": ""}),
    )
    sending.deliver(delivery)
    delivery.refresh_from_db()
    assert receiver.told == []
    assert "private network" in delivery.said


def test_an_endpoint_that_nobody_listens_at_fails_with_a_reason(company: Company) -> None:
    from helder.web.webhooks import sending

    delivery = queued("http://127.0.0.1:9/")
    sending.deliver(delivery)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == ("waiting", None)
    assert "ConnectError" in delivery.said


def test_one_message_that_is_not_wanted_holds_up_no_other_but_a_silent_endpoint_all(company: Company, receiver: Receiver) -> None:
    from helder.web.webhooks import actions, sending
    from helder.web.webhooks.models import Event

    first = queued(f"{receiver.address}/unwanted/1")
    actions.tell(Event.DUE, {"follow_up": 2})
    sending.work_off(first.endpoint_id)
    assert [one.status for one in receiver.at("/unwanted/1")] == [422, 204]
    hook = first.endpoint
    hook.address = "http://127.0.0.1:9/"
    hook.save()
    for number in (3, 4):
        actions.tell(Event.DUE, {"follow_up": number})
    sending.work_off(hook.pk)
    assert sending.waiting() == []
    assert sorted(hook.deliveries.filter(state="waiting").values_list("tries", flat=True)) == [0, 1, 1]
