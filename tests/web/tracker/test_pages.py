"""Sites are added, set and watched by those who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest


def test_only_who_connects_systems_sees_sites(signed_in: Callable[[str], Any], visitor: Any) -> None:
    assert visitor.get("/sites").status_code == 302
    assert [signed_in(role).get("/sites").status_code for role in ("administrator", "analyst")] == [200, 200]
    assert [signed_in(role).get("/sites").status_code for role in ("manager", "viewer", "agent")] == [403, 403, 403]


def test_a_new_site_comes_with_a_snippet_and_a_secret_shown_once(analyst: Any) -> None:
    page = analyst.post("/sites", {"name": "Tea", "origins": "https://Tea.example/ \n http://tea.example:8080", "consent": "ask"})
    text = page.content.decode()
    from helder.web.tracker.models import Site

    site = Site.objects.get(name="Tea")
    assert site.origins == "https://tea.example\nhttp://tea.example:8080"
    assert f"http://testserver/t.js?site={site.key}" in text
    (secret,) = re.findall(r'class="secret">(\w{64})<', text)
    assert secret not in site.secret, "it is sealed"
    assert secret not in analyst.get(f"/sites/{site.pk}").content.decode()
    other = re.findall(r'class="secret">(\w{64})<', analyst.post(f"/sites/{site.pk}/new-secret").content.decode())
    assert other != [secret]


@pytest.mark.parametrize(
    "origin", ["*", "ftp://tea.example", "https://tea.example/shop", "https://", "javascript:alert(1)", "https://[x"]
)
def test_what_is_no_origin_is_refused(analyst: Any, origin: str) -> None:
    answer = analyst.post("/sites", {"name": "Tea", "origins": origin, "consent": "ask"})
    assert answer.status_code == 400
    assert "is no origin" in answer.content.decode()


def test_a_site_is_set_and_wrong_choices_are_told(script: Any, analyst: Any) -> None:
    given = {"name": "Shop", "origins": "https://shop.example", "consent": "none", "search": "s", "parameters": "ref utm_source"}
    asking = {
        "asks_intent": "on",
        "percent": "50",
        "delay": "5",
        "days": "90",
        "task_event": "",
        "intents": "buy | Buy\nbuy | Again",
    }
    page = f"/sites/{script.site.pk}"
    wrong = analyst.post(page, {**given, **asking})
    assert wrong.status_code == 400
    assert "Line 2" in wrong.content.decode()
    assert analyst.post(page, {**given, **asking, "intents": "buy | Buy | Kopen"}).status_code == 302
    script.site.refresh_from_db()
    assert (script.site.consent, script.site.percent, script.site.asks_task) == ("none", 50, False)
    assert '"parameters":["ref","utm_source"]' in script.client.get(f"/t.js?site={script.site.key}").content.decode()


def test_what_came_in_last_is_shown_with_what_was_refused(script: Any, analyst: Any) -> None:
    script.send(script.event("search", page="/found"))
    script.send(script.event(), origin="https://evil.example")
    text = analyst.get(f"/sites/{script.site.pk}/recent").content.decode()
    assert "search" in text
    assert "/found" in text
    assert "https://evil.example" in text


def test_a_removed_site_takes_nothing_more(script: Any, analyst: Any) -> None:
    assert script.send(script.event()).status_code == 204
    assert analyst.post(f"/sites/{script.site.pk}/remove").status_code == 302
    assert script.send(script.event()).status_code == 403
    assert len(script.rows()) == 1
