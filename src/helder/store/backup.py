"""Making a backup: one zip file with the tables in Parquet, the home folder's own files, and a manifest."""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from helder import home
from helder.engines import Engine
from helder.errors import BadQuestion, StoreError
from helder.model import TABLES, Table
from helder.store import archive, manifest
from helder.store.manifest import Manifest
from helder.store.source import NOTED, PIECE, Progress, StoreSource, of_store

if TYPE_CHECKING:
    from helder.settings import Settings


def back_up(
    engine: Engine, settings: Settings, file: Path, progress: Progress, *, secret_key: bool = False, piece: int = PIECE
) -> Manifest:
    """Write a backup of the store and the home folder, and read it again to see that it is whole.

    All tables are of one moment, where the engine can hold on to one; whatever is loaded meanwhile is not in it. secret_key:
    with the key that signs sessions, too. Raises StoreError where it cannot be written; then there is no file.
    """
    if file.exists():
        raise BadQuestion("There is a file already.", where=str(file), fix="Name one that is not there yet.")
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with of_store(engine, piece) as source:
            with _private(part) as handle:
                made = _written(handle, source, settings, progress, secret_key=secret_key)
            source.check()
        progress("checking the file", 0, 0)
        archive.opened(part)
        part.replace(file)
    except OSError as error:
        raise StoreError(
            f"The backup cannot be written: {error.strerror or error}.", where=str(file), fix="Name another file or disk."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return made


def told(made: Manifest, file: Path) -> dict[str, Any]:
    """What a backup came to, in few words."""
    return {
        "rows": sum(int(made.tables[name]["rows"]) for name in TABLES),
        "files": sum(name.startswith("home/") for name in made.files),
        "bytes": file.stat().st_size,
        "accounts": made.accounts,
    }


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only its owner can read, on the disk when it is left."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as handle:
        yield handle
        handle.flush()
        os.fsync(handle.fileno())


def _written(handle: IO[bytes], source: StoreSource, settings: Settings, progress: Progress, *, secret_key: bool) -> Manifest:
    files: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(handle, "w") as made:
        for name, data in _of_home(settings, secret_key=secret_key).items():
            with _entry(made, f"home/{name}", files) as entry:
                entry.write(data)
        sums = {}
        for name, table in {**TABLES, **NOTED}.items():
            with _entry(made, archive.entry_of(table), files) as entry:
                _write_table(entry, table, source, progress)
            sums[name] = source.sums(table)
        accounts = settings.accounts
        said = Manifest(
            helder=version("helder"),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            zone=source.zone,
            currency=settings["currency"],
            identity=source.identity,
            accounts="elsewhere" if accounts is None else "here" if accounts.exists() else "none",
            tables=sums,
            files=files,
        )
        made.writestr(manifest.NAME, said.encoded())
    return said


def _write_table(entry: IO[bytes], table: Table, source: StoreSource, progress: Progress) -> None:
    """The rows of a table as Parquet, a group of rows for each piece."""
    from pyarrow import parquet

    schema = archive.schema_of(table)
    done = 0
    with parquet.ParquetWriter(entry, schema, compression="zstd") as writer:
        for _, rows in source.pieces(table, None):
            if rows.num_rows:
                writer.write_table(rows.select(schema.names).cast(schema), row_group_size=rows.num_rows)
            done += rows.num_rows
            progress(table.name, done, source.rows[table.name])


def _of_home(settings: Settings, *, secret_key: bool) -> dict[str, bytes]:
    """The home folder's files, by their place in it; the database of accounts and boards as it is at one moment."""
    names = home.definitions(settings.home)
    names += [home.ERASED_KEY] if (settings.home / home.ERASED_KEY).exists() else []  # without it the store takes nothing in
    if secret_key:
        names += [key for key in (home.SECRET_KEY, home.VAULT_KEY) if (settings.home / key).exists()]
    found = {name: (settings.home / name).read_bytes() for name in names}
    if settings.accounts is not None and settings.accounts.exists():
        found[archive.ACCOUNTS] = _database(settings.accounts)
    return found


def _database(path: Path) -> bytes:
    """A copy of a SQLite database, made while others write to it."""
    with tempfile.TemporaryDirectory(prefix="helder-") as folder:
        copy = Path(folder) / path.name
        try:
            with closing(sqlite3.connect(path)) as origin, closing(sqlite3.connect(copy)) as target:
                origin.backup(target)
        except sqlite3.Error as error:
            raise StoreError(f"The accounts cannot be read: {error}.", where=str(path)) from error
        return copy.read_bytes()


class _Hashed(io.RawIOBase):
    """What is written goes on to an entry, counted and summed up."""

    def __init__(self, entry: IO[bytes]) -> None:
        self._entry = entry
        self.bytes = 0
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self.bytes += memoryview(data).nbytes
        return self._entry.write(data)

    def tell(self) -> int:
        return self.bytes


@contextmanager
def _entry(made: zipfile.ZipFile, name: str, files: dict[str, dict[str, Any]]) -> Iterator[Any]:
    """An entry to write to; what came of it is noted among the files."""
    place = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    with made.open(place, "w", force_zip64=True) as entry:
        hashed = _Hashed(entry)
        yield hashed
    files[name] = {"bytes": hashed.bytes, "sha256": hashed.digest.hexdigest()}
