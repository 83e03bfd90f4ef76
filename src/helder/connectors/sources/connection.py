"""A connection to a system: what one TOML file in the folder `sources` of the home folder says, which the pages write too."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit

from helder import home as homes
from helder import toml
from helder.connectors.reading import document
from helder.connectors.sources import piece
from helder.connectors.sources.system import Listing, Record, System
from helder.connectors.sources.systems import SYSTEMS
from helder.errors import BadInput, HelderError, UnknownName
from helder.toml import Lines, check_keys
from helder.vault import Vault

FOLDER = "sources"
#: How a secret stands in the file: sealed, or the name of the variable it is in.
SEALED, VARIABLE = "sealed:", "env:"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
_KEYS = ("system", "title", "prefix", "every", "since", "on", "settings", "records", "mappings")


@dataclass(frozen=True)
class Connection:
    """A connection.

    settings: secrets sealed. records: the lists chosen, and what was said of each: into (the table whose columns it has), changed
    (the column that says when a row last changed). mappings: in place of the system's own, by record. every: minutes between
    runs, 0 for when asked. since: how far back the first run goes. prefix: put before every identifier, so that those of two
    systems are never taken for one.
    """

    name: str
    system: System
    title: str
    settings: Mapping[str, str]
    records: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mappings: Mapping[str, str] = field(default_factory=dict)
    every: int = 0
    since: date | None = None
    on: bool = True
    prefix: str = ""

    def tables(self) -> frozenset[str]:
        """The tables its rows go into, where its system says so."""
        mappings = [record.mapping for listing in self.listings() for record in listing.records if record.mapping]
        return frozenset(section.table.name for text in mappings for section in document.parse(text, self.name).sections)

    def listings(self) -> tuple[Listing, ...]:
        """The listings that are read, in their order. Raises UnknownName for one the system does not have."""
        if self.system.named:
            return tuple(Listing(name, name, (Record(name, name, ""),)) for name in self.records)
        known = {one.name: one for one in self.system.listings}
        for name in self.records:
            if name not in known:
                raise UnknownName(f"list of {self.system.title}", name, known, where=self.name)
        return tuple(one for one in known.values() if (one.name in self.records if self.records else one.chosen))

    def opened(self, vault: Vault) -> dict[str, str]:
        """The settings with their secrets, as the system needs them. Raises BadInput where one is missing."""
        found = {one.name: one.default for one in self.system.fields} | dict(self.settings)
        for one in self.system.fields:
            if one.secret and found[one.name]:
                found[one.name] = _secret(found[one.name], vault, self.name)
            if one.required and not found[one.name].strip():
                raise BadInput(f"{one.title} is missing.", where=f"{FOLDER}/{self.name}.toml", fix="Enter it in the connection.")
        return found


def _secret(kept: str, vault: Vault, name: str) -> str:
    if kept.startswith(SEALED):
        return vault.open(kept.removeprefix(SEALED))
    if kept.startswith(VARIABLE):
        variable = kept.removeprefix(VARIABLE)
        if not os.environ.get(variable):
            raise BadInput(f"The variable {variable} is not set.", where=f"{FOLDER}/{name}.toml", fix="Set it where Helder runs.")
        return os.environ[variable]
    return kept


def path(home: Path, name: str) -> Path:
    """Where a connection is kept. Raises BadInput for a name that none can have."""
    if not _NAME.fullmatch(name):
        raise BadInput(f"A connection cannot be called {name!r}.", fix="Use small letters, digits, - and _.")
    return home / FOLDER / f"{name}.toml"


def names(home: Path) -> list[str]:
    """The connections there are."""
    return sorted(file.stem for file in (home / FOLDER).glob("*.toml") if _NAME.fullmatch(file.stem))


def every(home: Path) -> Iterator[tuple[str, Connection | HelderError]]:
    """Every connection by name, or why it cannot be read."""
    for name in names(home):
        try:
            yield name, read(home, name)
        except HelderError as error:
            yield name, error


def read(home: Path, name: str) -> Connection:
    """The connection of that name; secrets that stand in its file in clear are sealed there.

    Raises UnknownName where there is none, BadInput with the line for what a file cannot say.
    """
    file = path(home, name)
    if not file.exists():
        raise UnknownName("connection", name, names(home))
    found, lines = toml.read(file)
    made = _made(name, found, lines)
    clear = [one for one in made.system.secrets if made.settings.get(one) and not _kept(made.settings[one])]
    return write(home, made) if clear else made


def _kept(secret: str) -> bool:
    return secret.startswith((SEALED, VARIABLE))


def _made(name: str, found: dict[str, Any], lines: Lines) -> Connection:
    check_keys(found, _KEYS, "setting of a connection", lines)
    if found.get("system") not in SYSTEMS:
        raise UnknownName("system", str(found.get("system")), SYSTEMS, where=lines.where("system"))
    system = SYSTEMS[found["system"]]
    settings, records = found.get("settings", {}), found.get("records", {})
    check_keys(settings, tuple(one.name for one in system.fields), f"setting of {system.title}", lines, "settings")
    for key, kind in (("title", str), ("prefix", str), ("every", int), ("since", date), ("on", bool)):
        if key in found and (not isinstance(found[key], kind) or (kind is int and isinstance(found[key], bool))):
            raise BadInput(f"{key} cannot be {found[key]!r}.", where=lines.where(key), fix=_WORDS[key])
    if not isinstance(records, dict) or not all(isinstance(one, dict) for one in records.values()):
        raise BadInput("records is a table of tables.", where=lines.where("records"), fix="Write [records.NAME].")
    for key, said in records.items():
        check_keys(said, _OPTIONS, "setting of a record", lines, "records", key)
    mappings = found.get("mappings", {})
    if not isinstance(mappings, dict) or not all(isinstance(one, str) for one in mappings.values()):
        raise BadInput(
            "mappings is a table of texts.", where=lines.where("mappings"), fix='Write [mappings] and NAME = """...""".'
        )
    made = Connection(
        name,
        system,
        found.get("title", system.title),
        {key: _text(value) for key, value in settings.items()},
        records,
        mappings,
        found.get("every", system.every),
        found.get("since"),
        found.get("on", True),
        found.get("prefix", ""),
    )
    if made.every < 0:
        raise BadInput(f"every cannot be {made.every}.", where=lines.where("every"), fix=_WORDS["every"])
    _refuse_password(made, lines.where("settings"))
    known = [record.name for listing in made.listings() for record in listing.records]
    for key in mappings:
        if key not in known:
            raise UnknownName("record", key, known, where=lines.where("mappings", key))
        piece.mapping(mappings[key], f"{lines.where('mappings', key)}, mapping")
    return made


def _refuse_password(connection: Connection, where: str) -> None:
    """Raises BadInput for a password in an address, which is shown and kept in clear."""
    for one in connection.system.fields:
        if one.address and urlsplit(connection.settings.get(one.name, "")).password:
            what = "A password stands in the address, which is kept in clear."
            raise BadInput(what, where=where, fix="Take it out, and enter it in the field for it.")


_OPTIONS = ("into", "changed")
_WORDS = {
    "title": "Give a text.",
    "prefix": 'Give a text, as "desk-".',
    "every": "Give minutes between runs, 0 for none by themselves.",
    "since": "Give a day, as 2026-01-31.",
    "on": "Give true or false.",
}


def _text(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def clashing(home: Path, connection: Connection) -> str | None:
    """Another connection whose identifiers could be the same as this one's, in a table that both fill."""
    for name, other in every(home):
        if name == connection.name or isinstance(other, HelderError) or other.prefix != connection.prefix:
            continue
        if other.tables() & connection.tables():
            return other.title
    return None


def write(home: Path, connection: Connection) -> Connection:
    """Keep a connection, its secrets sealed; what else its file says in comments stays. Returns it as it is kept."""
    _refuse_password(connection, connection.name)
    vault = Vault(home)
    sealed = {
        key: f"{SEALED}{vault.seal(value)}" if key in connection.system.secrets and value and not _kept(value) else value
        for key, value in connection.settings.items()
    }
    file = path(home, connection.name)
    written = tomlkit.parse(file.read_text(encoding="utf-8")) if file.exists() else tomlkit.document()
    said = {
        "system": connection.system.name,
        "title": connection.title,
        "prefix": connection.prefix or None,
        "every": connection.every,
        "since": connection.since,
        "on": connection.on,
        "settings": {key: _written(connection.system, key, value) for key, value in sealed.items() if value},
        "records": {key: dict(value) for key, value in connection.records.items()},
        "mappings": dict(connection.mappings),
    }
    _merge(written, {key: value for key, value in said.items() if value is not None and value != {}})
    homes.keep(file, tomlkit.dumps(written).rstrip("\n"))
    return read(home, connection.name)


def _written(system: System, key: str, value: str) -> Any:
    several = next((one.several for one in system.fields if one.name == key), False)
    return [line.strip() for line in value.splitlines() if line.strip()] if several else value


def _merge(written: Any, said: Mapping[str, Any]) -> None:
    """Make a TOML document say this, leaving what says so already as it is written."""
    for gone in set(written) - set(said):
        del written[gone]
    for key, value in said.items():
        if isinstance(value, Mapping):
            if key not in written or not isinstance(written[key], Mapping):
                written[key] = tomlkit.table()
            _merge(written[key], value)
        elif written.get(key) != value:
            written[key] = tomlkit.string(value, multiline=True) if isinstance(value, str) and "\n" in value else value
