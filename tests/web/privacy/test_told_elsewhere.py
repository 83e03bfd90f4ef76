"""Messages to other systems and answers of the API that say anything of a customer are found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from web.privacy.conftest import ZOE

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.privacy.person import Person

HERS = [
    {"text": "It was ZOÉ HOLM who called"},
    {"text": "Write to Zoe@Example.org."},
    {"text": "call\nZoé Holm"},
    {"text": "on +45 12 34 56 78 please"},
    {"rows": [{"session_id": "s-77"}]},
    {"rows": [{"visitor_id": "v-77"}]},
    {"url": "https://shop.example/?v=v-77"},
    {"order": 12},
    {"order": "12"},
    {"Z-900": True},
    "event e-77 was rejected",
]
OTHERS = [
    {"text": "Ed and 12 others"},
    {"text": "Zoé Holmes, azoe@example.org"},
    {"n": 4512345678901},
    {"text": "s-777"},
    None,
    [],
]


@pytest.fixture
def somebody(site: Any) -> Person:
    """A customer with an address of each kind, and a name too short to look for within texts."""
    from helder.web.privacy.person import Person

    things = {"session": ["s-77"], "visitor": ["v-77"], "order": ["12"], "event": ["e-77"]}
    return Person("Z-900", ("zoe@example.org",), ("+4512345678",), ("Zoé Holm", "Ed"), things)


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("body", HERS)
def test_hers(somebody: Person, body: Any, ascii_only: bool) -> None:
    assert somebody.in_json(json.dumps(body, ensure_ascii=ascii_only))


@pytest.mark.parametrize("body", OTHERS)
def test_others(somebody: Person, body: Any) -> None:
    assert not somebody.in_json(json.dumps(body))


def test_of_thousands_of_keys_each_is_found(site: Any) -> None:
    from helder.web.privacy.person import Person

    busy = Person("Z-900", things={"event": [f"event-{n}-x" for n in range(3000)]})
    assert busy.in_json('{"text": "EVENT-2999-X was late"}')
    assert not busy.in_json('{"text": "event-3000-x was late"}')


def test_what_is_no_json_is_searched_too(somebody: Person) -> None:
    assert somebody.in_json("Zoé holm: no such row")
    assert not somebody.in_json("no such row")


def test_messages_and_answers_go(zoe: Any, signed_in: Callable[[str], Client]) -> None:
    from helder.web.api.models import Sent
    from helder.web.tokens.models import Token
    from helder.web.webhooks.models import Delivery, Endpoint

    endpoint, token = Endpoint.objects.get(), Token.objects.get(name="shop")
    for body in ('{"comment": "zoe holm was angry"}', '{"comment": "nobody was angry"}'):
        Delivery.objects.create(endpoint=endpoint, event="response.arrived", body=body)
        Sent.objects.create(token=token, key=body[:40], digest="d", begun_by="r", status=200, body=body.encode())
    signed_in("administrator").post("/personal-data/erase", {"customer": ZOE, "typed": ZOE, "delete": "on"})
    assert [one.body for one in Delivery.objects.all()] == ['{"comment": "nobody was angry"}']
    assert [bytes(one.body or b"") for one in Sent.objects.all()] == [b'{"comment": "nobody was angry"}']
