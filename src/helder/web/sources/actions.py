"""What is done with connections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from helder.connectors.reading import document
from helder.connectors.sources import connection as connections
from helder.connectors.sources import piece, trial
from helder.connectors.sources.connection import Connection
from helder.connectors.sources.runs import Place
from helder.connectors.sources.system import Record
from helder.web import serving


def find(name: str) -> Connection:
    """The connection of that name. Raises UnknownName where there is none, BadInput where it cannot be read."""
    return connections.read(serving.now().home, name)


def keep(connection: Connection) -> Connection:
    """Keep a connection."""
    return connections.write(serving.now().home, connection)


def try_out(connection: Connection) -> str:
    """What came of trying it. Raises BadInput where it fails."""
    return trial.test(serving.now().settings, connection)


def switch(connection: Connection) -> Connection:
    """Let it run by itself, or no more."""
    return keep(replace(connection, on=not connection.on))


def begin_anew(connection: Connection) -> None:
    """Let the next run fetch everything again; rows that are there already stay as they are. Raises BadInput while it runs."""
    place = Place(serving.now().home, connection.name)
    with place.alone():
        place.forget()


def remove(connection: Connection) -> None:
    """Forget a connection; what it brought stays. Raises BadInput while it runs."""
    home = serving.now().home
    Place(home, connection.name).remove()
    connections.path(home, connection.name).unlink()


def choose(connection: Connection, lists: list[str]) -> Connection:
    """Fetch these lists."""
    return keep(replace(connection, records={name: connection.records.get(name, {}) for name in lists}))


def add(connection: Connection, listing: str, said: dict[str, str]) -> Connection:
    """Fetch a table or a pattern of files, too."""
    return keep(
        replace(connection, records={**connection.records, listing: {key: value for key, value in said.items() if value}})
    )


def leave_out(connection: Connection, listing: str) -> Connection:
    """Fetch a table or a pattern of files no more."""
    records = {name: said for name, said in connection.records.items() if name != listing}
    mappings = {name: text for name, text in connection.mappings.items() if name != listing}
    return keep(replace(connection, records=records, mappings=mappings))


def looked_over(text: str) -> str:
    """A mapping without the marks of its draft, which who keeps it has seen."""
    gone = piece.undecided(text)
    return "\n".join(line for line in text.replace("\r\n", "\n").split("\n") if line not in gone)


def map_as(connection: Connection, record: str, text: str) -> Connection:
    """Map a record as a text says; by the system's own mapping again where it is empty. Raises BadInput where it cannot be."""
    mappings: dict[str, Any] = {name: said for name, said in connection.mappings.items() if name != record}
    if text.strip():
        piece.mapping(text, record)
        mappings[record] = text.replace("\r\n", "\n")
    return keep(replace(connection, mappings=mappings))


def tables(connection: Connection, record: Record) -> str:
    """The tables a record's rows go into."""
    text = connection.mappings.get(record.name, record.mapping)
    if not text:
        return str(connection.records[record.name].get("into", ""))
    return ", ".join(dict.fromkeys(section.table.name for section in document.parse(text, record.name).sections))


def offered(connection: Connection) -> list[str]:
    """The tables there are to choose from; none where that cannot be told."""
    return trial.offered(serving.now().settings, connection)


def drafted(connection: Connection, listing: str) -> str:
    """A mapping drafted of the first rows of a table or a file."""
    return trial.draft(serving.now().settings, connection, listing)
