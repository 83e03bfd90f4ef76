"""Who gets which page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

BOARD = ("/", "/metrics/nps", "/metrics/nps/rows", "/metrics/nps/rows.csv")
EVERY = (*BOARD, "/goals", "/people", "/password", "/live")
OPENS = {
    "administrator": {*BOARD, "/goals", "/people", "/password"},
    "analyst": {*BOARD, "/goals", "/password"},
    "manager": {*BOARD, "/goals", "/password"},
    "viewer": {*BOARD, "/password"},
    "agent": {"/", "/password"},
}


@pytest.mark.parametrize("path", EVERY)
def test_nothing_opens_without_signing_in(visitor: Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/sign-in?next={path}"


@pytest.mark.parametrize("role", OPENS)
def test_a_role_opens_what_it_says_and_no_more(signed_in: Callable[[str], Client], role: str) -> None:
    client = signed_in(role)
    found = {path: client.get(path).status_code for path in EVERY if path not in ("/live", "/metrics/nps/rows.csv")}
    assert found == {path: 200 if path in OPENS[role] else 403 for path in found}


def test_an_agent_is_told_that_nothing_is_shared_with_them(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("agent").get("/").content.decode()
    assert "Nothing is shared with you yet" in page
    assert "tile-nps" not in page


def test_an_agent_cannot_take_rows_as_csv(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("agent").get("/metrics/nps/rows.csv").status_code == 403


def test_a_viewer_cannot_set_goals_or_add_people(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("viewer")
    assert client.post("/goals", {"metric": "nps", "target": "50"}).status_code == 403
    assert client.post("/people", {"username": "me", "role": "administrator"}).status_code == 403


@pytest.mark.parametrize("path", ["/metrics/nonsense", "/nowhere"])
def test_a_page_that_does_not_exist_says_so(signed_in: Callable[[str], Client], path: str) -> None:
    answer = signed_in("viewer").get(path)
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_every_answer_keeps_the_browser_to_this_host(visitor: Client) -> None:
    for path in ("/sign-in", "/", "/healthz", "/static/helder/nothing.css"):
        headers = visitor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_cookies_stay_on_https_where_the_page_came_so(visitor: Client) -> None:
    answer = visitor.get("/sign-in", secure=True)
    assert answer.cookies["helder_csrf"]["secure"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert not visitor.get("/sign-in").cookies["helder_csrf"]["secure"]
