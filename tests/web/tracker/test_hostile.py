"""Whatever is sent to the open address: nothing of it breaks the server, and nothing wrong is kept."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WRONG: dict[str, dict[str, Any]] = {
    "an unknown field": {"ip": "10.0.0.1"},
    "a name of capitals": {"event": "View"},
    "a long name": {"event": "v" * 41},
    "a page elsewhere": {"page": "https://shop.example/"},
    "a long page": {"page": "/" + "x" * 500},
    "a page with a null": {"page": "/a\x00b"},
    "half a character": {"product": "\ud800"},
    "a value that is none": {"value": "much"},
    "an endless value": {"value": 1e13},
    "a list": {"product": ["beans"]},
    "no moment": {"at": "2026-01-01"},
    "a moment far away": {"at": 1e300},
    "truth as a moment": {"at": True},
    "an id with a quote": {"id": "x' or 1=1"},
    "a session of a page": {"session": "s" * 65},
    "an answer without a question": {"event": "answer"},
}


@pytest.mark.parametrize("about", WRONG.values(), ids=WRONG)
def test_a_wrong_event_is_refused_by_itself(script: Any, about: dict[str, Any]) -> None:
    assert script.send({**script.event(), **about}).status_code == 400
    assert script.send({**script.event(), **about}, script.event()).status_code == 204
    assert len(script.rows()) == 1


@pytest.mark.parametrize(
    "body",
    [b" ", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 60_000, b'{"site":"x","sent":NaN,"events":[]}', b"1" * 50_000],
    ids=lambda body: repr(body[:12]),
)
def test_a_body_that_is_no_send_is_refused(script: Any, body: bytes) -> None:
    answer = script.post(body)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "a\x00b"], ids=repr)
def test_what_is_no_text_is_refused_wherever_it_stands(script: Any, text: str) -> None:
    from helder.web.tracker.posted import _FIELDS

    event, sent = script.event(), time.time() * 1000
    assert script.post(json.dumps({"site": text, "sent": sent, "events": [{}]})).status_code == 400
    assert script.post(json.dumps({"site": script.site.key, "sent": sent, "events": [text]})).status_code == 400
    assert script.post(json.dumps({"site": script.site.key, "sent": text, "events": [event]})).status_code == 400
    assert script.post(json.dumps({text: script.site.key, "sent": sent, "events": [event]})).status_code == 400
    for name in (*_FIELDS, text):
        said = "/" + text if name == "page" else text
        assert script.send({**event, name: said}).status_code == 400, name
    assert script.rows() == []


def test_a_huge_body_is_not_read(script: Any) -> None:
    body = json.dumps({"site": script.site.key, "sent": 1, "events": [script.event(product="x" * 10_000_000)]})
    assert script.post(body).status_code == 413
    assert script.post(body, content_length="abc").status_code in (400, 413)


def test_other_origins_are_refused_and_told_of(script: Any) -> None:
    for origin in ("https://evil.example", "http://shop.example", "https://shop.example:8443", "null", ""):
        answer = script.send(script.event(), origin=origin)
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert script.rows() == []
    from helder.web.tracker.recent import RECENT

    assert "https://evil.example" in RECENT.of(script.site.key)[-1].refused


def test_unknown_sites_other_types_and_methods_are_refused(script: Any) -> None:
    body = {"site": "nosuchsite", "sent": time.time() * 1000, "events": [script.event()]}
    assert script.post(json.dumps(body)).status_code == 403
    assert script.post(json.dumps(body), kind="application/json").status_code == 415
    assert script.client.get("/t").status_code == 405
    assert script.client.options("/t").status_code == 405


def test_events_of_another_site_cannot_be_overwritten(script: Any) -> None:
    from helder.web.tracker import actions
    from helder.web.tracker.models import Site

    event = script.event()
    script.send(event)
    other = Site(name="another", origins="https://other.example")
    actions.add_site(other)
    body = {"site": other.key, "sent": time.time() * 1000, "events": [{**event, "page": "/theirs"}]}
    assert script.post(json.dumps(body), origin="https://other.example").status_code == 204
    assert [row["page"] for row in script.rows()] == ["/"]


def test_who_sends_too_often_is_told_when_to_come_back(script: Any) -> None:
    answers = [script.send({"id": "x"}, REMOTE_ADDR="203.0.113.9") for _again in range(200)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert answers[-1].headers["Access-Control-Allow-Origin"] == "https://shop.example"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda inside: st.lists(inside, max_size=3), max_leaves=4
)


@given(st.dictionaries(st.sampled_from(["id", "at", "event", "page", "value", "asked", "customer", "x"]), JSON))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_is_an_event_or_is_refused_with_a_reason(event: dict[str, Any]) -> None:
    from helder.web.tracker.posted import read

    found = read(
        json.dumps({"site": "s", "sent": 1.0, "events": [event]}, allow_nan=True)
        .replace("NaN", "1")
        .replace("Infinity", "1")
        .encode()
    )
    assert len(found.events) + len(found.refused) == 1
