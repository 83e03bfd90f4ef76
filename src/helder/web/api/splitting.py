"""A document of JSON made into one row a line, however long it is."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any, Protocol

from helder.connectors.reading.delimited import LONGEST_LINE
from helder.web.api.answer import Refused

_PIECE = 1 << 20
_BLANK = re.compile(r"[ \t\r\n]*")
_BREAKS = str.maketrans("\r\n", "  ")


class Source(Protocol):
    """Something that is read in pieces."""

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        ...


def split(source: Source, into: IO[bytes]) -> None:
    """Write the objects of a list, or the one object there is, one a line.

    Raises Refused: 422 for what is no such document, 413 for a row longer than a line may be.
    """
    for row in _Document(source).rows():
        into.write(row.translate(_BREAKS).encode("utf-8", "surrogatepass") + b"\n")


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")


class _Document:
    """A document being read: what is held of it, and where in that one is."""

    def __init__(self, source: Source) -> None:
        self._source, self._decode = source, codecs.getincrementaldecoder("utf-8-sig")().decode
        self._scan = json.JSONDecoder(parse_constant=_no_number).raw_decode
        self._held, self._at, self._ended, self._row = "", 0, False, 0

    def rows(self) -> Iterator[str]:
        """The text of each object."""
        if self._next() != "[":
            yield self._object()
        else:
            self._at += 1
            while self._next() != "]":
                yield self._object()
                self._pass_comma()
            self._at += 1
        if self._next():
            raise self._unreadable("there is more after its end")

    def _pass_comma(self) -> None:
        following = self._next()
        if following == ",":
            self._at += 1
            if self._next() == "]":
                raise self._unreadable("a comma has no row after it")
        elif following != "]":
            raise self._unreadable("a comma is wanting")

    def _object(self) -> str:
        self._row += 1
        if self._next() != "{":
            raise self._unreadable("it is no object of columns and values")
        while True:
            try:
                _, end = self._scan(self._held, self._at)
            except RecursionError as error:
                raise self._unreadable("it is nested too deeply") from error
            except ValueError as error:
                self._go_on(str(error))
                continue
            text, self._at = self._held[self._at : end], end
            return text

    def _go_on(self, fault: str) -> None:
        """Read on, as an object that makes no sense may not be whole yet."""
        if len(self._held) - self._at > LONGEST_LINE:
            raise Refused(
                413, f"Row {self._row} is longer than {LONGEST_LINE >> 20} MB, or cannot be read: {fault}.", where="the body",
                fix="Send shorter rows. Nothing of this body was kept.",
            )  # fmt: skip
        if not self._more():
            raise self._unreadable(fault)

    def _next(self) -> str:
        """The next character that is none of blanks; none at the end."""
        while True:
            found = _BLANK.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held) or not self._more():
                return self._held[self._at : self._at + 1]

    def _more(self) -> bool:
        """Read a piece more, about as much as is held; whether there was one."""
        if self._ended:
            return False
        piece = self._source.read(max(_PIECE, len(self._held) - self._at))
        self._ended = not piece
        try:
            self._held = self._held[self._at :] + self._decode(piece, self._ended)
        except UnicodeDecodeError as error:
            raise self._unreadable("it is not UTF-8") from error
        self._at = 0
        return not self._ended

    def _unreadable(self, told: str) -> Refused:
        where = f"row {self._row}" if self._row else "the body"
        return Refused(
            422, f"The body cannot be read: {told}.", where=where, fix="Nothing of it was kept. Mend it and send it again."
        )
