"""Names and texts written into SQL."""

from __future__ import annotations

from collections.abc import Iterable


def name(text: str) -> str:
    """An identifier, quoted."""
    return '"' + text.replace('"', '""') + '"'


def names(several: Iterable[str]) -> str:
    """Identifiers, quoted, with commas between."""
    return ", ".join(name(one) for one in several)


def literal(text: str | None) -> str:
    """A text as a literal; null where there is none."""
    return "null" if text is None else "'" + text.replace("'", "''") + "'"


def texts(several: Iterable[str]) -> str:
    """Texts as literals, with commas between."""
    return ", ".join(literal(one) for one in several)
