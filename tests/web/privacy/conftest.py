"""A customer of whom the store and the application keep something of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from web.inviting.conftest import sending, survey
from web.privacy.long_ago import here

from helder.model import TABLES

if TYPE_CHECKING:
    from helder.web.serving import Serving

__all__ = ["here", "sending", "survey"]

ZOE = "Z-900"
TEXTS = {ZOE, "zoe@example.org", "+4512345678", "Zoe Holm", "z-order", "z-response", "z-answer", "what Zoe said"}
AT = datetime(2026, 3, 1, 10)
ROWS: dict[str, list[dict[str, Any]]] = {
    "customers": [{"customer_id": ZOE, "name": "Zoe Holm", "email": "zoe@example.org", "phone": "+4512345678", "country": "DK"}],
    "orders": [{"order_id": "z-order", "customer_id": ZOE, "ordered_at": AT, "status": "paid", "revenue": 5, "currency": "EUR"}],
    "answers": [
        {"answer_id": "z-answer", "response_id": "z-response", "customer_id": ZOE, "instrument": "nps", "score": 3.0,
         "comment": "what Zoe said", "answered_at": AT},
    ],
}  # fmt: skip


@pytest.fixture
def zoe(accounts: Serving) -> Iterator[Serving]:
    """Zoe in the store; out of it afterwards, and let in again."""
    engine = accounts.questions.workspace.engine
    assert engine.customers is not None
    engine.customers.let_in(ZOE, ["zoe@example.org"])
    with engine.write() as writer:
        writer.connection.execute("delete from _helder.erased")
        for name, rows in ROWS.items():
            writer.append(TABLES[name], pa.Table.from_pylist(rows), source="Zoe")
    keep_everywhere()
    yield accounts
    if engine.customers.counts(ZOE):
        from helder.engines.erasing import Erasure

        engine.customers.erase(Erasure(ZOE, delete=True))
    with engine.write() as writer:
        writer.connection.execute("delete from _helder.erased")


@pytest.fixture
def customers(accounts: Serving) -> Iterator[Callable[..., None]]:
    """Puts customers into the store, out of which they are afterwards, and let in again."""
    from helder.engines.erasing import Erasure

    engine = accounts.questions.workspace.engine
    assert engine.customers is not None
    made: list[str] = []

    def put(*rows: dict[str, Any]) -> None:
        made.extend(row["customer_id"] for row in rows)
        with engine.write() as writer:
            writer.connection.execute("delete from _helder.erased")
            writer.append(TABLES["customers"], pa.Table.from_pylist(list(rows)), source="a test")

    yield put
    for key in made:
        engine.customers.erase(Erasure(key, delete=True))
    with engine.write() as writer:
        writer.connection.execute("delete from _helder.erased")


def keep_everywhere() -> None:
    """Have every place of the application keep something of Zoe."""
    from django.utils import timezone

    from helder.web.follow_ups.models import FollowUp, Step
    from helder.web.inviting.models import Invitation, OptOut, Sending
    from helder.web.referrals.models import Link, Referral, Reward
    from helder.web.surveys.models import Response, Survey, Version
    from helder.web.tokens.models import Token
    from helder.web.webhooks.models import Delivery, Endpoint

    now = timezone.now()
    survey = Survey.objects.create(key="of-zoe", name="Of Zoe")
    version = Version.objects.create(survey=survey, number=1, content={})
    listed = [
        {"customer_id": ZOE, "email": "zoe@example.org", "phone": "+4512345678"},
        {"customer_id": "other", "email": "other@example.org"},
    ]
    sending = Sending.objects.create(survey=survey, name="Asked", listed=listed)
    Invitation.objects.create(
        invitation_id="z-invitation", sending=sending, event="z-order", customer_id=ZOE, address="zoe@example.org",
        person={"customer_id": ZOE, "name": "Zoe Holm"}, about={"order_id": "z-order"}, state="sent", due_at=now,
    )  # fmt: skip
    OptOut.objects.create(kind="address", who="zoe@example.org", at=now, source="a link")
    Response.objects.create(
        response_id="z-response", version=version, link={"customer_id": ZOE}, language="en",
        answers={"why": {"comment": "what Zoe said"}}, started_at=now,
    )  # fmt: skip
    due = {"hours": 48, "due_at": now, "answered_at": now, "scale": "0-10", "score": 3.0, "instrument": "nps"}
    told = FollowUp.objects.create(reason="unhappy", about="z-response", answer_id="z-answer", customer_id=ZOE, **due)
    Step.objects.create(follow_up=told, verb="noted", text="Zoe Holm did not answer")
    link = Link.objects.create(customer_id=ZOE, code="zz22zz33", made_at=now)
    brought = Referral.objects.create(referral_id="r-1", link=link, customer_id="friend", order_id="f-1")
    Reward.objects.create(
        referral=brought, whose="referrer", customer_id=ZOE, order_id="f-1", amount=5, currency="EUR", earned_at=now
    )
    endpoint = Endpoint.objects.create(name="CRM", address="https://crm.example", secret="x", made_by="one")
    Delivery.objects.create(endpoint=endpoint, event="response.arrived", body='{"response": "z-response"}')
    Token.objects.create(name="shop", start="s", digest="d")


def said_anywhere() -> set[str]:
    """The texts of Zoe's that the application's database still has, in whatever column of whatever table."""
    from django.apps import apps

    content = [
        str(value)
        for model in apps.get_models()
        for row in model._base_manager.values_list()
        for value in row
        if value is not None
    ]
    return {text for text in TEXTS if any(text in value for value in content)}
