"""Making, listing and revoking tokens and webhooks on their pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from django.test import Client

SignedIn = Callable[[str], "Client"]
MADE = {"name": "shop", "days": "30", "tables": ["orders", "answers"], "reads": "on"}


def shown(answer: object) -> str:
    """The secret a page shows."""
    (text,) = re.findall(r'<code class="secret">([^<]+)</code>', answer.content.decode())  # type: ignore[attr-defined]
    return str(text)


def test_a_token_is_shown_once_and_only_its_hash_is_kept(signed_in: SignedIn) -> None:
    from helder.web.tokens.models import Token

    administrator = signed_in("administrator")
    text = shown(administrator.post("/tokens", MADE))
    page = administrator.get("/tokens").content.decode()
    assert text not in page
    assert text[:12] in page
    token = Token.objects.get()
    assert text not in repr(token.__dict__)
    assert (token.writes, token.reads, token.personal, token.webhooks) == (["answers", "orders"], True, False, False)
    assert str(token.made_by) == "one-administrator"
    assert token.expires_at is not None
    assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=31)
    assert administrator.get("/api/v1/metrics/nps", headers={"Authorization": f"Bearer {text}"}).status_code == 200


def test_one_that_is_revoked_on_the_page_opens_nothing_at_once(signed_in: SignedIn, visitor: Client) -> None:
    from helder.web.tokens.models import Token

    administrator = signed_in("administrator")
    headers = {"Authorization": f"Bearer {shown(administrator.post('/tokens', MADE))}"}
    assert visitor.get("/api/v1/metrics/nps", headers=headers).status_code == 200
    assert Token.objects.get().used_at is not None
    administrator.post(f"/tokens/{Token.objects.get().pk}/revoke")
    assert visitor.get("/api/v1/metrics/nps", headers=headers).status_code == 401
    assert "revoked" in administrator.get("/tokens").content.decode()


def test_one_that_has_expired_opens_nothing(signed_in: SignedIn, visitor: Client) -> None:
    from helder.web.tokens.models import Token

    headers = {"Authorization": f"Bearer {shown(signed_in('administrator').post('/tokens', MADE))}"}
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert visitor.get("/api/v1/metrics/nps", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": "nothing"}, "Choose something"),
        ({"name": "blind", "tables": ["orders"], "personal": "on"}, "seen by reading"),
        ({"name": "shop", "reads": "on"}, "taken"),
        ({"name": "odd", "tables": ["planets"]}, "planets"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(signed_in: SignedIn, said: dict[str, object], why: str) -> None:
    administrator = signed_in("administrator")
    administrator.post("/tokens", MADE)
    answer = administrator.post("/tokens", said)
    assert answer.status_code == 400
    assert why in answer.content.decode()


@pytest.mark.parametrize("role", ["analyst", "manager", "agent", "viewer"])
@pytest.mark.parametrize("path", ["/tokens", "/webhooks"])
def test_only_administrators_make_tokens_and_webhooks(signed_in: SignedIn, visitor: Client, role: str, path: str) -> None:
    client = signed_in(role)
    assert client.get(path).status_code == 403
    assert client.post(path, {**MADE, "address": "https://example.com"}).status_code == 403
    assert visitor.get(path).status_code == 302


def test_a_webhook_is_added_and_gets_a_line(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder import outgoing
    from helder.web.webhooks.models import Endpoint, Line

    monkeypatch.setattr(outgoing, "check", lambda *args, **given: ("203.0.113.1",))
    administrator = signed_in("administrator")
    said = {"name": "desk", "address": "https://example.com/hook", "events": ["response.arrived"]}
    secret = shown(administrator.post("/webhooks", said))
    hook = Endpoint.objects.get()
    assert secret.startswith("whsec_")
    assert secret not in hook.secret
    line = {"metric": "nps", "side": "below", "threshold": "30", "days": "7", "smallest": "5", "where": "channel = 'web'"}
    assert administrator.post(f"/webhooks/{hook.pk}", line).status_code == 302
    assert Line.objects.get().endpoint == hook
    answer = administrator.post(f"/webhooks/{hook.pk}", {**line, "where": "planet = 'x'"})
    assert answer.status_code == 400
    assert "planet" in answer.content.decode()
    administrator.post(f"/webhooks/lines/{Line.objects.get().pk}/erase")
    administrator.post(f"/webhooks/{hook.pk}/remove")
    assert not Endpoint.objects.exists()


def test_an_address_inside_is_refused_on_the_page(signed_in: SignedIn) -> None:
    said = {"name": "desk", "address": "http://127.0.0.1:8000/", "events": ["response.arrived"]}
    answer = signed_in("administrator").post("/webhooks", said)
    assert answer.status_code == 400
    assert "private network" in answer.content.decode()


def test_the_api_describes_itself_on_a_page(visitor: Client) -> None:
    page = visitor.get("/api/v1/docs").content.decode()
    for said in ("/api/v1/tables/{name}", "/api/v1/metrics/{name}/decomposition", "Idempotency-Key", "confidence"):
        assert said in page
    assert "<script>" not in page
    assert "http://cdn" not in page
    assert "https://cdn" not in page
