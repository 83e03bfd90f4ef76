"""Which table a file is of, by the names of its columns."""

from __future__ import annotations

from collections.abc import Iterable

from helder.connectors.reading.drafting.draft import matches
from helder.connectors.reading.synonyms import plain
from helder.model import TABLES, Table

#: What only one table is known for, in a file's own words.
_SAYS_SO = {
    "answers": (
        "score", "nps", "csat", "ces", "rating", "survey", "response_id", "recommend", "respondent", "satisfied", "satisfaction",
        "cijfer", "tevreden", "tevredenheid", "aanbevelen", "tilfreds", "feedback",
    ),
    "cases": ("ticket", "status", "priority", "assignee"),
    "contacts": ("call_id", "queue", "wait", "talk"),
    "orders": ("order", "total", "amount"),
    "page_events": ("session_id", "page", "url"),
    "mentions": ("review", "post", "tweet"),
}  # fmt: skip


def guessed(columns: Iterable[str], name: str = "") -> list[Table]:
    """The tables of the data model, the likeliest first. name: of the file."""
    names = tuple(columns)
    return sorted(TABLES.values(), key=lambda table: -_likely(table, names, plain(name)))


def _likely(table: Table, names: tuple[str, ...], file: str) -> float:
    """How much of the file has a place in the table, and how much of what the table needs the file has."""
    found = matches(table, names)
    needed = [column.name for column in table.columns if column.mandatory and not column.dated]
    covered = len(found) / max(len(names), 1)
    needs = sum(name in found for name in needed) / max(len(needed), 1)
    words = {word for name in names for word in plain(name).split("_")} | {plain(name) for name in names}
    says = 0.6 * sum(word in words for word in _SAYS_SO.get(table.name, ()))
    named = table.name.rstrip("s") in file
    return 2 * covered + needs + min(says, 1.8) + named
