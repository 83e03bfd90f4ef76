"""Restoring a backup: the home folder's files, then the tables, into any engine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from helder.engines import Engine
from helder.errors import StoreError
from helder.store import moving
from helder.store.archive import ACCOUNTS, Archive
from helder.store.source import Progress

if TYPE_CHECKING:
    import pyarrow as pa


def place_definitions(archive: Archive, home: Path) -> list[str]:
    """Put a home folder's settings and definitions where they belong; their names.

    Those that are there alike are left. Raises StoreError, before anything is written, where one of another content is there.
    """
    wanted = {home / name: data for name, data in archive.of_home.items() if name != ACCOUNTS}
    return sorted(path.relative_to(home).as_posix() for path in _place(wanted))


def place_accounts(archive: Archive, path: Path) -> bool:
    """Put the database of accounts and boards where it belongs; whether the backup has one.

    Raises StoreError where another is there.
    """
    return bool(_place({path: archive.of_home[ACCOUNTS]} if ACCOUNTS in archive.of_home else {}))


def _place(wanted: Mapping[Path, pa.Buffer]) -> list[Path]:
    other = [path for path, data in wanted.items() if path.exists() and path.read_bytes() != data.to_pybytes()]
    if other:
        raise StoreError(
            f"There is another {other[0].name} already.",
            where=str(other[0].parent),
            fix="Name an empty folder with --home, move what is there away, or restore the tables alone with --tables.",
        )
    for path, data in wanted.items():
        _write(path, data.to_pybytes())
    return list(wanted)


def restore(archive: Archive, target: Engine, progress: Progress) -> dict[str, int]:
    """Put the tables of a backup into an empty store, and hold them against what they added up to; rows by table.

    One that was broken off goes on where it was. Raises StoreError where the target holds something else.
    """
    return moving.move(archive, target, progress)


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise StoreError(f"It cannot be written: {error.strerror}.", where=str(path), fix="Name a folder you own.") from error
