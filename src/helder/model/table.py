"""What a table and a column of the data model are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from helder.errors import UnknownName

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

#: The columns every stored row carries beside its own: the number of the load that brought it.
BATCH = "_batch"


class Kind(Enum):
    """The type of a column.

    Money is stored as integer minor units (cents) and is sent and shown as a decimal in the currency's units.
    An instant is a moment in UTC to the microsecond.
    """

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    INSTANT = "instant"
    DATE = "date"
    BOOLEAN = "boolean"
    MAP = "map"

    @property
    def stored(self) -> str:
        """The Ibis type of the stored column."""
        return _STORED[self]

    @cached_property
    def arrow(self) -> pa.DataType:
        """The Arrow type of the stored column."""
        import ibis

        found: pa.DataType = ibis.dtype(self.stored).to_pyarrow()
        return found


_STORED = {
    Kind.TEXT: "string",
    Kind.INTEGER: "int64",
    Kind.NUMBER: "float64",
    Kind.MONEY: "int64",
    Kind.INSTANT: "timestamp(6)",
    Kind.DATE: "date",
    Kind.BOOLEAN: "boolean",
    Kind.MAP: "map<string, string>",
}


@dataclass(frozen=True)
class Column:
    """One column: its meaning and everything a checker, a reader or a page needs to know of it.

    kind: its type. unit: of the number ("s", "1" ...). allowed: the only values it may take (none named: any).
    minimum, maximum: inclusive bounds. key: part of the table's key. required: may not be missing.
    personal: personal data, masked without the right to see it. dated: an instant that a metric can be dated by,
    stored with its local date in the workspace's zone as `<name>_day`.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str | None = None
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    key: bool = False
    required: bool = False
    personal: bool = False
    dated: bool = False

    @property
    def day(self) -> str:
        """Name of the stored local date beside a dated instant."""
        return f"{self.name}_day"

    @property
    def mandatory(self) -> bool:
        """A row without it is refused."""
        return self.key or self.required

    def to_record(self) -> dict[str, Any]:
        """What the column is as values that JSON has."""
        return {
            "column": self.name,
            "type": self.kind.value,
            "unit": self.unit,
            "key": self.key,
            "required": self.mandatory,
            "personal": self.personal,
            "allowed": ", ".join(self.allowed) or None,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "meaning": self.meaning,
        }


@dataclass(frozen=True)
class Table:
    """One table of the data model.

    grain: what one row is. ordered: pairs of columns of which the first may not be later or larger than the second.
    either: sets of columns of which at least one must be given. scaled: (score, scale) column pairs; the score must
    lie within the scale, written "low-high".
    """

    name: str
    meaning: str
    grain: str
    columns: tuple[Column, ...]
    ordered: tuple[tuple[str, str], ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    scaled: tuple[tuple[str, str], ...] = ()
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    def __hash__(self) -> int:
        return hash(self.name)

    def column(self, name: str, *, where: str | None = None) -> Column:
        """The column of that name; UnknownName with the nearest ones otherwise."""
        try:
            return self.by_name[name]
        except KeyError:
            raise UnknownName(f"column of {self.name}", name, self.by_name, where=where) from None

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns; the latest row sent for a key wins."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def dated(self) -> tuple[Column, ...]:
        """The instants stored with their local date."""
        return tuple(column for column in self.columns if column.dated)

    @property
    def stored(self) -> dict[str, str]:
        """Stored column names and Ibis types, in order: own columns, local dates, the load's number."""
        own = {column.name: column.kind.stored for column in self.columns}
        days = {column.day: "date" for column in self.dated}
        return {**own, **days, BATCH: "int64"}

    @cached_property
    def expression(self) -> ir.Table:
        """The table as an unbound Ibis table, to be run by any engine."""
        import ibis

        return ibis.table(self.stored, name=self.name)


class Marks(TypedDict, total=False):
    """Marks a text or date column can carry."""

    required: bool
    personal: bool


def key(name: str, meaning: str, kind: Kind = Kind.TEXT) -> Column:
    """A column of the key."""
    return Column(name, kind, meaning, key=True)


def text(name: str, meaning: str, *, allowed: tuple[str, ...] = (), **marks: Unpack[Marks]) -> Column:
    """A text column."""
    return Column(name, Kind.TEXT, meaning, allowed=allowed, **marks)


def instant(name: str, meaning: str, *, dated: bool = False, required: bool = False) -> Column:
    """A moment in UTC."""
    return Column(name, Kind.INSTANT, meaning, dated=dated, required=required)


def date(name: str, meaning: str, **marks: Unpack[Marks]) -> Column:
    """A calendar date."""
    return Column(name, Kind.DATE, meaning, **marks)


def money(name: str, meaning: str) -> Column:
    """An amount in the row's currency."""
    return Column(name, Kind.MONEY, meaning, unit="currency")


def currency() -> Column:
    """The currency of the row's amounts."""
    return Column("currency", Kind.TEXT, "Currency of the row's amounts, ISO 4217 (EUR); the workspace's where not given")


def number(name: str, meaning: str, unit: str = "1", minimum: float | None = None, maximum: float | None = None) -> Column:
    """A real number."""
    return Column(name, Kind.NUMBER, meaning, unit=unit, minimum=minimum, maximum=maximum)


def integer(
    name: str, meaning: str, unit: str = "1", minimum: float | None = None, *, key: bool = False, required: bool = False
) -> Column:
    """A whole number."""
    return Column(name, Kind.INTEGER, meaning, unit=unit, minimum=minimum, key=key, required=required)


def seconds(name: str, meaning: str) -> Column:
    """A duration, never negative."""
    return Column(name, Kind.NUMBER, meaning, unit="s", minimum=0)


def boolean(name: str, meaning: str) -> Column:
    """Yes or no."""
    return Column(name, Kind.BOOLEAN, meaning)


def attributes() -> Column:
    """Whatever a company adds of its own."""
    return Column(
        "attributes", Kind.MAP, "Whatever the company adds, name to value; settings may declare any of them a dimension"
    )
