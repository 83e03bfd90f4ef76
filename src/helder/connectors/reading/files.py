"""Open a file, whatever its form, as something DuckDB can read."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from helder.connectors.reading import delimited, records, unpacking
from helder.connectors.reading.opened import Opened, Unreadable
from helder.connectors.reading.options import FileOptions
from helder.errors import BadInput

_NAMES = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "excel",
    ".xls": "excel",
    ".xlsb": "excel",
    ".xlsm": "excel",
    ".ods": "excel",
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_PACKED = (b"\x1f\x8b", b"PK\x03\x04")
_START = 64 << 10
_Open = Callable[[], IO[bytes] | gzip.GzipFile]
_BOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


@contextmanager
def opened(
    path: Path, options: FileOptions | None = None, *, name: str | None = None, first: int | None = None
) -> Iterator[Opened]:
    """A file opened by its content, unpacked into a temporary folder where need be.

    name: what whoever sent it calls it, where it is kept under another name; it is then unpacked beside itself. first: read
    no more than the lines that end within so many bytes, where it is a text of lines.
    Raises BadInput where it cannot be read: missing, a folder, not permitted, empty, malformed, or of an unknown form.
    """
    where = Path(name or path)
    _refuse_absent(path, where)
    with tempfile.TemporaryDirectory(prefix="helder-", dir=path.parent if name else None) as folder:
        try:
            found = _Opening(where, options or FileOptions(), Path(folder), first).open(path, where.name)
        except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError) as error:
            raise Unreadable(f"The archive is broken: {error}.", where=str(where), fix="Fetch or pack the file again.") from error
        except OSError as error:
            raise BadInput(
                f"The file cannot be unpacked: {error.strerror}.",
                where=str(where),
                fix="Check the disk and the folder of temporary files.",
            ) from error
        yield replace(found, source=where.name)


def _refuse_absent(path: Path, where: Path) -> None:
    try:
        if path.is_dir():
            raise BadInput("This is a folder, not a file.", where=str(path), fix=f"Name the files in it: {path}/*.csv")
        with path.open("rb") as file:
            if not file.read(1):
                raise Unreadable(
                    "The file is empty.", where=str(where), fix="Export it again; it should begin with its column names."
                )
    except FileNotFoundError:
        raise BadInput("There is no such file.", where=str(where), fix=_nearby(path)) from None
    except OSError as error:
        raise BadInput(
            f"The file cannot be read: {error.strerror}.", where=str(where), fix="Ask for the right to read it, or copy it."
        ) from error


def _nearby(path: Path) -> str:
    import difflib

    folder = path.parent
    near = difflib.get_close_matches(path.name, [p.name for p in folder.iterdir()], n=3) if folder.is_dir() else []
    return f"Did you mean {' or '.join(str(folder / name) for name in near)}?" if near else "Check the name and the folder."


@dataclass(frozen=True)
class _Opening:
    """A file on its way: as the user named it, how it is written, a folder to unpack into, and how much of it is wanted."""

    where: Path
    options: FileOptions
    folder: Path
    first: int | None

    def open(self, path: Path, name: str, layers: int = 0) -> Opened:
        """The file at a path, whose name tells its form where its content does not. layers: how often it was packed."""
        unpacking.refuse_layers(layers, self.where)
        with path.open("rb") as file:
            start = file.read(_START)
        if start.startswith(b"\x1f\x8b"):
            inner = name.removesuffix(".gz")
            return self.open(self._unpacked(lambda: gzip.open(path), path, inner, layers), inner, layers + 1)
        if start.startswith(b"PK\x03\x04") and not _is_book(path):
            members = _members(path, self.where)
            member = _member(members, self.where, self.options)
            with zipfile.ZipFile(path) as archive:
                unpacking.refuse_absurd(archive.getinfo(member).file_size, path.stat().st_size, self.where)
                plain = self._unpacked(lambda: archive.open(member), path, member, layers)
            return replace(self.open(plain, Path(member).name, layers + 1), members=members)
        return self._plain(path, name, start)

    def _plain(self, path: Path, name: str, start: bytes) -> Opened:
        """A file that is not packed."""
        form = _form(self.where, start, name, self.options)
        if form == "parquet":
            return replace(records.parquet(path, self.where), form=form)
        if form == "excel":
            if start.startswith(b"PK\x03\x04"):
                unpacking.refuse_large_book(path, self.where)
            return replace(records.workbook(path, self.options, self.where), form=form)
        encoding = delimited.encoding_of(start, self.options)
        if self.first is not None and self._in_lines(form, start) and path.stat().st_size > self.first:
            copy = self.folder / "beginning"
            with path.open("rb") as text:
                unpacking.beginning(text, copy, self.first)
            path = copy
        plain = delimited.as_utf8(path, encoding, self.folder, self.where)
        return replace(self._text(plain, form), form=form, encoding=encoding)

    def _text(self, plain: Path, form: str) -> Opened:
        if form == "json":
            return records.json_document(plain, self.where)
        if form == "ndjson":
            return records.json_lines(plain, self.where)
        separator = self.options.separator or ("\t" if form == "tsv" else None)
        return delimited.table(plain, replace(self.options, separator=separator), self.folder, self.where)

    def _in_lines(self, form: str, start: bytes) -> bool:
        """Whether a text ends its lines by one byte, after which it can be cut."""
        wide = delimited.encoding_of(start, self.options).lower().startswith(("utf-16", "utf-32"))
        return form in ("csv", "tsv", "ndjson") and not wide

    def _unpacked(self, open_: _Open, path: Path, name: str, layers: int) -> Path:
        """What is packed in a file: as much of it as is wanted."""
        copy = self.folder / f"unpacked-{layers}"
        if self.first is not None:
            with open_() as packed:
                start = packed.read(_START)
            if not start.startswith(_PACKED) and self._in_lines(_form(self.where, start, Path(name).name, self.options), start):
                with open_() as packed:
                    unpacking.beginning(packed, copy, self.first)
                return copy if start else self._whole(open_, copy, path)
        return self._whole(open_, copy, path)

    def _whole(self, open_: _Open, copy: Path, path: Path) -> Path:
        with open_() as packed:
            unpacking.unpack(packed, copy, path.stat().st_size, self.where)
        return copy


def _is_book(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(part in archive.namelist() for part in _BOOK_PARTS)


def _members(path: Path, where: Path) -> tuple[str, ...]:
    """The files inside a zip archive."""
    with zipfile.ZipFile(path) as archive:
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise Unreadable("The archive is locked with a password.", where=str(where), fix="Unpack it first.")
        return tuple(
            entry.filename
            for entry in archive.infolist()
            if not entry.is_dir() and not entry.filename.startswith("__MACOSX/") and not Path(entry.filename).name.startswith(".")
        )


def _member(members: tuple[str, ...], where: Path, options: FileOptions) -> str:
    """The one file inside a zip archive that is meant."""
    if options.member is not None:
        if options.member in members:
            return options.member
        raise BadInput(
            f"The archive has no file {options.member!r}.", where=str(where), fix=f"It has {', '.join(members) or 'no files'}."
        )
    if len(members) == 1:
        return members[0]
    if not members:
        raise Unreadable("The archive has no files.", where=str(where), fix="Pack it again.")
    raise SeveralFiles(members, where)


class SeveralFiles(BadInput):
    """An archive of which it is not said which file is meant. members: their names."""

    def __init__(self, members: tuple[str, ...], where: Path) -> None:
        self.members = members
        super().__init__(
            f"The archive has {len(members)} files: {', '.join(members[:8])}{', ...' if len(members) > 8 else ''}.",
            where=str(where),
            fix=f'Say which in a mapping: [file] member = "{members[0]}"; or unpack it.',
        )


def _form(path: Path, start: bytes, name: str, options: FileOptions) -> str:
    """The form of a file: as said, else by its content, else by its name."""
    if options.format:
        return options.format
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"PK\x03\x04", _OLD_EXCEL)):
        return "excel"
    by_name = _NAMES.get(Path(name).suffix.lower(), "csv")
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if by_name in ("parquet", "excel"):
        raise BadInput(
            f"The name says {by_name}, the content does not.",
            where=str(path),
            fix='Give it its right name, or say what it is in a mapping: [file] format = "csv".',
        )
    if by_name in ("json", "ndjson"):
        return "json" if text[:1] == b"[" or (by_name == "json" and not _one_a_line(text)) else "ndjson"
    return by_name


def _one_a_line(text: bytes) -> bool:
    """Whether the first line is a whole object and more follow."""
    import json

    first, _, rest = text.partition(b"\n")
    try:
        return isinstance(json.loads(first), dict) and bool(rest.strip())
    except (ValueError, RecursionError):
        return False
