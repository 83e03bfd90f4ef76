"""A lakehouse in a folder: each table's rows as Parquet files, and a manifest that says which files count.

A load writes files nobody reads yet and then a manifest of the next number; whoever reads takes the manifest of the highest. So
a load of several tables is seen whole or not at all, and one that is killed leaves the store as it was. A file that holds rows
of keys that come anew is written anew without them, so that the files of a manifest hold each key once.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import duckdb

from helder.engines import quoting
from helder.engines.duckdb_writer import sql_type
from helder.errors import StoreBusy, StoreError
from helder.model import Table

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows a file holds at most.
LARGEST = 1_000_000
#: Files of fewer rows than half of that, of which a table keeps so many before they become one.
_SMALL_KEPT = 32
#: Seconds for which manifests that no longer count are kept, and files of no manifest: others may be reading or writing them.
_KEPT = 86_400
_MANIFESTS, _ROWS = "manifests", "rows"


@dataclass(frozen=True)
class File:
    """A Parquet file of a table: its path below the folder, and how many rows it has."""

    path: str
    rows: int


@dataclass(frozen=True)
class Manifest:
    """Which files hold the rows, by table. number: nought where there is no store yet."""

    number: int = 0
    files: Mapping[str, tuple[File, ...]] = field(default_factory=dict)

    def of(self, table: str) -> tuple[File, ...]:
        """The files of a table; none where nothing was ever loaded."""
        return self.files.get(table, ())

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return sum(file.rows for file in self.of(table))


class Lakehouse:
    """The tables in a folder. Raises StoreError where it cannot be read or written, StoreBusy where another wrote meanwhile."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self._latest = Manifest()

    def latest(self) -> Manifest:
        """The manifest that counts now."""
        with self._told():
            places = self.folder / _MANIFESTS
            number = max((_number(path) for path in places.glob("*.json")), default=0) if places.is_dir() else 0
            if number != self._latest.number:
                self._latest = _read(places / _name(number)) if number else Manifest()
        return self._latest

    def rows(self, table: Table, keys: pa.Table | None = None) -> pa.Table:
        """The rows of a table with its stored columns; where keys are given, those that have one of them."""
        import ibis

        schema: pa.Schema = ibis.schema(table.stored).to_pyarrow()
        files = self.latest().of(table.name)
        if not files:
            return schema.empty_table()
        with self._told(), duckdb.connect() as scratch:
            found = self._of(table, files)
            if keys is not None:
                scratch.register("_keys", keys)
                found = f"{found} semi join _keys using ({quoting.names(table.key)})"
            rows: pa.Table = scratch.sql(f"select {quoting.names(table.stored)} from {found}").to_arrow_table()
        return rows.cast(schema)

    def add(self, base: Manifest, rows: Mapping[Table, pa.Table]) -> None:
        """Rows with all their stored columns, all of them or none, to what a manifest says; the last of a key wins.

        Raises StoreBusy where that manifest is no longer the latest.
        """
        files = dict(base.files)
        written: list[File] = []
        try:
            with self._told(), duckdb.connect() as scratch:
                for table, new in rows.items():
                    files[table.name] = self._with(scratch, table, files.get(table.name, ()), new, written)
                self._commit(Manifest(base.number + 1, files))
        except BaseException:
            for file in written:
                (self.folder / file.path).unlink(missing_ok=True)
            raise
        self._sweep()

    def _with(
        self, scratch: duckdb.DuckDBPyConnection, table: Table, files: tuple[File, ...], new: pa.Table, written: list[File]
    ) -> tuple[File, ...]:
        """The files of a table with new rows, none of whose keys is in another; what was written is noted as it is."""
        scratch.register("_new", new)
        columns, keys = quoting.names(table.stored), quoting.names(table.key)
        last = f"qualify row_number() over (partition by {keys} order by _place desc) = 1"
        parts = [f"select {columns} from (select *, row_number() over () as _place from _new) {last}"]
        met = self._meeting(scratch, table, files)
        parts += [
            f"select {columns} from {self._of(table, (file,))} anti join _new using ({keys})" for file in files if file in met
        ]
        kept = [file for file in files if file not in met]
        small = [file for file in kept if file.rows < LARGEST // 2]
        if len(small) > _SMALL_KEPT:
            parts += [f"select {columns} from {self._of(table, tuple(small))}"]
            kept = [file for file in kept if file.rows >= LARGEST // 2]
        for rows in _portions(scratch.sql(" union all ".join(f"({part})" for part in parts)).to_arrow_reader(LARGEST)):
            written.append(self._write(table, rows))
            kept.append(written[-1])
        scratch.unregister("_new")
        return tuple(kept)

    def _meeting(self, scratch: duckdb.DuckDBPyConnection, table: Table, files: tuple[File, ...]) -> set[File]:
        """The files that hold a key of the new rows."""
        if not files:
            return set()
        paths = {str(self.folder / file.path): file for file in files}
        listed = quoting.texts(paths)
        met = scratch.execute(
            f"select distinct filename from read_parquet([{listed}], filename = true, union_by_name = true) "
            f"semi join _new using ({quoting.names(table.key)})"
        ).fetchall()
        return {paths[path] for (path,) in met}

    def _of(self, table: Table, files: tuple[File, ...]) -> str:
        """The rows of some files as a relation of DuckDB; a column that a file does not have yet is null."""
        columns = ", ".join(f"null::{sql_type(kind)} as {quoting.name(name)}" for name, kind in table.stored.items())
        nothing = f"select {columns} where false"
        if not files:
            return f"({nothing})"
        listed = quoting.texts(str(self.folder / file.path) for file in files)
        return f"({nothing} union all by name select * from read_parquet([{listed}], union_by_name = true))"

    def _write(self, table: Table, rows: pa.Table) -> File:
        import ibis
        import pyarrow.parquet as pq

        rows = rows.cast(ibis.schema(table.stored).to_pyarrow())
        file = File(f"{_ROWS}/{table.name}/{uuid4().hex}.parquet", rows.num_rows)
        path = self.folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            pq.write_table(rows, out, compression="zstd")
            out.flush()
            os.fsync(out.fileno())
        _sync(path.parent)
        return file

    def _commit(self, manifest: Manifest) -> None:
        places = self.folder / _MANIFESTS
        places.mkdir(parents=True, exist_ok=True)
        draft = places / f"{uuid4().hex}.draft"
        listed = {table: [[file.path, file.rows] for file in files] for table, files in manifest.files.items()}
        try:
            with draft.open("w") as out:
                json.dump({"number": manifest.number, "files": listed}, out)
                out.flush()
                os.fsync(out.fileno())
            (places / _name(manifest.number)).hardlink_to(draft)  # fails where the number is taken, unlike a rename
        except FileExistsError:
            raise StoreBusy(
                "Another process loaded into the store meanwhile.", where=self.url, fix="Load again: nothing of it was kept."
            ) from None
        finally:
            draft.unlink(missing_ok=True)
        _sync(places)

    def _sweep(self) -> None:
        """Remove manifests that have not counted for long, and the files that are in none of those left."""
        places, old = self.folder / _MANIFESTS, time.time() - _KEPT
        manifests = sorted(places.glob("*.json"))
        if len(manifests) < _SMALL_KEPT or _number(manifests[-1]) % _SMALL_KEPT:
            return
        with self._told():
            for path, following in pairwise(manifests):
                if following.stat().st_mtime < old:
                    path.unlink(missing_ok=True)
            counted = {file.path for path in places.glob("*.json") for files in _read(path).files.values() for file in files}
            for path in (self.folder / _ROWS).rglob("*.parquet"):
                if str(path.relative_to(self.folder)) not in counted and path.stat().st_mtime < old:
                    path.unlink(missing_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the file system, and of reading, in the user's words."""
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"{error.strerror}: {error.filename or self.folder}.", where=self.url, fix="The store is as it was."
            ) from error
        except (duckdb.Error, ValueError) as error:
            raise StoreError(str(error).strip().splitlines()[0], where=self.url) from error


def _portions(batches: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Batches put together to as many rows as a file holds, so that no more than those are held at once."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in batches:
        if held and sum(map(len, held)) + len(batch) > LARGEST:
            yield pa.Table.from_batches(held)
            held = []
        held.append(batch)
    if held:
        yield pa.Table.from_batches(held)


def _name(number: int) -> str:
    return f"{number:012d}.json"


def _number(path: Path) -> int:
    return int(path.stem)


def _read(path: Path) -> Manifest:
    told = json.loads(path.read_text())
    return Manifest(told["number"], {table: tuple(File(*file) for file in files) for table, files in told["files"].items()})


def _sync(folder: Path) -> None:
    """Make the names in a folder last."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
