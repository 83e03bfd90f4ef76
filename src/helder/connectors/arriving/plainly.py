"""Rows that are plainly well, told without the whole check, which takes as long for one row as for a thousand.

It says of no row that it is at fault: one that is not plainly well goes through the check, which alone knows the rules. What it
takes, the check takes too, and stores the same (tests/connectors/arriving/test_plainly.py holds the two against each other).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
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


Values = list[Any]


class NotPlain(Exception):
    """A value that is not plainly well."""


class Plainly:
    """What rows of one table are stored as, where that is plain. currency: of amounts whose rows name none."""

    def __init__(self, table: Table, currency: str) -> None:
        self._table = table
        self._currency = currency
        self._money = [column for column in table.columns if column.kind is Kind.MONEY]
        self._others = [column for column in table.columns if column.kind is not Kind.MONEY]

    def stored(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Values] | None:
        """The values of rows as stored, by column, of the columns any of them has; None where the check must look at them."""
        try:
            return self._stored(rows)
        except (NotPlain, ValueError):
            return None

    def _stored(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Values]:
        named = set[str]().union(*rows)
        found: dict[str, Values] = {}
        for column in self._others:
            if column.name in named:
                found[column.name] = _within(_READERS[column.kind]([row.get(column.name) for row in rows]), column)
        if "currency" in self._table.by_name:
            found["currency"] = self._currencies(found.get("currency") or [None] * len(rows))
        for column in self._money:
            if column.name in named:
                given = [row.get(column.name) for row in rows]
                found[column.name] = _within(list(map(_minor, given, found["currency"])), column)
        found = {name: values for name, values in found.items() if values.count(None) < len(values)}
        self._check_together(found, len(rows))
        return found

    def _currencies(self, given: Values) -> Values:
        if not all(code is None or _CURRENCY.fullmatch(code) for code in set(given)):
            raise NotPlain
        return [code or self._currency for code in given]

    def _check_together(self, found: Mapping[str, Values], rows: int) -> None:
        """Whether what must be there is, and what must stand to each other does."""
        nothing: Values = [None] * rows
        for column in self._table.columns:
            if column.mandatory and None in found.get(column.name, [None]):
                raise NotPlain
        for several in self._table.either:
            if any(
                all(one is None for one in some) for some in zip(*(found.get(name, nothing) for name in several), strict=True)
            ):
                raise NotPlain
        for first, second in self._table.ordered:
            if first in found and second in found and not all(map(_in_order, found[first], found[second])):
                raise NotPlain
        for score, scale in self._table.scaled:
            if scale in found and not all(map(_on_scale, found.get(score, nothing), found[scale])):
                raise NotPlain


def _in_order(first: Any, second: Any) -> bool:
    return first is None or second is None or first <= second


def _on_scale(score: float | None, scale: str | None) -> bool:
    if scale is None:
        return True
    if scale not in _SCALES:
        return False
    low, high = _SCALES[scale]
    return score is None or low <= score <= high


def _within(values: Values, column: Column) -> Values:
    known = {value for value in values if value is not None} if column.allowed or column.minimum is not None else ()
    if column.allowed and not all(value in column.allowed for value in known):
        raise NotPlain
    if column.minimum is not None and known and min(known) < column.minimum:
        raise NotPlain
    if column.maximum is not None and any(value is not None and value > column.maximum for value in values):
        raise NotPlain
    return values


def _texts(values: Values) -> Values:
    if not all(value is None or type(value) is str for value in values):
        values = [_text(value) for value in values]
    there = [value for value in values if value is not None]
    if not all(value[:1] > " " for value in there):
        raise NotPlain
    together = "".join(there)
    if "\0" in together:
        raise NotPlain
    if not together.isascii():
        for value in there:
            value.encode()  # half a pair of surrogates is a ValueError
    return values


def _text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    raise NotPlain


def _each(reader: Callable[[Any], Any]) -> Callable[[Values], Values]:
    """Reads values one by one, equal ones that are texts once."""

    def read(values: Values) -> Values:
        known: dict[str, Any] = {}
        found: Values = []
        for value in values:
            if value is None:
                found.append(None)
            elif type(value) is str:
                if value not in known:
                    known[value] = reader(value)
                found.append(known[value])
            else:
                found.append(reader(value))
        return found

    return read


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


def _minor(value: Any, currency: str) -> int | None:
    """An amount in minor units."""
    if value is None:
        return None
    units = UNUSUAL_MINOR_UNITS.get(currency, 100)
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
    _texts([*value, *value.values()])
    return list(value.items())


_READERS: dict[Kind, Callable[[Values], Values]] = {
    Kind.TEXT: _texts,
    Kind.NUMBER: _each(_number),
    Kind.INTEGER: _each(_integer),
    Kind.INSTANT: _each(_instant),
    Kind.DATE: _each(_date),
    Kind.BOOLEAN: _each(_boolean),
    Kind.MAP: _each(_map),
}
