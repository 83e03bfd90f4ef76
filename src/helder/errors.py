"""The errors Helder raises: one family, each saying what was wrong, where, and what to do.

HelderError
├── UnknownName        a metric, dimension, column, parameter, table or profile that does not exist
├── BadQuestion        a question that cannot be answered as it was put
│   └── NotInScope     one about rows that whoever asks may not see
├── BadInput           a file, mapping or table of rows that cannot be read
├── BadSetting         a setting that is unknown or has a value it cannot have
├── StoreError         the store cannot be opened, read or written
│   ├── StoreBusy      another process owns the store
│   └── Overloaded     more rows arrive than can be kept; send them again later
└── NotSupported       the engine cannot do this exactly, so it does not do it at all
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class HelderError(Exception):
    """Base of every error a user can cause or meet.

    what: the fault, one sentence. where: file, line, option or name. fix: what to do about it.
    """

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(str(self))

    def __str__(self) -> str:
        text = self.what if self.where is None else f"{self.where}: {self.what}"
        return text if self.fix is None else f"{text}\n{self.fix}"


class UnknownName(HelderError):
    """A name that does not exist, with the nearest ones that do. kind: of what; choices: all that do exist."""

    def __init__(self, kind: str, name: str, known: Iterable[str], *, where: str | None = None) -> None:
        self.kind = kind
        self.name = name
        self.choices = sorted(set(known))
        self.near = difflib.get_close_matches(name.lower(), self.choices, n=3, cutoff=0.6)
        super().__init__(f"There is no {kind} {name!r}.", where=where, fix=_suggest(kind, self.near, self.choices))


class BadQuestion(HelderError):
    """A question that cannot be answered as it was put."""


class NotInScope(BadQuestion):
    """A question about rows that whoever asks may not see, or of which it cannot be told whether they may."""


class BadInput(HelderError):
    """A file, mapping or table of rows that cannot be read."""


class BadSetting(HelderError):
    """A setting that is unknown or has a value it cannot have."""


class StoreError(HelderError):
    """The store cannot be opened, read or written."""


class StoreBusy(StoreError):
    """Another process owns the store."""


class Overloaded(StoreError):
    """More rows arrive than can be kept; send them again later."""


class NotSupported(HelderError):
    """The engine cannot do this exactly, so it does not do it at all."""


def _suggest(kind: str, near: list[str], choices: list[str]) -> str:
    if near:
        return f"Did you mean {' or '.join(near)}?"
    if not choices:
        return f"There is no {kind} to choose from."
    return f"Choose from: {listed(choices)}"


def listed(choices: Sequence[str]) -> str:
    """Names to choose from, the first dozen where they are more."""
    return ", ".join(choices[:12]) + (", ..." if len(choices) > 12 else "") + "."
