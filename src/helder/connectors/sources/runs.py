"""The runs of a connection: what each did, kept beside where the connection has come to."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from helder.connectors.sources import connection as connections
from helder.connectors.sources.moments import moment
from helder.errors import BadInput
from helder.home import settle

_KEPT = 200
_PATIENCE = 0.5  # seconds, as one that looks whether it runs holds the lock for a moment


@dataclass
class Run:
    """One run.

    ended: None while it goes on, or where it was broken off. loads: the numbers of its loads, rejecting: of those with rejects.
    notes: what to know of it. accepted: rows without fault, of which `changed` were new or other than before. not_before:
    until when the system wants to be left alone.
    """

    number: int
    began: str
    ended: str | None = None
    by: str = ""
    doing: str = ""
    pages: int = 0
    read: int = 0
    accepted: int = 0
    changed: int = 0
    rejected: int = 0
    loads: list[int] = field(default_factory=list)
    rejecting: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    error: str | None = None
    where: str | None = None
    fix: str | None = None
    not_before: str | None = None

    @property
    def began_at(self) -> datetime:
        """When it began."""
        return moment(self.began) or datetime.now(UTC)

    @property
    def seconds(self) -> int | None:
        """How long it took."""
        return None if self.ended_at is None else round((self.ended_at - self.began_at).total_seconds())

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""
        return moment(self.ended)


class Place:
    """The folder of a connection: where it has come to, its runs, and what is fetched before it is in the store."""

    def __init__(self, home: Path, name: str) -> None:
        connections.path(home, name)
        self.folder = home / connections.FOLDER / name
        self.name = name

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others from running the connection. Raises BadInput where one does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            patience = time.monotonic() + _PATIENCE
            while not _held(lock):
                if time.monotonic() >= patience:
                    raise BadInput("A run of it is going on.", where=self.name, fix="Wait until it has ended.")
                time.sleep(0.02)
            yield

    @property
    def busy(self) -> bool:
        """Whether a run is going on."""
        if not (self.folder / "lock").exists():
            return False
        with (self.folder / "lock").open("w") as lock:
            return not _held(lock)

    def marks(self) -> dict[str, Mapping[str, Any]]:
        """From where to go on, by listing."""
        file = self.folder / "marks.json"
        found: dict[str, Mapping[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return found

    def mark(self, listing: str, mark: Mapping[str, Any]) -> None:
        """Keep from where to go on; whole or not at all, and on the disk before anything else is done."""
        _keep(self.folder / "marks.json", {**self.marks(), listing: mark})

    def forget(self) -> None:
        """Begin anew at the next run."""
        (self.folder / "marks.json").unlink(missing_ok=True)

    def pieces(self) -> Path:
        """An empty folder for what is fetched: what a run that died left there is fetched again."""
        place = self.folder / "pieces"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        return place

    def runs(self, most: int = _KEPT) -> list[Run]:
        """The latest runs, the last first."""
        files = sorted((self.folder / "runs").glob("*.json"), reverse=True)[:most]
        return [Run(**json.loads(file.read_text(encoding="utf-8"))) for file in files]

    def new_run(self, by: str) -> Run:
        """The next run, begun."""
        last = self.runs(1)
        run = Run(last[0].number + 1 if last else 1, datetime.now(UTC).isoformat(timespec="seconds"), by=by)
        self.keep(run)
        for old in sorted((self.folder / "runs").glob("*.json"), reverse=True)[_KEPT:]:
            old.unlink()
        return run

    def keep(self, run: Run) -> None:
        """Keep a run as it stands."""
        _keep(self.folder / "runs" / f"{run.number:08}.json", asdict(run))

    def remove(self) -> None:
        """Forget all of it."""
        with self.alone():
            shutil.rmtree(self.folder, ignore_errors=True)


def _held(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _keep(path: Path, said: Any) -> None:
    """Write a file that only its owner can read: on the disk when it is there, and then whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    settle(path.parent)
