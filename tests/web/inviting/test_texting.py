"""SMS reach people over a real gateway, and what it answers is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import now

if TYPE_CHECKING:
    from django.test import Client
    from web.inviting.gateway import GatewayServer

    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving

BO = {"phone": "+45 12 34 56 78", "name": "Bo", "language": "nl"}


def post(after: timedelta = timedelta()) -> None:
    from helder.web.inviting import posting

    posting.post(lambda: now() + after)


def test_an_sms_is_posted_in_twilios_form(asking: Serving, listed: Callable[..., Invitation], phones: GatewayServer) -> None:
    one = listed(BO, channel="sms")
    post()
    (form,) = phones.posted
    assert (form["To"], form["From"]) == ("+4512345678", "+4511111111")
    assert form["Body"].startswith("Wij horen graag wat u ervan vindt: https://ask.example.com/s/after-call/")
    assert "https://ask.example.com/o/" in form["Body"]
    assert form["StatusCallback"].startswith("https://ask.example.com/sms/")
    assert phones.headers[0]["Authorization"].startswith("Basic ")
    one.refresh_from_db()
    assert (one.state, one.reference, one.delivered_at) == ("sent", "SM1", None)


def test_the_gateway_tells_that_it_arrived_and_nobody_else_can(
    asking: Serving, listed: Callable[..., Invitation], phones: GatewayServer, visitor: Client
) -> None:
    one = listed(BO, channel="sms")
    post()
    path = phones.posted[0]["StatusCallback"].removeprefix("https://ask.example.com")
    assert visitor.post(path[:-1] + "x", {"MessageStatus": "delivered"}).status_code == 404
    assert visitor.post(path, {"MessageStatus": "delivered"}).status_code == 204
    assert visitor.post(path, {"MessageStatus": "undelivered"}).status_code == 204
    one.refresh_from_db()
    assert (one.state, one.failure) == ("sent", "")
    assert one.delivered_at is not None


def test_another_gateway_takes_json_by_a_template(
    asking: Serving, set_to: Callable[..., None], listed: Callable[..., Invitation], phones: GatewayServer
) -> None:
    template = {"messages": [{"to": ["{to}"], "body": "{text}", "ref": "helder-{id}"}], "sender": "{from}"}
    set_to(sms_json=json.dumps(template), sms_authorization="Bearer abc", sms_url=f"http://127.0.0.1:{phones.port}/send")
    one = listed({**BO, "name": "{from}"}, channel="sms", texts={"nl": {"message": 'Hi "{to}"'}})
    post()
    (sent,) = phones.posted
    assert sent["messages"][0]["to"] == ["+4512345678"]
    assert sent["messages"][0]["body"].startswith('Hi "{to}" https://')  # what is put in is not looked into
    assert sent["messages"][0]["ref"] == f"helder-{one.invitation_id}.0"
    assert phones.headers[0]["Authorization"] == "Bearer abc"
    one.refresh_from_db()
    assert one.delivered_at is not None


@pytest.mark.parametrize(
    ("answer", "state", "told"),
    [
        ((400, {}, {"code": 21211, "message": "Invalid To"}), "failed", "400 Invalid To"),
        ((429, {"Retry-After": "600"}, {"message": "Too many"}), "due", "429 Too many"),
        ((500, {}, {"message": "Oops"}), "due", "500 Oops"),
        ((401, {}, {"message": "Who are you"}), "due", "401 Who are you"),
        ((302, {"Location": "http://127.0.0.1/"}, {}), "due", "302 Found"),
    ],
)
def test_what_the_gateway_answers_is_what_becomes_of_it(
    asking: Serving, listed: Callable[..., Invitation], phones: GatewayServer, answer: Any, state: str, told: str
) -> None:
    phones.answers = [answer]
    one = listed(BO, channel="sms")
    post()
    one.refresh_from_db()
    assert (one.state, one.reason) == (state, told)
    assert one.failure == (told if state == "failed" else "")
    phones.answers = [(201, {}, {})]
    post(timedelta(seconds=20))
    assert len(phones.posted) == 1  # too early
    post(timedelta(minutes=11))
    assert len(phones.posted) == (1 if state == "failed" else 2)


def test_a_gateway_that_says_nothing_in_time_is_not_asked_again(
    asking: Serving, listed: Callable[..., Invitation], phones: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from helder.web.inviting.couriers.texting import Texter

    monkeypatch.setattr("helder.web.inviting.posting.Texter", partial(Texter, answer=0.3))
    phones.slow = 1.0
    one = listed(BO, channel="sms")
    post()
    post(timedelta(hours=1))
    one.refresh_from_db()
    assert (one.state, one.delivered_at, len(phones.posted)) == ("sent", None, 1)
    assert "nothing came back in time" in one.reason


def test_who_said_stop_to_the_gateway_has_opted_out(
    asking: Serving, listed: Callable[..., Invitation], phones: GatewayServer
) -> None:
    from helder.web.inviting.models import OptOut

    phones.answers = [(400, {}, {"code": 21610, "message": "Unsubscribed recipient"})]
    listed(BO, channel="sms")
    post()
    assert OptOut.objects.filter(kind="address", who="+4512345678").exists()


def test_a_gateway_in_a_private_network_is_called_only_where_that_is_allowed(
    asking: Serving, set_to: Callable[..., None], listed: Callable[..., Invitation], phones: GatewayServer
) -> None:
    from helder.web.inviting.models import Line

    set_to(outgoing_private="")
    listed(BO, channel="sms")
    post()
    assert phones.posted == []
    assert "private network" in Line.objects.get().said
