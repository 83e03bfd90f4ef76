"""What erasing a customer means, on whatever engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, quote_plus

from helder.engines import quoting
from helder.errors import NotSupported
from helder.model import Column, Kind, Table
from helder.model.belonging import names

if TYPE_CHECKING:
    import pyarrow as pa

    from helder.engines.base import Engine

#: What takes the place of a text that named somebody.
ERASED = "erased"
#: What rejected rows are called among the tables.
REJECTS = "rejects"
#: Who notes it in the record of loads.
SOURCE = "erasing a customer"
#: Personal texts of which metrics count whether there was one: what was said is gone, that something was said stays.
_COUNTED = {("answers", "comment")}
#: What tells who somebody is and is not marked personal, as it is no person's alone.
_ALSO = {("customers", "account")}
#: A text shorter than this is not looked for within others: it stands there by chance.
TELLING = 4
#: Texts that one regular expression looks for.
_AT_ONCE = 200


@dataclass(frozen=True)
class Erasure:
    """What is to be done about a customer.

    delete: take their rows out, rather than take the person out of them. attributes: those of each table whose values stay, as
    figures are told by them. also: texts that name the customer beside those of their own row.
    """

    customer: str
    delete: bool = False
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also: tuple[str, ...] = ()


class Customers(Protocol):
    """What an engine can do about one customer."""

    def named(self, email: str) -> list[str]:
        """The customers with an e-mail address."""
        ...

    def rows(self, customer: str) -> dict[str, pa.Table]:
        """By table, the rows that name a customer or belong to them, of the tables that have any; rejected ones as `rejects`."""
        ...

    def counts(self, customer: str) -> dict[str, int]:
        """How many rows that are, by table."""
        ...

    def things(self, customer: str) -> dict[str, list[str]]:
        """What only rows of theirs name, by kind: orders, cases, visits."""
        ...

    def erase(self, erasure: Erasure) -> dict[str, int]:
        """Take a customer out of the store, and what was beneath out of its files; rows by table, and rejected ones."""
        ...

    def take_out(self, erasure: Erasure) -> dict[str, int]:
        """The first half of `erase`: the rows. What was beneath is noted, so that it is not forgotten."""
        ...

    def finish(self) -> None:
        """The second half: overwrite what was noted, also by one that was broken off. Raises StoreError where it cannot be."""
        ...

    def unfinished(self) -> bool:
        """Whether anything is noted that is still to be overwritten."""
        ...

    def let_in(self, customer: str, emails: Iterable[str] = ()) -> int:
        """Keep an erased customer out no longer, nor these addresses; how many of them were kept out."""
        ...


def customers_of(engine: Engine) -> Customers:
    """What an engine can do about customers. Raises NotSupported where it can do nothing."""
    if engine.customers is None:
        raise NotSupported(
            f"{engine.capabilities.engine} cannot export or erase a customer yet.",
            where=engine.url,
            fix="Move the store to a DuckDB file (helder move), or delete the rows there by its own means.",
        )
    return engine.customers


def emptied(table: Table, column: Column) -> str | None:
    """SQL of what a column that tells of a person becomes; None for one that does not."""
    if (table.name, column.name) in _COUNTED:
        return f"case when r.{column.name} is not null then '{ERASED}' end"
    return "null" if column.personal or (table.name, column.name) in _ALSO else None


def without_person(table: Table, staying: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """By column that tells of a person, SQL of what it becomes, of a row r. staying: by table, attributes that are left."""
    found = {column.name: value for column in table.columns if (value := emptied(table, column)) is not None}
    maps = (column.name for column in table.columns if column.kind is Kind.MAP)
    return {**found, **{name: _attributes(name, staying.get(table.name, ())) for name in maps}}


def _attributes(column: str, staying: Iterable[str]) -> str:
    stay = quoting.texts(staying)
    if not stay:
        return "null"
    told = f"map_from_entries(list_filter(map_entries(r.{quoting.name(column)}), lambda entry: entry.key in ({stay})))"
    return f"case when cardinality({told}) > 0 then {told} end"


def searched(table: Table) -> tuple[str, ...]:
    """The columns of words in which somebody may be named by chance: a page's address, the reason of a failure."""
    things = {one.column for one in names(table)}
    return tuple(
        c.name
        for c in table.columns
        if c.kind is Kind.TEXT and not c.allowed and c.name not in {*things, "currency"} and emptied(table, c) is None
    )


def pattern(texts: Iterable[str | None]) -> str | None:
    """A regular expression, as RE2 reads it, of texts that name somebody, as words of their own; None where there are none."""
    return "|".join(patterns(texts, most=None)) or None


def patterns(texts: Iterable[str | None], most: int | None = _AT_ONCE) -> list[str]:
    """The same as several, longer texts first, with so many texts each: one of very many is slow."""
    telling = {text.strip() for text in texts if text is not None and len(text.strip()) >= TELLING}
    written = sorted({way(text) for text in telling for way in (str, quote, quote_plus)}, key=lambda text: (-len(text), text))
    step = most or max(len(written), 1)
    eithers = ("|".join(re.escape(text) for text in written[i : i + step]) for i in range(0, len(written), step))
    return [rf"(?i)(^|[^\pL\pN])(?:{either})($|[^\pL\pN])" for either in eithers]
