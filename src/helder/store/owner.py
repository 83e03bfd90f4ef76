"""Speaking to the process that owns a store: no other can open its file.

The owner listens on this machine only, and answers whoever can read the file in the home folder that says where and has the
key; that file only its user can read.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any

from helder.errors import HelderError, StoreBusy, StoreError
from helder.home import keep
from helder.store.source import Progress

FILE = "owner.json"
_HERE = "127.0.0.1"
_PATIENCE = 30  # seconds, for what is being done to end, and for an owner to say its first word
#: Connections the system keeps until they are taken. Beyond them it drops ones that a command believes it has.
_WAITING = 128

#: What can be asked: done with what was given, telling how far it is.
Act = Callable[[Mapping[str, Any], Progress], dict[str, Any]]


@contextmanager
def answering(home: Path, acts: Mapping[str, Act]) -> Iterator[None]:
    """Answer commands of other processes until it is left."""
    with Listener((_HERE, 0), backlog=_WAITING) as listener:
        desk = _Desk(acts, secrets.token_bytes(32))
        port = listener.address[1]
        keep(home / FILE, json.dumps({"port": port, "key": desk.key.hex(), "pid": os.getpid()}))
        thread = threading.Thread(target=desk.answer, args=(listener,), name="helder-owner")
        thread.start()
        try:
            yield
        finally:
            desk.stop()
            with suppress(OSError):
                socket.create_connection((_HERE, port)).close()  # it waits for one more
            thread.join()
            (home / FILE).unlink(missing_ok=True)


class _Desk:
    """Answers each command on a thread of its own, so that one that takes long, or never speaks, keeps none waiting."""

    def __init__(self, acts: Mapping[str, Act], key: bytes) -> None:
        self.key = key
        self._acts = acts
        self._stopping = threading.Event()
        self._unknown: list[Connection] = []

    def stop(self) -> None:
        """End what is being done, and hang up on who has not shown the key."""
        self._stopping.set()
        for asking in list(self._unknown):
            with suppress(OSError), socket.socket(fileno=os.dup(asking.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)

    def answer(self, listener: Listener) -> None:
        """Take commands until it is stopped."""
        threads: list[threading.Thread] = []
        while not self._stopping.is_set():
            with suppress(OSError, EOFError):
                asking = listener.accept()
                self._unknown.append(asking)
                threads.append(threading.Thread(target=self._answer, args=(asking,), name="helder-asked", daemon=True))
                threads[-1].start()
            threads = [thread for thread in threads if thread.is_alive()]
        for thread in threads:
            thread.join(_PATIENCE)

    def _answer(self, asking: Connection) -> None:
        with suppress(OSError, EOFError, ValueError, AuthenticationError), asking:
            try:
                deliver_challenge(asking, self.key)
                answer_challenge(asking, self.key)
            finally:
                self._unknown.remove(asking)
            asked = json.loads(asking.recv_bytes())
            if asked["do"] in self._acts:
                _do(self._acts[asked["do"]], asked, asking, self._stopping)


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
        with Client((_HERE, said["port"])) as owner:
            _greet(owner, bytes.fromhex(said["key"]))
            _send(owner, do=do, **given)
            return _listen(owner, progress)
    except (OSError, EOFError, ValueError, KeyError, AuthenticationError) as error:
        raise StoreBusy(
            "Another process has the store open, and is no Helder server that answers.",
            where=str(home),
            fix="Wait until it is done, or stop it, and try again.",
        ) from error


def _greet(owner: Connection, key: bytes) -> None:
    """Show the key, and see that the owner has it. Raises TimeoutError where nobody speaks."""
    if not owner.poll(_PATIENCE):
        raise TimeoutError
    answer_challenge(owner, key)
    deliver_challenge(owner, key)


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
