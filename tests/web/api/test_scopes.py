"""What each token opens, and nothing beside."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from browser.conftest import Server

from .conftest import answer_row, token, until

READS = (
    "/metrics",
    "/metrics/nps",
    "/metrics/nps/figures",
    "/figures?metric=nps",
    "/metrics/nps/rows",
    "/loads",
    "/rejects",
    "/tables",
)
HOOKS = ("/webhooks",)
SCOPES = {
    "a writer of answers": (("--write", "answers"), {"answers"}, False, False),
    "a writer of everything": (("--write", "all"), {"answers", "orders"}, False, False),
    "a reader": (("--read",), set(), True, False),
    "a manager of webhooks": (("--webhooks",), set(), False, True),
}


def client(server: Server, text: str) -> httpx.Client:
    return httpx.Client(base_url=f"{server.address}/api/v1", headers={"Authorization": f"Bearer {text}"}, timeout=60)


@pytest.mark.parametrize("who", SCOPES)
def test_a_token_opens_what_it_says_and_no_more(live: Server, live_home: Path, who: str) -> None:
    words, writes, reads, hooks = SCOPES[who]
    with client(live, token(live_home, who, *words)) as call:
        sent = {table: call.post(f"/tables/{table}", json=[]).status_code for table in ("answers", "orders")}
        assert sent == {table: 200 if table in writes else 403 for table in sent}
        assert {path: call.get(path).status_code for path in READS} == dict.fromkeys(READS, 200 if reads else 403)
        assert {path: call.get(path).status_code for path in HOOKS} == dict.fromkeys(HOOKS, 200 if hooks else 403)
        assert call.get("/tables/answers").status_code == (200 if reads or writes else 403)


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer x", "Basic YTpi", "Bearer helder_" + "A" * 43, "Bearer helder_" + "A" * 43 + " x"]
)
@pytest.mark.parametrize("path", [*READS, *HOOKS, "POST /tables/answers"])
def test_without_a_token_that_holds_nothing_opens(live: Server, header: str | None, path: str) -> None:
    headers = {} if header is None else {"Authorization": header}
    method, _, address = path.rpartition(" ")
    answer = httpx.request(method or "GET", f"{live.address}/api/v1{address}", headers=headers, timeout=60)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["fix"]


def test_rejected_values_of_personal_columns_are_masked_without_their_scope(
    live: Server, live_home: Path, call: httpx.Client
) -> None:
    call.post("/tables/customers", json=[{"customer_id": "m1", "born_on": "last spring"}])
    asked = {"table": "customers", "limit": 10_000}
    assert until(lambda: "last spring" in call.get("/rejects", params=asked).text)
    with client(live, token(live_home, "reads rejects", "--read")) as reader:
        text = reader.get("/rejects", params=asked).text
        assert "born_on" in text
        assert "last spring" not in text
        assert "•••" in text


def test_a_revoked_token_opens_nothing_within_seconds(live: Server, live_home: Path) -> None:
    import subprocess
    import time

    from browser.conftest import command, surroundings

    with client(live, token(live_home, "short lived", "--write", "answers")) as call:
        assert call.post("/tables/answers", json=answer_row("r")).status_code == 200
        subprocess.run(command("--home", live_home, "token", "revoke", "short lived"), check=True, env=surroundings())
        time.sleep(5.5)
        assert call.post("/tables/answers", json=answer_row("r")).status_code == 401


def test_the_session_of_a_signed_in_person_opens_nothing(live: Server) -> None:
    with httpx.Client(base_url=live.address, timeout=60) as browser:
        browser.get("/sign-in")
        said = {"username": "admin", "password": live.password, "csrfmiddlewaretoken": browser.cookies["helder_csrf"]}
        assert browser.post("/sign-in", data=said).status_code == 302
        assert browser.get("/").status_code == 200
        assert browser.get("/api/v1/metrics").status_code == 401
        assert browser.post("/api/v1/tables/answers", json=[]).status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/api/v1/docs"])
def test_what_describes_the_api_is_open(live: Server, path: str) -> None:
    assert httpx.get(live.address + path, timeout=60).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_an_address_that_is_none_says_so(live: Server, method: str) -> None:
    answer = httpx.request(method, f"{live.address}/api/v1/nothing", timeout=60)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
