"""A PostgreSQL of its own, for the tests that need a real one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class PostgreSQL:
    """A running server on loopback, whose user is `reader` and database `postgres`."""

    port: int
    place: Path
    programs: Path
    plain: tuple[str, ...]

    def call(self, program: str, *words: str) -> str:
        """What one of its programs says."""
        command = [*self.plain, str(self.programs / program), *words]
        return subprocess.run(command, cwd="/", capture_output=True, text=True, check=True).stdout.strip()

    def say(self, sql: str) -> str:
        """What it answers to a statement."""
        return self.call("psql", "-h", str(self.place), "-p", str(self.port), "-U", "reader", "postgres", "-Atc", sql)


@contextmanager
def running() -> Iterator[PostgreSQL]:
    """A server while it is needed; tests skip where there is none to run."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found or (os.geteuid() == 0 and shutil.which("runuser") is None):
        pytest.skip("there is no PostgreSQL here")
    plain = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = Path("/tmp") / f"helder-postgresql-{os.getpid()}-{port}"
    place.mkdir()
    if plain:
        shutil.chown(place, "postgres", "postgres")
    server = PostgreSQL(port, place, found[-1], plain)
    try:
        server.call("initdb", "-D", f"{place}/data", "-U", "reader", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {place} -c listen_addresses=127.0.0.1 -p {port} -c fsync=off"
        subprocess.run(
            [*plain, str(found[-1] / "pg_ctl"), "-D", f"{place}/data", "-l", f"{place}/log", "-o", options, "-w", "start"],
            cwd="/", stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        try:
            yield server
        finally:
            server.call("pg_ctl", "-D", f"{place}/data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place)
