"""A journal: what was taken in and is not in the store yet, in files that outlive a crash.

A record is a number, a length, a checksum and the content. Records are numbered from 1 without gaps, and lie in files named by
the number of their first. One is kept once `append` has returned: the file was then synchronised. What a crash left of a record
that was not kept lies at the end of the last file, and is cut off.
"""

from __future__ import annotations

import os
import struct
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from helder.errors import StoreBusy, StoreError
from helder.home import kept, settle

_HEAD = struct.Struct("<4sQQI")
_MAGIC = b"HJ1\n"
#: Bytes after which a file is ended and the next one begun, so that those no longer needed can go.
_FILE = 64 * 2**20
_IDENTITY, _LOCK = "identity", "lock"
#: Not every system can leave out what only tells when a file was changed.
_sync = getattr(os, "fdatasync", os.fsync)


@dataclass(frozen=True)
class Record:
    """One record."""

    number: int
    content: bytes


class Journal:
    """The journal of a folder, which one process at a time can hold; one thread may append while another forgets.

    identity: told apart by it from any other journal. last: number of the last record, 0 where there was none.
    Raises StoreBusy where another process holds it, StoreError where it is damaged or cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self._broken: OSError | None = None
        self._changing = Lock()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = _locked(folder / _LOCK)
        except OSError as error:
            raise self._told(error) from error
        try:
            self.identity = kept(folder / _IDENTITY, _new_identity)
            self.last = self._mend()
        except OSError as error:
            self._lock.close()
            raise self._told(error) from error
        except BaseException:
            self._lock.close()
            raise

    def append(self, content: bytes) -> int:
        """Keep a record, durably; its number. Raises StoreError where it cannot be kept, which is then not."""
        with self._changing:
            return self._append(content)

    def _append(self, content: bytes) -> int:
        if self._broken is not None:
            raise self._told(self._broken) from self._broken
        file, number = self._current(), self.last + 1
        before = file.tell()
        try:
            file.write(_head(number, content))
            file.write(content)
            file.flush()
            _sync(file.fileno())
        except OSError as error:
            self._take_back(file, before)
            raise self._told(error) from error
        self.last = number
        if file.tell() >= _FILE:
            self._end_file()
        return number

    def after(self, number: int) -> Iterator[Record]:
        """The records after a number, in order."""
        paths = self._paths()
        for path, following in zip_longest(paths, paths[1:]):
            if following and _first(following) <= number + 1:
                continue
            with path.open("rb") as file:
                for record, _ in _records(file, path):
                    if record.number > number:
                        yield record

    def forget(self, number: int) -> None:
        """Let go of files that have only records up to a number."""
        with self._changing:
            paths = self._paths()
            for path, following in pairwise(paths):
                if _first(following) <= number + 1:
                    path.unlink()
            if self._file is None and number >= self.last and paths and _first(paths[-1]) <= self.last:
                self._start_file()
                paths[-1].unlink()

    def let_go(self) -> int:
        """End the current file whatever its size, so that `forget` can let go of all there is; the last number in it."""
        with self._changing:
            paths = self._paths()
            if paths and _first(paths[-1]) <= self.last:
                if self._file is not None:
                    self._end_file()
                self._start_file()
            return self.last

    def renew(self) -> None:
        """Become another journal: this one has forgotten what it once knew."""
        (self._folder / _IDENTITY).unlink()
        self.identity = kept(self._folder / _IDENTITY, _new_identity)

    def close(self) -> None:
        """Let go of the folder."""
        if self._file is not None:
            self._file.close()
        self._lock.close()

    def _mend(self) -> int:
        """Cut off what was not kept; the number of the last record."""
        paths = self._paths()
        last = _first(paths[-1]) - 1 if paths else 0
        for path in paths:
            if _first(path) != last + 1 and path is not paths[0]:
                raise _damaged(last + 1, path)
            last = _first(path) - 1
            with path.open("r+b") as file:
                end = 0
                for record, end in _records(file, path):  # noqa: B007 - where the last one ends
                    last = record.number
                if end < path.stat().st_size and path is paths[-1]:
                    file.truncate(end)
                    _sync(file.fileno())
        return last

    def _current(self) -> BinaryIO:
        if self._file is None:
            paths = self._paths()
            if paths and paths[-1].stat().st_size < _FILE:
                self._file = paths[-1].open("ab")
            else:
                self._start_file()
        assert self._file is not None
        return self._file

    def _start_file(self) -> None:
        try:
            self._file = (self._folder / f"{self.last + 1:020d}.journal").open("ab")
            settle(self._folder)
        except OSError as error:
            raise self._told(error) from error

    def _end_file(self) -> None:
        assert self._file is not None
        self._file.close()
        self._file = None

    def _take_back(self, file: BinaryIO, before: int) -> None:
        """Cut off half a record. Where that fails too, nothing more can be kept: what comes after it would not be found."""
        try:
            os.ftruncate(file.fileno(), before)
            _sync(file.fileno())
            file.close()
        except OSError as error:
            self._broken = error
        self._file = None

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob("*.journal"))

    def _told(self, error: OSError) -> StoreError:
        full = error.errno in (28, 122)  # no space, no quota
        return StoreError(
            "The disk is full." if full else f"The journal of arriving rows cannot be written: {error.strerror or error}.",
            where=str(self._folder),
            fix="Free some space and send again; nothing of this was kept."
            if full
            else "See to the disk, then start the server anew.",
        )


def _head(number: int, content: bytes) -> bytes:
    return _HEAD.pack(_MAGIC, number, len(content), _sum(number, content))


def _sum(number: int, content: bytes) -> int:
    return zlib.crc32(content, zlib.crc32(struct.pack("<QQ", number, len(content))))


def _records(file: BinaryIO, path: Path) -> Iterator[tuple[Record, int]]:
    """The whole records of a file, each with where it ends. Raises StoreError where one that is not the last is damaged."""
    number, end = _first(path), 0
    while (record := _record(file, number)) is not None:
        number, end = number + 1, file.tell()
        yield record, end
    file.seek(end)
    if _HEAD.pack(_MAGIC, number + 1, 0, 0)[:12] in file.read():
        raise _damaged(number, path)


def _damaged(number: int, path: Path) -> StoreError:
    return StoreError(
        f"Record {number} of the journal is damaged, and others follow it.",
        where=str(path),
        fix="Restore the folder from a backup, or move it away: the rows in it that are not in the store yet are then lost.",
    )


def _record(file: BinaryIO, number: int) -> Record | None:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    magic, told, length, checksum = _HEAD.unpack(head)
    if magic != _MAGIC or told != number or length > os.fstat(file.fileno()).st_size:
        return None
    content = file.read(length)
    return Record(number, content) if len(content) == length and _sum(number, content) == checksum else None


def _first(path: Path) -> int:
    return int(path.stem)


def _new_identity() -> str:
    return os.urandom(8).hex()


def _locked(path: Path) -> BinaryIO:
    """A lock on the folder, let go of when it is closed or the process ends. Raises StoreBusy where another has it."""
    file = path.open("ab")
    if sys.platform == "win32":
        return file  # the store's own lock must do
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise StoreBusy(
            "Another server takes in rows for this home folder.", where=str(path.parent), fix="Use that one, or stop it first."
        ) from error
    return file
