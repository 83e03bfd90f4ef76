"""What every peer offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: What answers a work: tables of rows, as Arrow, pandas or Polars give them, or rows as they are.
Way = Callable[[], Iterable[Any]]


@dataclass(frozen=True)
class Peer:
    """One that is measured.

    works: by name, the ways of doing it, each by what is said of it ("" where there is one). close: what is to be done at the
    end. process: the number of the one whose memory counts, where that is not this one.
    """

    works: Mapping[str, Mapping[str, Way]]
    close: Callable[[], None] = field(default=lambda: None)
    process: int | None = None


def records(tables: Iterable[Any]) -> list[dict[str, Any]]:
    """The rows of some tables, one after another."""
    found: list[dict[str, Any]] = []
    for table in tables:
        if isinstance(table, dict):
            found.append(table)
        elif hasattr(table, "to_pylist"):
            found += table.to_pylist()
        elif hasattr(table, "to_dicts"):
            found += table.to_dicts()
        else:
            found += table.to_dict("records")
    return found
