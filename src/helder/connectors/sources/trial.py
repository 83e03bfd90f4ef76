"""Trying a connection: whether it can be reached, and what comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from helder import model
from helder.connectors.reading.drafting.draft import draft as drafted
from helder.connectors.reading.mapping import Mapping
from helder.connectors.sources import piece
from helder.connectors.sources.connection import Connection
from helder.connectors.sources.run import reading_of
from helder.connectors.sources.system import Listing
from helder.errors import BadInput
from helder.settings import Settings
from helder.vault import Vault

#: How far back a trial asks, so that it is quick.
_BACK = timedelta(days=2)
#: Rows a mapping is drafted of.
_SAMPLE = 500


def test(settings: Settings, connection: Connection) -> str:
    """What came of trying: fetches the first of each list, and puts nothing into the store. Raises BadInput where it fails."""
    recent = {"changed": (datetime.now(UTC) - _BACK).isoformat()}
    opened = connection.opened(Vault(settings.home))
    with TemporaryDirectory(prefix="helder-") as folder:
        if connection.system.offered is not None:
            found = connection.system.offered(reading_of(settings, connection, opened, Listing("", "", ()), Path(folder), None))
            return f"it answers; there are {len(found):,} to choose from" + (f": {', '.join(found[:8])}" if found else "")
        told = []
        for listing in connection.listings():
            first = replace(listing, overlap=timedelta())
            portions = connection.system.read(reading_of(settings, connection, opened, first, Path(folder), recent))
            items = sum(len(portion.items) + (portion.file is not None) for portion in islice(portions, 1))
            told.append(f"{listing.title} ({items:,})")
        return f"it answers; what was looked at: {', '.join(told)}"


def offered(settings: Settings, connection: Connection) -> list[str]:
    """The tables there are to choose from; none where the system cannot tell. Raises BadInput where it fails."""
    if connection.system.offered is None:
        return []
    opened = connection.opened(Vault(settings.home))
    with TemporaryDirectory(prefix="helder-") as folder:
        return connection.system.offered(reading_of(settings, connection, opened, Listing("", "", ()), Path(folder), None))


def draft(settings: Settings, connection: Connection, listing: str) -> str:
    """A mapping drafted of the first rows of a list, into the table it is said to be. Raises BadInput where there are none."""
    opened = connection.opened(Vault(settings.home))
    chosen = next(one for one in connection.listings() if one.name == listing)
    table = model.table(str(connection.records[listing].get("into")))
    with TemporaryDirectory(prefix="helder-") as folder:
        for portion in connection.system.read(reading_of(settings, connection, opened, chosen, Path(folder), None)):
            if portion.file is not None:
                return drafted(table, portion.file)
            if portion.items:
                path = Path(folder) / "sample.ndjson"
                piece.write(path, portion.items[:_SAMPLE], Mapping())
                return drafted(table, path)
    raise BadInput(f"There is nothing in {listing} yet.", where=connection.name, fix="Write the mapping by hand.")
