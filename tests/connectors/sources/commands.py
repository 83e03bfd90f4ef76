"""The `helder` command of the code under test, with small portions, on a home folder connected to a hundred tickets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from connectors.sources.playing import Played
from connectors.sources.zendesk import CONNECTION, stream, ticket

import helder

EXPORT = "/api/v2/incremental/tickets/cursor.json"
SMALL = "from helder.connectors.sources import rest; rest.PORTION = 10; from helder.cli.main import main; main()"


def connected(home: Path, played: Played) -> Path:
    """The home folder, connected to a hundred tickets in pages of ten."""
    tickets = [ticket(n, updated_at=f"2026-03-{1 + n // 24:02}T{n % 24:02}:00:00Z") for n in range(1, 101)]
    stream(played, EXPORT, "tickets", tickets, 10, "after_url")
    played.paths["/api/v2/users.json"] = lambda asked: {"users": [{"id": 11}], "links": {"next": None}}
    (home / "sources").mkdir()
    (home / "sources" / "desk.toml").write_text(CONNECTION.format(address=played.address) + "[records.tickets]\n")
    (home / "helder.toml").write_text('outgoing_private = "127.0.0.0/8"\n')
    return home


def command(home: Path, *words: str) -> subprocess.Popen[str]:
    """The command, begun; it has a home of its own in which dlt could write."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HELDER_")}
    return subprocess.Popen(
        [sys.executable, "-c", SMALL, "--home", str(home), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**kept, "PYTHONPATH": str(Path(helder.__file__).parents[1]), "HOME": str(home / "nobody")},
    )
