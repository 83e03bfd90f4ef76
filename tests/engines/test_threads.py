"""Threads ask at once while one writes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from oracle.loading import load
from oracle.small import NOON

import helder


def _contacts(batch: int) -> dict[str, list[dict[str, Any]]]:
    return {"contacts": [{"contact_id": f"{batch}-{i}", "offered_at": NOON, "channel": "ab"[i % 2]} for i in range(50)]}


def test_eight_threads_ask_while_one_writes() -> None:
    """Each answer is of whole batches, and a thread never sees fewer rows than before."""
    with helder.connect() as workspace:
        load(workspace, _contacts(0))
        done = threading.Event()

        def asking() -> list[float]:
            seen = []
            while not done.is_set() or not seen:
                seen.append(sum(r.value or 0 for r in workspace.show("contact_volume", by=["channel"])))
            return seen

        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(asking) for _ in range(8)]
            for batch in range(1, 11):
                load(workspace, _contacts(batch))
            done.set()
            answers = [future.result() for future in asked]
        assert all(seen == sorted(seen) and not any(n % 50 for n in seen) for seen in answers)
        assert sum(r.value or 0 for r in workspace.show("contact_volume")) == 550


def test_threads_write_one_after_another() -> None:
    with helder.connect() as workspace:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda batch: load(workspace, _contacts(batch)), range(8)))
        assert [r.value for r in workspace.show("contact_volume")] == [400.0]
