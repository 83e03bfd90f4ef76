"""The owner of a store answers every command that asks it, and a command does not wait for one that never speaks."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from helder.errors import StoreBusy
from helder.store import owner


def test_many_who_ask_at_once_are_each_answered(tmp_path: Path) -> None:
    together = 60
    barrier = Barrier(together)

    def ask(number: int) -> int:
        barrier.wait()
        return int(owner.ask(tmp_path, "double", lambda *_: None, number=number)["doubled"])

    with (
        owner.answering(tmp_path, {"double": lambda asked, _: {"doubled": 2 * asked["number"]}}),
        ThreadPoolExecutor(together) as pool,
    ):
        for _ in range(5):
            assert list(pool.map(ask, range(together))) == [2 * number for number in range(together)]


def test_an_owner_that_never_speaks_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "_PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        (tmp_path / owner.FILE).write_text(json.dumps({"port": silent.getsockname()[1], "key": "00" * 32}))
        with pytest.raises(StoreBusy):
            owner.ask(tmp_path, "double", lambda *_: None)


def test_who_has_not_the_key_is_not_answered(tmp_path: Path) -> None:
    with owner.answering(tmp_path, {"double": lambda *_: {}}):
        said = json.loads((tmp_path / owner.FILE).read_text())
        (tmp_path / owner.FILE).write_text(json.dumps({**said, "key": "00" * 32}))
        with pytest.raises(StoreBusy):
            owner.ask(tmp_path, "double", lambda *_: None)
