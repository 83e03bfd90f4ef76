"""A send repeated under one key is done once, whoever repeats it and whenever."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from browser.conftest import Server, surroundings

from .conftest import answer_row, token, until
from .test_sending import kept

BEGUN = """
import sys
from helder.settings import load
from helder.web.database import opened
opened(load(sys.argv[1], environment={}))
from helder.web.api import once
from helder.web.tokens.models import Token
assert once.begin(Token.objects.get(name="t"), "k", sys.argv[2]) is None
"""


def loads(call: httpx.Client) -> int:
    return len(call.get("/loads", params={"limit": 10_000, "table": "answers"}).json())


def test_the_same_answer_is_given_and_nothing_is_done_again(call: httpx.Client) -> None:
    rows = [answer_row("once"), answer_row("never", score="x")]
    first = call.post("/tables/answers", json=rows, headers={"Idempotency-Key": "k1"})
    until(lambda: kept(call, "once"))
    before = loads(call)
    again = call.post("/tables/answers", json=rows, headers={"Idempotency-Key": "k1"})
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert loads(call) == before


def test_a_send_of_which_nothing_was_accepted_is_answered_alike_as_well(call: httpx.Client) -> None:
    first, again = (
        call.post("/tables/answers", json=answer_row("x", score="x"), headers={"Idempotency-Key": "bad"}) for _ in range(2)
    )
    told = [(one.status_code, one.headers["Content-Type"], one.content) for one in (first, again)]
    assert told[0] == told[1]
    assert again.headers["Idempotency-Replayed"] == "true"


def test_another_body_under_the_key_is_refused(call: httpx.Client) -> None:
    call.post("/tables/answers", json=answer_row("k2"), headers={"Idempotency-Key": "k2"})
    for other in (call.post("/tables/answers", json=answer_row("other"), headers={"Idempotency-Key": "k2"}),
                  call.post("/tables/customers", json={"customer_id": "c"}, headers={"Idempotency-Key": "k2"})):  # fmt: skip
        assert other.status_code == 422
        assert "another body" in other.json()["what"]


def test_what_was_refused_can_be_sent_again_under_its_key(call: httpx.Client) -> None:
    headers = {"Idempotency-Key": "k3", "Content-Type": "application/json"}
    assert call.post("/tables/answers", content=b"{", headers=headers).status_code == 422
    assert call.post("/tables/answers", json=answer_row("k3"), headers={"Idempotency-Key": "k3"}).status_code == 200


def test_of_many_at_once_one_is_done(call: httpx.Client) -> None:
    rows = [answer_row(f"race-{number}") for number in range(1_500)]

    def send(_: int) -> httpx.Response:
        return call.post("/tables/answers", json=rows, headers={"Idempotency-Key": "race"})

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, range(16)))
    found = Counter((answer.status_code, answer.headers.get("Idempotency-Replayed")) for answer in answers)
    assert found[200, None] == 1
    assert set(found) <= {(200, None), (200, "true"), (409, None)}
    assert {answer.json()["accepted"] for answer in answers if answer.status_code == 200} == {1_500}


def test_keys_belong_to_their_token(call: httpx.Client, live: Server, live_home: Path) -> None:
    other = token(live_home, "other", "--write", "answers")
    call.post("/tables/answers", json=answer_row("k5"), headers={"Idempotency-Key": "k5"})
    headers = {"Idempotency-Key": "k5", "Authorization": f"Bearer {other}"}
    assert call.post("/tables/answers", json=answer_row("k5-other"), headers=headers).status_code == 200


def test_a_send_that_a_killed_server_had_begun_is_done_again(serve: Callable[..., Server], tmp_path: Path) -> None:
    text, row = token(tmp_path, "t", "--write", "answers", "--read"), answer_row("killed")
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": "k"}
    server = serve(tmp_path)
    answer = httpx.post(
        f"{server.address}/api/v1/tables/answers", json=row, headers=headers | {"Idempotency-Key": "done"}, timeout=60
    )
    assert answer.status_code == 200
    # As if killed in the middle of a send: begun, and not ended.
    digest = subprocess.run(
        [sys.executable, "-c", DIGEST, str(tmp_path)], env=surroundings(), check=True, capture_output=True, text=True
    ).stdout.strip()
    subprocess.run([sys.executable, "-c", BEGUN, str(tmp_path), digest], env=surroundings(), check=True)
    server.stop(signal.SIGKILL)
    server = serve(tmp_path)
    try:
        again = httpx.post(f"{server.address}/api/v1/tables/answers", json=row, headers=headers, timeout=60)
        assert (again.status_code, again.json()["accepted"]) == (200, 1)
        assert "Idempotency-Replayed" not in again.headers
        done = headers | {"Idempotency-Key": "done"}
        replayed = httpx.post(f"{server.address}/api/v1/tables/answers", json=row, headers=done, timeout=60)
        assert replayed.headers["Idempotency-Replayed"] == "true"
    finally:
        server.stop()


DIGEST = """
import sys
from helder.settings import load
from helder.web.database import opened
opened(load(sys.argv[1], environment={}))
from helder.web.api.models import Sent
print(Sent.objects.get(key="done").digest)
"""
