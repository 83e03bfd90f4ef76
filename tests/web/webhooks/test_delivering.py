"""What happens comes to those who asked to be told: signed, once more where it fails, and never where it may not go."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from browser.conftest import Server
from web.api.conftest import SETTINGS, answer_row, token, until

from .conftest import Receiver


def subscribe(call: httpx.Client, address: str, **more: object) -> tuple[int, str]:
    said = {"name": f"hook {time.time_ns()}", "address": address, "events": ["response.arrived"], **more}
    answer = call.post("/webhooks", json=said)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"], answer.json()["secret"]


def last(call: httpx.Client, hook: int) -> dict[str, object]:
    return dict((call.get(f"/webhooks/{hook}/deliveries").json() or [{}])[0])


def test_an_answer_that_arrives_is_told_signed(call: httpx.Client, receiver: Receiver) -> None:
    hook, secret = subscribe(call, f"{receiver.address}/plain")
    full, _ = subscribe(call, f"{receiver.address}/full", personal=True)
    call.post(
        "/tables/answers", json=[answer_row("w1", comment="I am Ann", response_id="r1"), answer_row("w2", response_id="r1")]
    )
    (told,) = until(lambda: receiver.at("/plain"))
    assert told.is_signed_with(secret)
    assert not told.is_signed_with("whsec_" + "A" * 44)
    assert told.event == "response.arrived"
    assert [row["answer_id"] for row in told.data["answers"]] == ["w1", "w2"]
    assert told.data["answers"][0]["comment"] == "•••"
    (told,) = until(lambda: receiver.at("/full"))
    assert told.data["answers"][0]["comment"] == "I am Ann"
    assert until(lambda: last(call, hook).get("state") == "done")
    for number in (hook, full):
        assert call.delete(f"/webhooks/{number}").status_code == 204
    call.post("/tables/answers", json=answer_row("w3"))
    time.sleep(1)
    assert len(receiver.told) == 2


def test_a_message_that_fails_is_tried_again_under_the_same_number(call: httpx.Client, receiver: Receiver) -> None:
    hook, secret = subscribe(call, f"{receiver.address}/fail/1")
    call.post("/tables/answers", json=answer_row("f1"))
    first, second = until(lambda: len(receiver.at("/fail/1")) == 2 and receiver.at("/fail/1"), 30)
    assert (first.status, second.status) == (500, 200)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert second.is_signed_with(secret)
    assert until(lambda: last(call, hook).get("state") == "done")
    assert last(call, hook)["tries"] == 2
    call.delete(f"/webhooks/{hook}")


def test_a_redirect_is_not_followed(call: httpx.Client, receiver: Receiver) -> None:
    hook, _ = subscribe(call, f"{receiver.address}/redirect")
    call.post("/tables/answers", json=answer_row("d1"))
    assert until(lambda: last(call, hook).get("status") == 302)
    assert last(call, hook)["state"] == "waiting"
    assert receiver.at("/secret") == []
    call.delete(f"/webhooks/{hook}")


def test_a_slow_one_holds_up_no_other(call: httpx.Client, receiver: Receiver) -> None:
    slow, _ = subscribe(call, f"{receiver.address}/slow")
    quick, _ = subscribe(call, f"{receiver.address}/quick")
    for number in range(3):
        call.post("/tables/answers", json=answer_row(f"s{number}"))
        assert until(lambda many=number + 1: len(receiver.at("/quick")) >= many, 8)
    assert receiver.at("/slow") == []
    receiver.release.set()
    assert until(lambda: len(receiver.at("/slow")) == len(receiver.at("/quick")))
    for hook in (slow, quick):
        call.delete(f"/webhooks/{hook}")


def test_one_that_says_it_is_gone_is_paused_until_it_is_resumed(call: httpx.Client, receiver: Receiver) -> None:
    hook, _ = subscribe(call, f"{receiver.address}/gone")
    call.post("/tables/answers", json=answer_row("g1"))

    def seen() -> dict[str, object]:
        return next(one for one in call.get("/webhooks").json() if one["id"] == hook)

    assert until(lambda: seen()["paused_at"])
    assert "410" in str(seen()["paused_why"])
    before = len(receiver.at("/gone"))
    call.post("/tables/answers", json=answer_row("g2"))
    time.sleep(1)
    assert len(receiver.at("/gone")) == before
    call.post(f"/webhooks/{hook}/resume")
    assert until(lambda: len(receiver.at("/gone")) > before)
    call.delete(f"/webhooks/{hook}")


def test_no_answer_is_forgotten_by_a_server_that_is_killed(
    serve: Callable[..., Server], tmp_path: Path, receiver: Receiver
) -> None:
    (tmp_path / "helder.toml").write_text(SETTINGS)
    headers = {"Authorization": f"Bearer {token(tmp_path, 't', '--write', 'all', '--read', '--webhooks')}"}
    server = serve(tmp_path)
    with httpx.Client(base_url=f"{server.address}/api/v1", headers=headers, timeout=60) as call:
        subscribe(call, f"{receiver.address}/kept")
        names = [f"kept-{number}" for number in range(12)]
        for name in names:
            assert call.post("/tables/answers", json=answer_row(name)).status_code == 200
    server.stop(signal.SIGKILL)
    server = serve(tmp_path)

    def told() -> set[str]:
        return {str(row["answer_id"]) for one in receiver.at("/kept") for row in one.data["answers"]}

    try:
        assert until(lambda: told() == set(names)), told()
        numbers: dict[str, str] = {}
        for one in receiver.at("/kept"):
            assert numbers.setdefault(one.headers["webhook-id"], one.body) == one.body
    finally:
        server.stop()
