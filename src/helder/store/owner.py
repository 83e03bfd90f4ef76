"""Speaking to the process that owns a store: no other can open its file.

The owner listens on this machine only, and answers whoever can read the file in the home folder that says where and has the
key; that file only its user can read.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from helder.errors import HelderError, StoreBusy, StoreError
from helder.home import keep

FILE = "owner.json"
_HERE = "127.0.0.1"
_STOP = "stop"

Progress = Callable[[str, int, int], None]
#: What can be asked: done with what was given, telling how far it is.
Act = Callable[[Mapping[str, Any], Progress], dict[str, Any]]


@contextmanager
def answering(home: Path, acts: Mapping[str, Act]) -> Iterator[None]:
    """Answer commands of other processes until it is left."""
    key = secrets.token_bytes(32)
    stopping = threading.Event()
    with Listener((_HERE, 0), authkey=key) as listener:
        port = listener.address[1]
        keep(home / FILE, json.dumps({"port": port, "key": key.hex(), "pid": os.getpid()}))
        thread = threading.Thread(target=_answer, args=(listener, acts, stopping), name="helder-owner")
        thread.start()
        try:
            yield
        finally:
            stopping.set()
            with suppress(OSError), Client((_HERE, port), authkey=key) as last:
                last.send_bytes(json.dumps({"do": _STOP}).encode())
            thread.join()
            (home / FILE).unlink(missing_ok=True)


def _answer(listener: Listener, acts: Mapping[str, Act], stopping: threading.Event) -> None:
    """Answer each command on a thread of its own, so that one that takes long keeps none waiting."""
    threads = []
    while not stopping.is_set():
        with suppress(OSError, EOFError, AuthenticationError):
            asking = listener.accept()
            threads.append(threading.Thread(target=_answer_one, args=(asking, acts, stopping), name="helder-owner-one"))
            threads[-1].start()
        threads = [thread for thread in threads if thread.is_alive()]
    for thread in threads:
        thread.join()


def _answer_one(asking: Connection, acts: Mapping[str, Act], stopping: threading.Event) -> None:
    with suppress(OSError, EOFError), asking:
        asked = json.loads(asking.recv_bytes())
        if asked["do"] in acts:
            _do(acts[asked["do"]], asked, asking, stopping)


def _do(act: Act, asked: Mapping[str, Any], asking: Connection, stopping: threading.Event) -> None:
    def progress(what: str, done: int, rows: int) -> None:
        if stopping.is_set():
            raise StoreError("The server was stopped meanwhile.", fix="Try again when it runs, or while it does not.")
        _send(asking, progress=[what, done, rows])

    try:
        _send(asking, done=act(asked, progress))
    except HelderError as error:
        _send(asking, what=error.what, where=error.where, fix=error.fix)


def _send(to: Connection, **said: Any) -> None:
    to.send_bytes(json.dumps(said).encode())


def present(home: Path) -> bool:
    """Whether an owner of the home folder's store said that it answers."""
    return (home / FILE).exists()


def ask(home: Path, do: str, progress: Progress, **given: Any) -> dict[str, Any]:
    """What the owner of a home folder's store answers.

    Raises StoreBusy where no owner answers, and what the owner raises.
    """
    try:
        said = json.loads((home / FILE).read_text(encoding="utf-8"))
        with Client((_HERE, said["port"]), authkey=bytes.fromhex(said["key"])) as owner:
            _send(owner, do=do, **given)
            return _listen(owner, progress)
    except (OSError, EOFError, ValueError, KeyError, AuthenticationError) as error:
        raise StoreBusy(
            "Another process has the store open, and is no Helder server that answers.",
            where=str(home),
            fix="Wait until it is done, or stop it, and try again.",
        ) from error


def _listen(owner: Connection, progress: Progress) -> dict[str, Any]:
    while True:
        answer = json.loads(owner.recv_bytes())
        if "progress" in answer:
            progress(*answer["progress"])
        elif "done" in answer:
            done: dict[str, Any] = answer["done"]
            return done
        else:
            raise StoreError(answer["what"], where=answer["where"], fix=answer["fix"])
