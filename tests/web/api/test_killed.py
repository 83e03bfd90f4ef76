"""A server that is killed in the middle of sends: what it acknowledged is there, once."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from browser.conftest import Server

from .conftest import answer_row, token, until

SENDERS = 4


def test_no_acknowledged_row_is_lost_and_none_is_there_twice(serve: Callable[..., Server], tmp_path: Path) -> None:
    headers = {"Authorization": f"Bearer {token(tmp_path, 't', '--write', 'all', '--read')}"}
    server = serve(tmp_path)
    acknowledged: list[set[str]] = [set() for _ in range(SENDERS)]
    sent: list[set[str]] = [set() for _ in range(SENDERS)]

    def send(who: int) -> None:
        with httpx.Client(base_url=f"{server.address}/api/v1", headers=headers, timeout=30) as call:
            for number in range(100_000):
                names = [f"{who}-{number}-{place}" for place in range(1 + number % 3)]
                sent[who].update(names)
                try:
                    answer = call.post("/tables/answers", json=[answer_row(name) for name in names])
                except httpx.TransportError:
                    return
                assert answer.status_code == 200, answer.text
                acknowledged[who].update(names)

    threads = [threading.Thread(target=send, args=(who,)) for who in range(SENDERS)]
    for thread in threads:
        thread.start()
    assert until(lambda: all(len(names) > 20 for names in acknowledged), 60)
    time.sleep(0.3)
    server.stop(signal.SIGKILL)
    for thread in threads:
        thread.join()
    server = serve(tmp_path)
    try:
        with httpx.Client(base_url=f"{server.address}/api/v1", headers=headers, timeout=60) as call:
            rows = [row["answer_id"] for row in call.get("/metrics/nps/rows", params={"limit": 100_000}).json()]
    finally:
        server.stop()
    assert len(rows) == len(set(rows))
    assert set().union(*acknowledged) <= set(rows) <= set().union(*sent)
