"""Conditions on events and customers, as people write them: a line for each column, `queue: billing, sales`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helder.errors import BadInput, UnknownName
from helder.web.inviting.events import EVENTS, OF_CUSTOMERS

_MOST = 200


def columns_of(after: str) -> tuple[str, ...]:
    """The columns a sending can be narrowed by."""
    return EVENTS[after].narrowing if after else OF_CUSTOMERS


def read(text: str, columns: Sequence[str]) -> dict[str, list[str]]:
    """The values of which one must be had, by column. Raises BadInput or UnknownName, naming the line."""
    found: dict[str, list[str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, colon, rest = line.partition(":")
        name, values = name.strip(), [value.strip() for value in rest.split(",") if value.strip()]
        where = f"line {number}"
        if name not in columns:
            raise UnknownName("column", name, columns, where=where)
        if not colon or not values or len(values) > _MOST:
            raise BadInput("It says no values.", where=where, fix=f"Write it as {name}: one, another.")
        if name in found:
            raise BadInput(f"{name} stands there twice.", where=where, fix="Put its values on one line.")
        found[name] = values
    return found


def written(conditions: Mapping[str, Sequence[str]]) -> str:
    """Conditions as text, as it is read."""
    return "\n".join(f"{name}: {', '.join(values)}" for name, values in conditions.items())
