"""How long rows of a table are kept, and what tells how old a row is: decided here, from the model, for every table.

A row is as old as the last of its moments. One that is part of another, as the line of an order, is no older than that; and a
case is no older than the last thing that happened to it. Whose rows never are a customer's has no age: what a company sells,
whom it employs and what it wants to reach holds until it is changed.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from helder.model import TABLES, Column, Kind, Table
from helder.model.belonging import CUSTOMER, names, of_customers

#: The units of a period, each with what one comes to in forty-eighths of a day, over four years.
UNITS = {"days": 48, "months": 1461, "years": 17532}
#: The table whose rows are no older than whatever names them.
CUSTOMERS = "customers"
#: A row is not over while this is missing, however long ago it began.
RUNS_UNTIL = {"subscriptions": "ended_at"}
#: Tables whose rows are no sign of a customer whom they name: what a model foretells of them is made anew each night.
_NO_SIGN = ("predictions",)


@dataclass(frozen=True)
class Period:
    """So many days, months or years of the calendar. unit: one of UNITS."""

    number: int
    unit: str

    @property
    def length(self) -> int:
        """How long it is on average, to be held against another."""
        return self.number * UNITS[self.unit]

    def before(self, day: date) -> date:
        """The day so long before another: the last of its month where that has no such day."""
        if self.unit == "days":
            return day - timedelta(days=self.number)
        month = day.year * 12 + day.month - 1 - self.number * (12 if self.unit == "years" else 1)
        year, month = divmod(month, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def __str__(self) -> str:
        return f"{self.number} {self.unit.removesuffix('s') if self.number == 1 else self.unit}"


@dataclass(frozen=True)
class Rule:
    """How long rows of a table are kept, and how long what is personal in them; None for any time.

    by_whole: the rows are kept as long as those that they are part of, which is shorter than what was said of them, if anything.
    """

    table: Table
    rows: Period | None
    personal: Period | None
    by_whole: bool = False


def ages(table: Table) -> bool:
    """Whether rows of a table are told to be old: those that can be a customer's."""
    return of_customers(table)


def moments(table: Table) -> tuple[Column, ...]:
    """The moments and dates of a row; a personal one, such as a date of birth, tells nothing of the row."""
    return tuple(c for c in table.columns if c.kind in (Kind.INSTANT, Kind.DATE) and not c.personal)


def whole(table: Table) -> Table | None:
    """The table of what rows of another are part of: its key is among theirs."""
    for other in TABLES.values():
        if other is not table and len(other.key) == 1 and other.key[0] in table.key:
            return other
    return None


def parts(table: Table) -> tuple[Table, ...]:
    """The tables whose rows are part of a row of this one."""
    return tuple(other for other in TABLES.values() if whole(other) is table)


def telling(table: Table) -> tuple[Table, ...]:
    """Those of its parts that tell how old a row is, too: each of their rows has a moment, as what happened to a case."""
    return tuple(part for part in parts(table) if any(c.mandatory for c in moments(part)))


def signs() -> tuple[tuple[Table, str], ...]:
    """The tables and columns that name a customer and show that there still is one."""
    return tuple(
        (table, one.column)
        for table in TABLES.values()
        if table.name not in (CUSTOMERS, *_NO_SIGN)
        for one in names(table)
        if one.kind == CUSTOMER
    )


def in_turn(table: Table) -> int:
    """What tables are done in order of: parts before what they are part of, and customers when all else is done."""
    return 2 if table.name == CUSTOMERS else 0 if whole(table) else 1
