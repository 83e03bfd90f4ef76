"""Where dimensions are looked up that a fact only points to: each many rows to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from helder.facts.fact import Dimension, Fact, Related, Source
from helder.model import TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _response_intents(source: Source) -> ir.Table:
    """The intent answered in each response."""
    answers = source["answers"]
    intents = answers.filter((answers.instrument == "intent") & answers.response_id.notnull() & answers.choice.notnull())
    return intents.group_by("response_id").aggregate(intent=intents.choice.max())


_DERIVED = {"response_intents": ("response_id", _response_intents)}
#: By a column that only a derived table has: how the rows it is made of belong together.
_RELATED: dict[str, Related] = {"intent": {"answers": {"response": ("response_id",)}}}


class Ties(NamedTuple):
    """How rows belong together that a query depends on. looked_up: tables that are looked up; a tie to one bears its name."""

    related: Related
    looked_up: tuple[str, ...] = ()


def also_related(fact: Fact, expression: ir.Table, stored: Mapping[str, ir.Table] | None = None) -> Ties | None:
    """How rows belong together that a query over a fact depends on: its own, those of derived tables, and those it looks up.

    stored: the table that has the fact's rows, by name, where the query reads them there: then each is by itself.
    """
    if fact.related is None:
        return None
    import ibis.expr.operations as ops

    own = {name: frozenset(t.columns) for name, t in stored.items()} if stored else {t: TABLES[t].stored for t in fact.related}
    found: dict[str, dict[str, tuple[str, ...]]] = {name: dict({} if stored else fact.related[name]) for name in own}
    made = {name for node in expression.op().find(ops.Aggregate) for name in node.metrics}
    for column in made & _RELATED.keys():
        for table, kinds in _RELATED[column].items():
            found.setdefault(table, {}).update(kinds)
    pointed = {(d.table, d.through) for d in fact.dimensions.values() if d.table in TABLES and d.through is not None}
    read = {node.name for node in expression.op().find(ops.UnboundTable)}
    looked_up: list[str] = []
    for table, through in sorted((t, through) for t, through in pointed if t in read - own.keys()):
        pointing = [name for name, columns in own.items() if through in columns]
        # What points to it may be worked out: then it cannot be followed, and is looked up as it is.
        for name in pointing:
            found[name].setdefault(table, (through,))
        if pointing:
            found.setdefault(table, {})[table] = TABLES[table].key
            looked_up.append(table)
    return Ties(found, tuple(dict.fromkeys(looked_up)))


def looked_up(fact: ir.Table, dimensions: dict[str, Dimension], source: Source) -> ir.Table:
    """The fact with each dimension as a column of the given name; one join per table pointed to.

    A table is joined by its whole key, of which there is one row each, so that no row of the fact is multiplied.
    """
    own = {column: fact[d.column] for column, d in dimensions.items() if d.table is None}
    fact = fact.mutate(**own)
    joins: dict[tuple[str, str], dict[str, Dimension]] = {}
    for column, d in dimensions.items():
        if d.table is not None and d.through is not None:
            joins.setdefault((d.table, d.through), {})[column] = d
    for (table, through), columns in joins.items():
        key, other = _lookup(table, source)
        pointed = other.select(**{f"_key_{table}": other[key], **{column: _value(other, d) for column, d in columns.items()}})
        fact = fact.left_join(pointed, fact[through] == pointed[f"_key_{table}"]).drop(f"_key_{table}")
    return fact


def _value(table: ir.Table, d: Dimension) -> ir.Value:
    return table["attributes"].get(d.column) if d.attribute else table[d.column]


def _lookup(name: str, source: Source) -> tuple[str, ir.Table]:
    if name in _DERIVED:
        key, build = _DERIVED[name]
        return key, build(source)
    (key,) = TABLES[name].key
    return key, source[name]
