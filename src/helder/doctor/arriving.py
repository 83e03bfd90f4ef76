"""Rows that have arrived: whether any wait to be put into the store."""

from __future__ import annotations

from collections.abc import Iterator

from helder.connectors.arriving.journal import Journal
from helder.doctor.finding import Finding, ok, warning
from helder.engines import Engine
from helder.errors import StoreBusy
from helder.settings import Settings

ABOUT = "arriving rows"


def check(settings: Settings, engine: Engine) -> Iterator[Finding]:
    """What the journal of the home folder has that the store does not, while no server works on it."""
    folder = settings.home / "arriving"
    if not folder.is_dir():
        yield ok(ABOUT, "none have arrived yet")
        return
    try:
        journal = Journal(folder)
    except StoreBusy:
        yield ok(ABOUT, "a server takes them in")
        return
    try:
        applied = int(engine.properties().get(f"journal {journal.identity}", 0))
        waiting = max(journal.last - applied, 0)
    finally:
        journal.close()
    if waiting:
        yield warning(
            ABOUT, f"{waiting:,} groups are in the journal and not in the store", "Start the server: it puts them in first."
        )
    else:
        yield ok(ABOUT, "all are in the store")
