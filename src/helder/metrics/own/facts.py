"""Facts that a company's own metrics can be made of: those of the catalogue, and every table as it is."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts import Fact, Source, looked_up
from helder.metrics import CATALOG
from helder.model import TABLES, Kind, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

_POINTERS = ("customer_id", "employee_id", "product_id", "response_id")


@lru_cache(maxsize=1)
def facts() -> dict[str, Fact]:
    """Facts by name, but those that are made anew for each period."""
    catalogue = {m.fact.name: m.fact for metric in CATALOG.values() for m in metric.measured({}).measures}
    tables = {table.name: _as_it_is(table) for table in TABLES.values()}
    return {**tables, **{name: fact for name, fact in catalogue.items() if not fact.periodic}}


def _as_it_is(table: Table) -> Fact:
    own = [c.name for c in table.columns if c.kind in (Kind.TEXT, Kind.BOOLEAN) and not c.personal and not c.name.endswith("_id")]
    return Fact(
        name=table.name,
        meaning=table.meaning,
        grain=table.grain,
        key=table.key,
        tables=(table.name,),
        build=lambda source: source[table.name],
        own={name: name for name in own},
        points_to=tuple(name for name in _POINTERS if name in table.by_name and name not in table.key),
    )


@lru_cache(maxsize=256)
def columns(fact: Fact) -> ir.Table:
    """The fact over tables without rows: its columns and their types."""
    made = fact.build(Source({name: table.expression for name, table in TABLES.items()}))
    return fact.derive(made) if fact.derive else made


@lru_cache(maxsize=256)
def beside(fact: Fact, names: tuple[str, ...]) -> Fact:
    """The fact with some of the dimensions it points to as columns of its own, so that a definition can speak of them."""
    if not names:
        return fact
    wanted = {name: fact.dimension(name) for name in names}
    return replace(fact, build=lambda source: looked_up(source.of(fact), wanted, source))
