"""Looking for what tells of a person in texts and files that others wrote."""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from helder.web.privacy.shared import digits

#: What a file begins with that is read by unpacking it.
_PACKED = (b"\x1f\x8b", b"PK", b"PAR1")
_AT_ONCE = 4 << 20
_TOKEN = re.compile(r"\w+")
#: A shorter number stands in a text by chance.
_FEWEST_DIGITS = 6
#: Texts from which on it is faster to split what they are looked for in (measured: 150, of 4 MB).
_MANY = 150
_BEGINS = re.compile(r"(?:^|\D)(?:00)?$")
_FILLING = r"[\s().\-/\u00a0\u2011]{0,3}"


class Telling:
    """Texts that tell of a person, as words of their own, without regard to case; phones: in whatever groups of digits.

    least: letters of a text that is looked for.
    """

    def __init__(self, texts: Iterable[str], phones: Iterable[str] = (), *, least: int = 1) -> None:
        folded = {_folded(way).strip() for text in texts for way in _ways(text)}
        self._pieces = {one: frozenset(_TOKEN.findall(one)) for one in folded if len(one) >= least}
        numbers = {found for one in phones if len(found := digits(one)) >= _FEWEST_DIGITS}
        self._phones = [re.compile(rf"{_FILLING.join(one)}(?!\d)") for one in sorted(numbers)]
        self._longest = max([len(one) for one in self._pieces] + [64])

    def within(self, text: str) -> bool:
        """Whether a text tells of the person."""
        folded = _folded(text)
        return any(_as_word(one, folded) for one in self._likely(folded)) or any(_numbered(one, text) for one in self._phones)

    def _likely(self, text: str) -> Iterable[str]:
        """What is worth looking for: of a customer's thousands of keys, those whose pieces are in the text."""
        if len(self._pieces) <= _MANY:
            return self._pieces
        tokens = set(_TOKEN.findall(text))
        return (one for one, pieces in self._pieces.items() if pieces <= tokens)

    def maybe_in(self, file: Path) -> bool:
        """Whether a file tells of the person, or may: one that is packed, or no clean UTF-8, cannot be searched."""
        with file.open("rb") as handle:
            if handle.read(4).startswith(_PACKED):
                return True
        try:
            return any("\0" in text or self.within(text) for text in self._parts(file))
        except UnicodeDecodeError:
            return True

    def _parts(self, file: Path) -> Iterator[str]:
        """A file piece by piece, each with the end of the one before, so that no word is cut in two."""
        decoder, before = codecs.getincrementaldecoder("utf-8")(), ""
        with file.open("rb") as handle:
            while content := handle.read(_AT_ONCE):
                text = before + decoder.decode(content)
                yield text
                before = text[-self._longest :]
        decoder.decode(b"", final=True)


def texts_in(value: Any) -> Iterator[str]:
    """All that a value read from JSON says, names of fields included."""
    if isinstance(value, dict):
        yield from value
        yield from (text for one in value.values() for text in texts_in(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in texts_in(one))
    elif value is not None:
        yield str(value)


def _as_word(one: str, text: str) -> bool:
    return one in text and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) is not None


def _numbered(number: re.Pattern[str], text: str) -> bool:
    """Whether a number is in a text and no part of a longer one, but for the 00 before its country."""
    return any(_BEGINS.search(text[max(0, one.start() - 3) : one.start()]) for one in number.finditer(text))


def _ways(text: str) -> Iterator[str]:
    """How a text is written in addresses, in JSON and in CSV."""
    yield from (text, quote(text), quote_plus(text), json.dumps(text)[1:-1], text.replace('"', '""'))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
