"""Pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by make reference from the definitions in src/helder; change those. -->\n"


def page(title: str, *blocks: str) -> str:
    """A page of blocks, under its title."""
    return "\n".join([NOTE, f"# {title}\n", *(f"{block.strip()}\n" for block in blocks if block.strip())])


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells; nothing at all where there are no rows."""
    lines = [f"| {' | '.join(cell(text) for text in row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", "|" + "---|" * len(head), *lines]) if lines else ""


def cell(text: str) -> str:
    """Text that stays in its cell."""
    return " ".join(text.split()).replace("|", "\\|")


def code(name: object) -> str:
    """A name, as code."""
    return f"`{name}`"


def codes(names: Iterable[object], separator: str = ", ") -> str:
    """Names, as code."""
    return separator.join(code(name) for name in names)
