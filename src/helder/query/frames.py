"""Questions put to tables in memory, or of any Ibis backend, without a store."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from helder.engines.base import Capabilities
from helder.errors import BadInput, UnknownName
from helder.model import TABLES, Kind, Table, table
from helder.model.money import minor_units_of
from helder.model.zones import local_day, zone

if TYPE_CHECKING:
    from helder.engines.kept import RollUps


class Frames:
    """An engine over tables given by the caller: pandas, Polars, Arrow or Ibis, by the name of the table they stand for.

    Columns are those of the data model; missing ones count as null. Times are UTC, with a zone or without. Amounts are
    in the currency's units.
    """

    capabilities = Capabilities("Tables in memory")

    def __init__(self, given: Mapping[str, Any], zone_name: str, currency: str = "EUR") -> None:
        zone(zone_name)
        self.url = "memory"
        self.rollups: RollUps | None = None
        self.zone = zone_name
        found = {name: _as_ibis(name, frame) for name, frame in given.items()}
        self._given = tuple(found)
        self._lent: dict[str, ir.Table] = {}
        self._backend = _backend_of(found)
        self.tables = {name: t.expression for name, t in TABLES.items()}
        for name, frame in found.items():
            self.tables[name] = _fitted(table(name), frame, zone_name, currency)
        for name in TABLES.keys() - found.keys():
            self.tables[name] = ibis.memtable(pa.schema(_arrow(TABLES[name])).empty_table())
        for name, frame in found.items():
            self._check_key(table(name))
            self._check_allowed(table(name), frame)
            self._check_possible(table(name), frame)

    def _check_key(self, model: Table) -> None:
        """A key that stands twice would multiply rows where it is joined to."""
        t = self.tables[model.name]
        keys = t.select(*model.key).filter(*(t[name].notnull() for name in model.key))
        counts = self.run(keys.aggregate(rows=keys.count(), distinct=keys.distinct().count().as_scalar())).to_pylist()[0]
        if counts["rows"] != counts["distinct"]:
            raise BadInput(
                f"{counts['rows'] - counts['distinct']} rows repeat a {' and '.join(model.key)}.", where=model.name,
                fix="Keep one row for each key, or load the table into a store, where the latest row of a key wins.",
            )  # fmt: skip

    def _check_allowed(self, model: Table, given: ir.Table) -> None:
        """A value that a column cannot have would count for nothing, in silence."""
        t = self.tables[model.name]
        for column in (c for c in model.columns if c.allowed and c.name in given.columns):
            other = t.filter(t[column.name].notnull() & t[column.name].notin(column.allowed)).select(column.name).limit(1)
            for found in self.run(other)[column.name].to_pylist():
                raise UnknownName(
                    f"{column.name} of {model.name}", str(found), column.allowed, where=f"{model.name}.{column.name}"
                )

    def _check_possible(self, model: Table, given: ir.Table) -> None:
        """A row that a store would reject would be counted: an end before its start, a duration below nought."""
        t = self.tables[model.name]
        faults = {
            f"{first} after {last}": t[first] > t[last]
            for first, last in model.ordered
            if first in given.columns and last in given.columns
        }
        for column in (c for c in model.columns if c.name in given.columns):
            if column.minimum is not None:
                faults[f"{column.name} below {column.minimum:g}"] = t[column.name] < column.minimum
            if column.maximum is not None:
                faults[f"{column.name} above {column.maximum:g}"] = t[column.name] > column.maximum
        if not faults:
            return
        found = self.run(
            t.aggregate(**{f"fault_{i}": t.count(where=fault) for i, fault in enumerate(faults.values())})
        ).to_pylist()
        for (fault, _), rows in zip(faults.items(), found[0].values(), strict=True):
            if rows:
                raise BadInput(
                    f"{rows} {'row has' if rows == 1 else 'rows have'} {fault}.", where=model.name,
                    fix="Mend or leave out what cannot be, or load it into a store, which tells the rows at fault.",
                )  # fmt: skip

    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an expression over the tables."""
        return self.fetch((expression, ()))

    def prepare(self, expression: ir.Table, marks: Sequence[date | str] = ()) -> tuple[ir.Table, Sequence[date | str]]:
        """The expression itself: the backend has the tables."""
        return expression, marks

    def fetch(self, prepared: tuple[ir.Table, Sequence[date | str]], given: Sequence[date | str] = ()) -> pa.Table:
        """Rows of an expression, with these dates for its marks."""
        expression, marks = prepared
        meant = {_literal(mark): _literal(day) for mark, day in zip(marks, given, strict=False)}
        try:
            rows: pa.Table = self._backend.to_pyarrow(expression.op().replace(meant).to_expr())
        except duckdb.Error as error:
            raise BadInput(
                f"{str(error).strip().splitlines()[0]}.", where=f"the tables given ({', '.join(self._given)})",
                fix="Give each column in its type; `helder describe TABLE` tells them.",
            ) from error  # fmt: skip
        return rows

    def sql(self, expression: ir.Table) -> str:
        """The SQL that `run` sends."""
        return str(ibis.to_sql(expression))

    def lend(self, name: str, rows: pa.Table) -> ir.Table:
        """A table of ours, in memory as those given are."""
        return self._lent.setdefault(name, ibis.memtable(rows))

    def at_once(self) -> AbstractContextManager[None]:
        """The tables do not change."""
        return nullcontext()

    def batches(self) -> dict[str, int]:
        """There are no loads."""
        return {}

    def close(self) -> None:
        """There is nothing to let go of."""


def _as_ibis(name: str, frame: Any) -> ir.Table:
    table(name)
    if isinstance(frame, ir.Table):
        return frame
    try:
        return ibis.memtable(_as_arrow(frame))
    except (TypeError, ValueError, NotImplementedError, pa.ArrowException) as error:
        raise BadInput(
            f"A {type(frame).__name__} cannot be read as a table: {error}",
            where=name,
            fix="Give a pandas, Polars, Arrow or Ibis table.",
        ) from error


def _as_arrow(frame: Any) -> Any:
    """A pandas frame as an Arrow table, its NaN as null; another frame as it is. TypeError for what is none."""
    if isinstance(frame, list | tuple | dict | str):
        raise TypeError("it has no columns")
    pandas = sys.modules.get("pandas")  # not loaded: then it is no pandas frame
    is_pandas = pandas is not None and isinstance(frame, pandas.DataFrame)
    return pa.Table.from_pandas(frame, preserve_index=False) if is_pandas else frame


def _backend_of(tables: Mapping[str, ir.Table]) -> Any:
    for t in tables.values():
        backends, _ = t._find_backends()
        if backends:
            return backends[0]
    return ibis.duckdb.connect()


def _fitted(model: Table, given: ir.Table, zone_name: str, currency: str) -> ir.Table:
    """The table with every column of the model in its stored type, and its local dates."""
    for column in model.columns:
        if column.required and column.name not in given.columns:
            raise BadInput(f"It has no column {column.name}.", where=model.name, fix=f"Give it one: {column.meaning}.")
    for name in given.columns:
        if name not in model.by_name:
            raise UnknownName(f"column of {model.name}", name, model.by_name, where="the table given")
    if "currency" in model.by_name:
        given = given.mutate(currency=_cast(given, "currency", Kind.TEXT).fill_null(currency))
    columns = {c.name: _cast(given, c.name, c.kind) for c in model.columns}
    fitted = given.mutate(**columns)
    return fitted.mutate(**{c.day: local_day(fitted[c.name], zone_name) for c in model.dated}).select(
        *columns, *(c.day for c in model.dated)
    )


def _cast(given: ir.Table, name: str, kind: Kind) -> ir.Value:
    if name not in given.columns:
        return ibis.null(kind.stored)
    value: Any = given[name]
    if value.type().is_floating() and kind is not Kind.TEXT:
        value = value.isnan().ifelse(ibis.null(value.type()), value)
    if kind is Kind.MONEY:
        return (value.cast("float64") * minor_units_of(given) + 0.5).floor().cast("int64")
    if kind is Kind.INSTANT and value.type().is_timestamp() and value.type().timezone:
        return value.cast("timestamp('UTC')").cast("timestamp(6)")
    return value if value.type() == ibis.dtype(kind.stored) else value.cast(kind.stored)


def _arrow(model: Table) -> list[tuple[str, pa.DataType]]:
    return list(zip(model.expression.columns, model.expression.schema().to_pyarrow().types, strict=True))


def _literal(one: date | str) -> Any:
    kind = "string" if isinstance(one, str) else "timestamp(6)" if isinstance(one, datetime) else "date"
    return ibis.literal(one, type=kind).op()
