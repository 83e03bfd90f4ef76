"""A peer in a process of its own, asked by lines of JSON.

python -m benchmarks.engines.process PEER ROWS [URL]
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.engines.peers.peer import Peer, records

_PROCESSES = Path("/proc")


class Process:
    """A peer somewhere else. Raises Absent where it cannot be had, or cannot do what it is asked for, with its reason."""

    def __init__(self, name: str, rows: int, *words: str) -> None:
        self.name = " ".join((name, *words))
        self.works: dict[str, list[str]] = {}
        module = [sys.executable, "-m", "benchmarks.engines.process", name, str(rows), *words]
        self._process = subprocess.Popen(module, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        told = self._read()
        self.works = told["works"]
        self.preparing: float = told["seconds"]

    def run(self, work: str, way: str) -> dict[str, Any]:
        """What came of one work: seconds, those of the processors (None where not known), the most memory in bytes, and rows."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([work, way]) + "\n")
        self._process.stdin.flush()
        return self._read()

    def close(self) -> None:
        """Let the process end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        told: dict[str, Any] = json.loads(line) if line else {"absent": "its process ended"}
        if not line:
            self.works = {}
        if "absent" in told:
            raise Absent(f"{self.name} is left out: {told['absent']}")
        return told


class Absent(Exception):
    """A peer that cannot be had here, or that failed."""


def serve(name: str, rows: int, words: list[str]) -> None:
    """Answer until the input ends."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no answer
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    begun = time.perf_counter()
    peer: Peer | None = None
    try:
        peer = import_module(f"benchmarks.engines.peers.{name}").peer(rows, *words)
        works = {work: list(ways) for work, ways in peer.works.items()}
        _write(out, {"works": works, "seconds": time.perf_counter() - begun})
        for line in sys.stdin:
            work, way = json.loads(line)
            try:
                _write(out, _timed(peer, work, way))
            except Exception as error:  # noqa: BLE001
                _write(out, _failed(error))
    except Exception as error:  # noqa: BLE001
        _write(out, _failed(error))
    finally:
        if peer is not None:
            peer.close()


def _failed(error: Exception) -> dict[str, str]:
    return {"absent": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'it does not say why'}"}


def _timed(peer: Peer, work: str, way: str) -> dict[str, Any]:
    place = _PROCESSES / str(peer.process or "self")
    _forget_peak(place)
    begun, worked = time.perf_counter(), time.process_time()
    found = list(peer.works[work][way]())
    seconds, work_done = time.perf_counter() - begun, time.process_time() - worked
    processor = work_done if peer.process is None else None
    return {"seconds": seconds, "processor": processor, "memory": _peak(place), "rows": records(found)}


def _forget_peak(process: Path) -> None:
    with suppress(PermissionError):  # of another user's process it is the most since it began
        (process / "clear_refs").write_text("5")


def _peak(process: Path) -> int:
    """The most memory that a process held since the peak was last forgotten, in bytes."""
    line = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def _write(out: Any, told: dict[str, Any]) -> None:
    out.write(json.dumps(told, default=str) + "\n")
    out.flush()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
