"""A place in the application that keeps something of customers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from helder.web.privacy.person import Person


@dataclass(frozen=True)
class Holder:
    """What is kept in one place.

    name: of the file it is exported to. title: what it is, for people. found: the records of a person. erase: takes the person
    out of them.
    """

    name: str
    title: Any
    found: Callable[[Person], Iterable[Mapping[str, Any]]]
    erase: Callable[[Person], None]


def told(rows: Iterable[Model], *columns: str) -> list[dict[str, Any]]:
    """Rows of the database as records of some columns, those that have a value."""
    return [{name: value for name in columns if (value := getattr(row, name)) not in (None, "", {}, [])} for row in rows]
