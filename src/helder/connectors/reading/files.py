"""Open a file, whatever its form, as something DuckDB can read."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helder.connectors.reading import delimited, records
from helder.connectors.reading.opened import Opened
from helder.connectors.reading.options import FileOptions
from helder.errors import BadInput

if TYPE_CHECKING:
    from _typeshed import SupportsRead

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
_BOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


@contextmanager
def opened(path: Path, options: FileOptions | None = None) -> Iterator[Opened]:
    """A file opened by its content, unpacked into a temporary folder where need be.

    Raises BadInput where it cannot be read: missing, a folder, not permitted, empty, malformed, or of an unknown form.
    """
    _refuse_absent(path)
    with tempfile.TemporaryDirectory(prefix="helder-") as folder:
        try:
            found = _Opening(path, options or FileOptions(), Path(folder)).open(path, path.name)
        except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile) as error:
            raise BadInput(f"The archive is broken: {error}.", where=str(path), fix="Fetch or pack the file again.") from error
        except OSError as error:
            raise BadInput(
                f"The file cannot be unpacked: {error.strerror}.",
                where=str(path),
                fix="Check the disk and the folder of temporary files.",
            ) from error
        yield replace(found, source=path.name)


def _refuse_absent(path: Path) -> None:
    try:
        if path.is_dir():
            raise BadInput("This is a folder, not a file.", where=str(path), fix=f"Name the files in it: {path}/*.csv")
        with path.open("rb") as file:
            if not file.read(1):
                raise BadInput(
                    "The file is empty.", where=str(path), fix="Export it again; it should begin with its column names."
                )
    except FileNotFoundError:
        raise BadInput("There is no such file.", where=str(path), fix=_nearby(path)) from None
    except OSError as error:
        raise BadInput(
            f"The file cannot be read: {error.strerror}.", where=str(path), fix="Ask for the right to read it, or copy it."
        ) from error


def _nearby(path: Path) -> str:
    import difflib

    folder = path.parent
    near = difflib.get_close_matches(path.name, [p.name for p in folder.iterdir()], n=3) if folder.is_dir() else []
    return f"Did you mean {' or '.join(str(folder / name) for name in near)}?" if near else "Check the name and the folder."


@dataclass(frozen=True)
class _Opening:
    """A file on its way: as the user named it, how it is written, and a folder to unpack into."""

    where: Path
    options: FileOptions
    folder: Path

    def open(self, path: Path, name: str) -> Opened:
        """The file at a path, whose name tells its form where its content does not."""
        with path.open("rb") as file:
            start = file.read(64 << 10)
        if start.startswith(b"\x1f\x8b"):
            with gzip.open(path) as packed:
                return self.open(self._unpacked(packed, "unpacked"), name.removesuffix(".gz"))
        if start.startswith(b"PK\x03\x04") and not _is_book(path):
            member = _member(path, self.options)
            with zipfile.ZipFile(path) as archive, archive.open(member) as packed:
                return self.open(self._unpacked(packed, "member"), Path(member).name)
        form = _form(self.where, start, name, self.options)
        if form == "parquet":
            return records.parquet(path, self.where)
        if form == "excel":
            return records.workbook(path, self.options, self.where)
        plain = delimited.as_utf8(path, self.options, self.folder, self.where)
        if form == "json":
            return records.json_document(plain, self.where)
        if form == "ndjson":
            return records.json_lines(plain, self.where)
        separator = self.options.separator or ("\t" if form == "tsv" else None)
        return delimited.table(plain, replace(self.options, separator=separator), self.folder, self.where)

    def _unpacked(self, packed: SupportsRead[bytes], name: str) -> Path:
        copy = self.folder / name
        with copy.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
        if not copy.stat().st_size:
            raise BadInput("The file inside the archive is empty.", where=str(self.where), fix="Export it again.")
        return copy


def _is_book(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(part in archive.namelist() for part in _BOOK_PARTS)


def _member(path: Path, options: FileOptions) -> str:
    """The one file inside a zip archive that is meant."""
    with zipfile.ZipFile(path) as archive:
        members = [
            entry.filename
            for entry in archive.infolist()
            if not entry.is_dir() and not entry.filename.startswith("__MACOSX/") and not Path(entry.filename).name.startswith(".")
        ]
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise BadInput("The archive is locked with a password.", where=str(path), fix="Unpack it first.")
    if options.member is not None:
        if options.member in members:
            return options.member
        raise BadInput(
            f"The archive has no file {options.member!r}.", where=str(path), fix=f"It has {', '.join(members) or 'no files'}."
        )
    if len(members) == 1:
        return members[0]
    if not members:
        raise BadInput("The archive has no files.", where=str(path), fix="Pack it again.")
    raise BadInput(
        f"The archive has {len(members)} files: {', '.join(members[:8])}{', ...' if len(members) > 8 else ''}.",
        where=str(path),
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
    except ValueError:
        return False
