"""Unpacking what is packed, within bounds: a small file can be made to unpack to more than any disk holds."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from helder.connectors.reading.opened import Unreadable
from helder.errors import BadInput

if TYPE_CHECKING:
    from _typeshed import SupportsRead

#: How many times its packed size a file may have unpacked; text seldom packs to a fiftieth. Below SMALL anything goes.
MOST_TIMES = 200
SMALL = 256 << 20
#: The most that a workbook may have unpacked: it is read into memory.
LARGEST_BOOK = 1 << 30
#: How often a file may be packed: a zip archive of a gzipped text is packed twice.
MOST_LAYERS = 2
_CHUNK = 1 << 20
_FEWEST = 2  # lines: a header and a record


def unpack(packed: SupportsRead[bytes], copy: Path, size: int, where: Path) -> None:
    """Write what is packed into a file. size: of the packed file, in bytes.

    Raises Unreadable where it becomes absurdly larger.
    """
    most, written = max(SMALL, size * MOST_TIMES), 0
    with copy.open("wb") as plain:
        while piece := packed.read(_CHUNK):
            written += len(piece)
            if written > most:
                raise _absurd(where)
            plain.write(piece)
    if not written:
        raise BadInput("The file inside the archive is empty.", where=str(where), fix="Export it again.")


def beginning(text: SupportsRead[bytes], copy: Path, first: int) -> None:
    """Write the first lines of a text into a file: those that end within so many bytes, or the first two."""
    with copy.open("wb") as plain:
        start = _exactly(text, first)
        while len(start) >= first and start.count(b"\n") < _FEWEST and (piece := text.read(_CHUNK)) and len(start) < 16 * _CHUNK:
            start += piece
        plain.write(start if len(start) < first else start[: start.rfind(b"\n") + 1] or start)


def _exactly(text: SupportsRead[bytes], size: int) -> bytes:
    found = b""
    while len(found) < size and (piece := text.read(size - len(found))):
        found += piece
    return found


def refuse_absurd(unpacked: int, size: int, where: Path) -> None:
    """Refuse what an archive says is absurdly large unpacked. size: of the archive, in bytes."""
    if unpacked > max(SMALL, size * MOST_TIMES):
        raise _absurd(where)


def refuse_large_book(path: Path, where: Path) -> None:
    """Refuse a workbook whose parts say that they are too large, or are not as large as they say."""
    with zipfile.ZipFile(path) as archive:
        size = sum(part.file_size for part in archive.infolist())
        if size > LARGEST_BOOK:
            raise _absurd(where)
        refuse_absurd(size, path.stat().st_size, where)
        broken = archive.testzip()
    if broken is not None:
        raise Unreadable(f"The workbook is broken: {broken}.", where=str(where), fix="Save it again, or as CSV.")


def refuse_layers(layers: int, where: Path) -> None:
    """Refuse a file that was packed again and again."""
    if layers > MOST_LAYERS:
        raise Unreadable("The archive has archives in archives.", where=str(where), fix="Unpack it and give the file itself.")


def _absurd(where: Path) -> Unreadable:
    return Unreadable(
        "Unpacked it would be absurdly large.",
        where=str(where),
        fix="Unpack it yourself, look it over, and give the file itself.",
    )
