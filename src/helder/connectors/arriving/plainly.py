"""Rows that are plainly well, told without the whole check, which takes as long for one row as for a thousand.

It says of no row that it is at fault: one that is not plainly well goes through the check, which alone knows the rules. What it
takes, the check takes too, and stores the same (tests/connectors/arriving/test_plainly.py holds the two against each other).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from helder.connectors.reading.faults import EARLIEST, LATEST
from helder.model import Column, Kind, Table
from helder.model.money import UNUSUAL_MINOR_UNITS

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CURRENCY = re.compile("[A-Z]{3}")
_SCALES = {"0-10": (0, 10), "1-10": (1, 10), "1-3": (1, 3), "1-4": (1, 4), "1-5": (1, 5), "1-7": (1, 7), "0-1": (0, 1)}
_FIRST_DAY, _END_DAY = date.fromisoformat(EARLIEST), date.fromisoformat(LATEST)
#: From this on not every whole number is a double.
_EXACT = 2**53


class NotPlain(Exception):
    """A value that is not plainly well."""


class Plainly:
    """What rows of one table are stored as, where that is plain. currency: of amounts whose rows name none."""

    def __init__(self, table: Table, currency: str) -> None:
        self._table = table
        self._currency = currency
        self._readers = {column.name: _READERS[column.kind] for column in table.columns if column.kind in _READERS}
        self._money = [column.name for column in table.columns if column.kind is Kind.MONEY]
        self._mandatory = [column.name for column in table.columns if column.mandatory]

    def stored(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """The row as stored, its missing values left out; None where the check must look at it."""
        try:
            return self._stored(row)
        except (NotPlain, ValueError):
            return None

    def _stored(self, row: Mapping[str, Any]) -> dict[str, Any]:
        stored = {}
        for name, reader in self._readers.items():
            value = row.get(name)
            if value is not None:
                stored[name] = _within(reader(value), self._table.by_name[name])
        if "currency" in self._table.by_name:
            code = stored.setdefault("currency", self._currency)
            if not _CURRENCY.fullmatch(code):
                raise NotPlain
            for name in self._money:
                if row.get(name) is not None:
                    stored[name] = _within(_minor(row[name], UNUSUAL_MINOR_UNITS.get(code, 100)), self._table.by_name[name])
        elif any(row.get(name) is not None for name in self._money):
            raise NotPlain
        self._check_together(stored)
        return stored

    def _check_together(self, stored: Mapping[str, Any]) -> None:
        lacking = any(name not in stored for name in self._mandatory)
        without = any(all(name not in stored for name in several) for several in self._table.either)
        turned = any(a in stored and b in stored and stored[a] > stored[b] for a, b in self._table.ordered)
        if lacking or without or turned or not all(_on_scale(stored, *pair) for pair in self._table.scaled):
            raise NotPlain


def _on_scale(stored: Mapping[str, Any], score: str, scale: str) -> bool:
    if scale not in stored:
        return True
    if stored[scale] not in _SCALES:
        raise NotPlain
    low, high = _SCALES[stored[scale]]
    return score not in stored or low <= stored[score] <= high


def _within(value: Any, column: Column) -> Any:
    if column.allowed and value not in column.allowed:
        raise NotPlain
    if (column.minimum is not None and value < column.minimum) or (column.maximum is not None and value > column.maximum):
        raise NotPlain
    return value


def _text(value: Any) -> str:
    if type(value) is int:
        return str(value)
    if type(value) is not str or value[:1] <= " " or "\0" in value:
        raise NotPlain
    value.encode()  # half a pair of surrogates is a ValueError
    return value


def _number(value: Any) -> float:
    if type(value) is str and _NUMBER.fullmatch(value):
        return float(value)
    if (type(value) is int and -_EXACT < value < _EXACT) or (type(value) is float and math.isfinite(value)):
        return float(value)
    raise NotPlain


def _integer(value: Any) -> int:
    if type(value) is str and _WHOLE.fullmatch(value):
        return int(value)
    if type(value) is int and -_EXACT < value < _EXACT:
        return value
    raise NotPlain


def _minor(value: Any, units: int) -> int:
    """An amount in minor units."""
    text = (
        value
        if type(value) is str
        else repr(value)
        if type(value) in (int, float)
        else str(value)
        if type(value) is Decimal
        else ""
    )
    if not _NUMBER.fullmatch(text) or len(text) > 14:
        raise NotPlain
    amount = Decimal(text) * units
    if amount != int(amount):
        raise NotPlain
    return int(amount)


def _instant(value: Any) -> datetime:
    if type(value) is str and _MOMENT.fullmatch(value):
        value = datetime.fromisoformat(value)
    if type(value) is not datetime:
        raise NotPlain
    moment = value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
    if not _FIRST_DAY <= moment.date() < _END_DAY:
        raise NotPlain
    return moment


def _date(value: Any) -> date:
    day = date.fromisoformat(value) if type(value) is str and _DAY.fullmatch(value) else value
    if type(day) is not date or not _FIRST_DAY <= day < _END_DAY:
        raise NotPlain
    return day


def _boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise NotPlain
    return value


def _map(value: Any) -> list[tuple[str, str]]:
    if type(value) is not dict or not value or not all(type(text) is str for pair in value.items() for text in pair):
        raise NotPlain
    return [(_text(name), _text(text)) for name, text in value.items()]


_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.INTEGER: _integer,
    Kind.INSTANT: _instant,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
    Kind.MAP: _map,
}
