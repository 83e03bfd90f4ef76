"""Numbers as another tool shows them, with how many decimals it shows."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from helder.errors import BadInput

_NOTHING = {"", "-", "–", "—", "n/a", "na", "nan", "null", "none", "not enough data"}  # noqa: RUF001
_CLOCK = re.compile(r"(-?)(?:(\d+):)?(\d{1,3}):(\d\d)(\.\d+)?")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_MOST_DIGITS = 12


@dataclass(frozen=True)
class Shown:
    """Numbers, how many decimals the column shows, and its unit where it says one: % or clock."""

    numbers: tuple[float | None, ...]
    digits: int
    unit: str | None


def shown(values: Sequence[Any], column: str) -> Shown:
    """The numbers of a column. Raises BadInput with the row of what is none."""
    found = [_one(value, f"theirs, row {i}, column {column}") for i, value in enumerate(values, 1)]
    units = {unit for number, _, unit in found if number is not None}
    if len(units) > 1:
        raise BadInput(
            f"Some of {column} have a unit, others not.", where="theirs", fix="Write them all alike: all with %, or none."
        )
    return Shown(tuple(number for number, _, _ in found), max(digits for _, digits, _ in found), next(iter(units), None))


def _one(value: Any, where: str) -> tuple[float | None, int, str | None]:
    """A number, its decimals and its unit."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None, 0, None
    if isinstance(value, bool):
        raise BadInput(f"{value} is not a number.", where=where, fix="Give the figures themselves.")
    if isinstance(value, int):
        return float(value), 0, None
    if isinstance(value, float | Decimal):
        return float(value), _decimals(Decimal(repr(value)) if isinstance(value, float) else value), None
    return _of_text(str(value), where)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return min(max(-exponent, 0), _MOST_DIGITS) if isinstance(exponent, int) else 0


def _of_text(text: str, where: str) -> tuple[float | None, int, str | None]:
    plain = text.strip().lower()
    if plain in _NOTHING:
        return None, 0, None
    if clock := _CLOCK.fullmatch(plain):
        sign, hours, minutes, seconds, part = clock.groups()
        total = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(part or 0)
        return -total if sign else total, len(part or ".") - 1, "clock"
    unit = "%" if plain.endswith("%") else None
    number = _plain(re.sub(r"[\s\u00a0\u202f'%€$£]|^[a-z]{3}(?=[\s\d-])", "", plain))
    if not _NUMBER.fullmatch(number):
        raise BadInput(f"{text!r} is not a number.", where=where, fix="Write it as 81.1, 81.1% or 1:23; leave out what is none.")
    return float(number), _decimals_of(number), unit


def _decimals_of(number: str) -> int:
    return min(len(number.partition(".")[2]), _MOST_DIGITS) if "e" not in number.lower() else _decimals(Decimal(number))


def _plain(number: str) -> str:
    """A number with a decimal point, and nothing between thousands."""
    comma, point = number.rfind(","), number.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        return number.replace(thousands, "").replace(decimal, ".")
    if comma >= 0:
        grouped = re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", number)
        return number.replace(",", "" if grouped else ".")
    return number.replace(".", "") if number.count(".") > 1 else number
