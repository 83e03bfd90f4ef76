"""A MariaDB of its own, for the tests that need a real one."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

#: Whose process it is where the tests run as root, which it will not be.
USER = ("--user=nobody",) if os.geteuid() == 0 else ()
#: Of its own machine's clock, an hour ahead of UTC, as a shop's in the Netherlands or Denmark is.
OPTIONS = ("--bind-address=127.0.0.1", "--default-time-zone=+01:00", "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=2")


@dataclass
class MariaDB:
    """A server on loopback, whose root has no password."""

    port: int
    place: Path
    program: str
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        where = (f"--datadir={self.place}/data", f"--socket={self.place}/socket", f"--port={self.port}")
        with (self.place / "log").open("ab") as log:
            self.process = subprocess.Popen([self.program, "--no-defaults", *USER, *where, *OPTIONS], stdout=log, stderr=log)
        for _ in range(600):
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError((self.place / "log").read_text())

    def kill(self) -> None:
        """End it as a failure of power would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def say(self, *statements: str) -> list[tuple[Any, ...]]:
        """What it answers to the last of some statements, said in one session."""
        import pymysql

        line = pymysql.connect(host="127.0.0.1", port=self.port, user="root", autocommit=True)
        with closing(line), line.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall())


@contextmanager
def running() -> Iterator[MariaDB]:
    """A server while it is needed; tests skip where there is none to run."""
    program = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("there is no MariaDB here: apt-get install mariadb-server-core")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = Path("/tmp") / f"helder-mariadb-{os.getpid()}-{port}"
    place.mkdir()
    if USER:
        shutil.chown(place, "nobody")
    try:
        made = ["mariadb-install-db", "--no-defaults", *USER, f"--datadir={place}/data", "--skip-test-db"]
        subprocess.run([*made, "--auth-root-authentication-method=normal"], stdout=subprocess.DEVNULL, check=True)
        server = MariaDB(port, place, program)
        server.start()
        try:
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(place)
