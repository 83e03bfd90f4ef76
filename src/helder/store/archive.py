"""Reading a backup: whether it is whole, and its tables as a source."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helder.errors import BadInput
from helder.model import TABLES, Table
from helder.store import manifest
from helder.store.manifest import Manifest
from helder.store.source import NOTED
from helder.store.sums import Sums

if TYPE_CHECKING:
    import pyarrow as pa

#: The database of accounts and boards, by its place in the home folder.
ACCOUNTS = "helder.sqlite3"
_HOME = "home/"
_LENGTHS = 26  # where a local header of a zip says how long the name and the rest are
_HEADER = 30
_DAMAGED = "Take another backup; this one is damaged."


@dataclass(frozen=True)
class Archive:
    """A backup that was found whole. said: what it says of itself. buffers: its files, by name, as they lie on the disk."""

    path: Path
    said: Manifest
    buffers: Mapping[str, pa.Buffer]

    @property
    def zone(self) -> str:
        """Whose local dates its rows have."""
        return self.said.zone

    @property
    def identity(self) -> str:
        """What tells its rows from those of any other store."""
        return self.said.identity

    @property
    def rows(self) -> dict[str, int]:
        """Rows by table."""
        return {name: int(sums["rows"]) for name, sums in self.said.tables.items()}

    @property
    def of_home(self) -> dict[str, pa.Buffer]:
        """The home folder's files, by their place in it."""
        return {name.removeprefix(_HOME): data for name, data in self.buffers.items() if name.startswith(_HOME)}

    def pieces(self, table: Table, after: str | None) -> Iterator[tuple[str, pa.Table]]:
        """The rows of a table, as they were written; columns that a later Helder knows are empty."""
        import pyarrow as pa
        from pyarrow import parquet

        if entry_of(table) not in self.buffers:
            return
        schema = schema_of(table)
        with parquet.ParquetFile(pa.BufferReader(self.buffers[entry_of(table)])) as file:
            for i in range(int(after or 0), file.num_row_groups):
                rows = file.read_row_group(i)
                for field in schema:
                    if field.name not in rows.column_names:
                        rows = rows.append_column(field, pa.nulls(rows.num_rows, field.type))
                yield str(i + 1), rows.select(schema.names).cast(schema)

    def sums(self, table: Table) -> Sums:
        """What the rows of a table added up to where they came from."""
        return dict(self.said.tables.get(table.name, {}))

    def check(self) -> None:
        """Nothing comes into a backup."""


def entry_of(table: Table) -> str:
    """The name of a table's file in a backup."""
    return f"tables/{table.name}.parquet"


def schema_of(table: Table) -> pa.Schema:
    """The columns of a table's file."""
    import ibis

    schema: pa.Schema = ibis.schema(table.stored).to_pyarrow()
    return schema


def opened(path: Path) -> Archive:
    """A backup, every file of it held against its checksum.

    Raises BadInput for a file that is none, is cut off or was altered, or has tables this Helder does not know.
    """
    import pyarrow as pa

    if not path.is_file():
        raise BadInput("There is no such file.", where=str(path), fix="Name a file that helder backup made.")
    try:
        with zipfile.ZipFile(path) as file:
            places = {info.filename: info for info in file.infolist()}
            if manifest.NAME not in places:
                raise BadInput("It is not a backup of Helder.", where=str(path), fix="Name a file that helder backup made.")
            said = manifest.read(file.read(manifest.NAME), str(path))
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise BadInput(f"It is not whole, or is no backup: {error}.", where=str(path), fix=_DAMAGED) from error
    _check_known(said, path)
    with pa.memory_map(str(path)) as mapped:
        whole = mapped.read_buffer()
    buffers = {name: _content(whole, places[name]) for name in said.files if name in places}
    _check_files(said, buffers, set(places), path)
    return Archive(path, said, buffers)


def _content(whole: pa.Buffer, place: zipfile.ZipInfo) -> pa.Buffer:
    """The bytes of an entry, which is not compressed."""
    header = whole.slice(place.header_offset, _HEADER).to_pybytes()
    name, rest = (int.from_bytes(header[at : at + 2], "little") for at in (_LENGTHS, _LENGTHS + 2))
    return whole.slice(place.header_offset + _HEADER + name + rest, place.file_size)


def _check_files(said: Manifest, buffers: Mapping[str, pa.Buffer], there: set[str], path: Path) -> None:
    missing, more = sorted(said.files.keys() - buffers.keys()), sorted(there - said.files.keys() - {manifest.NAME})
    if missing or more:
        what = f"It lacks {missing[0]}." if missing else f"It has {more[0]}, which its manifest does not know."
        raise BadInput(what, where=str(path), fix=_DAMAGED)
    for name, data in buffers.items():
        if hashlib.sha256(data).hexdigest() != said.files[name]["sha256"]:
            raise BadInput(f"{name} in it is not what was written.", where=str(path), fix=_DAMAGED)


def _check_known(said: Manifest, path: Path) -> None:
    """Raise BadInput where it has a table or a column that this Helder would leave out."""
    known: dict[str, Any] = {**TABLES, **NOTED}
    for name, sums in said.tables.items():
        columns = {column.partition(".")[0] for column in sums if "." in column}
        if name not in known or (name in TABLES and columns - known[name].stored.keys()):
            raise BadInput(
                f"It was made by Helder {said.helder}, and has what this Helder does not know: {name}.",
                where=str(path),
                fix="Restore it with that version or a later one.",
            )
