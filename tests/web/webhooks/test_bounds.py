"""What other systems are never told, by whom they may be subscribed, and when that ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from web.api.conftest import asking

from helder.errors import BadInput, BadQuestion

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.tokens.models import Token
    from helder.web.webhooks.models import Endpoint

__all__ = ["asking"]

Company = Callable[..., None]
HOOK = {"name": "hook", "address": "http://8.8.8.8/", "events": ["response.arrived"]}


def with_token(**about: Any) -> tuple[Endpoint, Token]:
    from helder.web.tokens import actions as tokens
    from helder.web.webhooks import actions

    token, _ = tokens.create("desk", reads=True, webhooks=True, **about)
    made, _ = actions.subscribe("hook", "http://127.0.0.1:9/", ["response.arrived"], by=f"token {token}", token=token)
    return made, token


def test_single_answers_of_employees_are_told_to_nobody(company: Company) -> None:
    from helder.web.webhooks import actions, watching

    made, _ = actions.subscribe("hook", "http://127.0.0.1:9/", ["response.arrived"], personal=True, by="a test")
    company(2, 3, respondent="employee", employee_id="e7", comment="My boss shouts")
    company(4, 2, instrument="employee", employee_id="e7", comment="I am leaving")
    watching.look()
    assert not made.deliveries.exists()
    company(9, 1, respondent="customer", comment="Good")
    company(9, 1, respondent="employee", comment="My boss still shouts")
    company(8, 1, comment="Fine")
    watching.look()
    told = [json.loads(one.body)["data"] for one in made.deliveries.all()]
    assert sorted(row["comment"] for data in told for row in data["answers"]) == ["Fine", "Good"]
    assert sum(data["count"] for data in told) == 2
    assert "shouts" not in str(told)


@pytest.mark.parametrize("scopes", [{"webhooks": True}, {"webhooks": True, "writes": ["answers"]}])
def test_a_token_that_may_not_read_subscribes_nobody(asking: Callable[..., Client], scopes: dict[str, Any]) -> None:
    client = asking(**scopes)
    answer = client.post("/api/v1/webhooks", HOOK, content_type="application/json")
    assert answer.status_code == 403
    assert "may not read" in answer.json()["what"]
    line = {"metric": "nps", "side": "below", "threshold": 50.0}
    assert client.post("/api/v1/webhooks/1/lines", line, content_type="application/json").status_code == 403


def test_a_token_that_may_read_subscribes_and_what_it_made_ends_with_it(asking: Callable[..., Client]) -> None:
    from helder.web.tokens import actions as tokens
    from helder.web.webhooks.models import Endpoint

    answer = asking(reads=True, webhooks=True).post("/api/v1/webhooks", HOOK, content_type="application/json")
    assert answer.status_code == 201
    made = Endpoint.objects.get(pk=answer.json()["id"])
    assert made.token is not None
    tokens.revoke(made.token)
    other = asking(reads=True, webhooks=True).post(f"/api/v1/webhooks/{made.pk}/resume")
    assert (other.status_code, "revoked" in other.json()["what"]) == (422, True)


def test_a_webhook_ends_when_its_token_is_revoked(company: Company) -> None:
    from helder.web.tokens import actions as tokens
    from helder.web.webhooks import actions, sending, watching

    made, token = with_token()
    company(9, 1)
    watching.look()
    assert sending.waiting() == [made.pk]
    tokens.revoke(token)
    company(9, 1)
    watching.look()
    assert (sending.waiting(), made.deliveries.count()) == ([], 1)
    made.refresh_from_db()
    assert made.paused_why == "The token desk, with which it was made, is revoked."
    with pytest.raises(BadQuestion, match="revoked"):
        actions.resume(made)
    made.refresh_from_db()
    assert made.paused_at is not None


def test_and_when_it_expires(company: Company) -> None:
    from helder.web.webhooks import watching

    made, token = with_token(days=1)
    watching.look()
    made.refresh_from_db()
    assert made.paused_at is None
    token.expires_at = timezone.now() - timedelta(seconds=1)
    token.save()
    watching.look()
    made.refresh_from_db()
    assert "has expired" in made.paused_why


def test_webhooks_made_before_are_found_to_be_their_tokens(company: Company) -> None:
    from importlib import import_module

    from django.apps import apps

    from helder.web.webhooks.models import Endpoint

    made, token = with_token()
    Endpoint.objects.update(token=None)
    import_module("helder.web.webhooks.migrations.0002_endpoint_token").find_tokens(apps, None)
    made.refresh_from_db()
    assert made.token == token


@pytest.mark.parametrize("who", ["me:secret@", "me@", "@"])
def test_an_address_with_a_password_is_refused(company: Company, who: str) -> None:
    from helder.web.webhooks import actions
    from helder.web.webhooks.models import Endpoint

    with pytest.raises(BadInput, match="password stands in the address"):
        actions.subscribe("hook", f"http://{who}127.0.0.1:9/", ["response.arrived"], by="a test")
    assert not Endpoint.objects.exists()
