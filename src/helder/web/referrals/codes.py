"""Codes of links: short, not to be guessed, and found again in whatever text."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator

#: Letters and digits that are not mistaken for each other.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE = 8
_MARK = 6
#: Digits there are in every code, so that words are not taken for codes.
_DIGITS = 2
_FORM = re.compile(rf"(?<![0-9a-z])([{_LETTERS}]{{{_CODE}}})(?:\.([{_LETTERS}]{{{_MARK}}}))?(?![0-9a-z])")


def new_code() -> str:
    """A code of 39 bits that holds digits, so that it is no word."""
    while True:
        code = _some(_CODE)
        if _digits(code) >= _DIGITS:
            return code


def new_referral(code: str) -> str:
    """The name of one click on a link: its code and a mark."""
    return f"{code}.{_some(_MARK)}"


def of_mention(code: str, mention_id: str) -> str:
    """The name of the one share that a mention is."""
    return f"{code}.{hashlib.sha256(mention_id.encode()).hexdigest()[:16]}"


def found_in(texts: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """What may be codes in some texts, each with the click's whole name, empty where only the code is there."""
    for text in texts:
        for match in _FORM.finditer((text or "").lower()):
            if _digits(match[1]) >= _DIGITS:
                yield match[1], match[0] if match[2] else ""


def _digits(code: str) -> int:
    return sum(letter.isdigit() for letter in code)


def _some(size: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(size))
