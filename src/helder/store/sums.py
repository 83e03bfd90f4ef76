"""What the rows of a table add up to, by column, so that a copy can be held against what it was made of on any engine."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb

from helder.engines import ledger, quoting
from helder.model import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

#: By name, as `revenue.sum`: how many rows have a value, and what the values add up to.
Sums: TypeAlias = dict[str, Any]
#: Sums of doubles depend on the order of adding up.
_TOLERANCE = 1e-9


def of_table(table: Table, run: Callable[[ir.Table], pa.Table]) -> Sums:
    """The sums of a table of the data model, its maps left out, in one query.

    Whole numbers, moments and dates are added up exactly; of texts it is the length, and the first and last in order.
    """
    t = table.expression
    wanted: dict[str, Any] = {"rows": t.count()}
    for name, kind in table.stored.items():
        if name in maps_of(table):
            continue
        wanted |= {f"{name}.{what}": value for what, value in _WAYS[kind](t[name]).items()}
    columns = {f"sum_{i}": value for i, value in enumerate(wanted.values())}
    (row,) = run(t.aggregate(**columns)).to_pylist()
    return {name: _plain(value) for name, value in zip(wanted, row.values(), strict=True)}


def maps_of(table: Table) -> list[str]:
    """The columns that are maps; not every engine can look into them."""
    return [name for name, kind in table.stored.items() if kind.startswith("map")]


def of_maps(pieces: Iterable[pa.Table]) -> Sums:
    """The entries of maps, and the length of their names and values, from the rows themselves."""
    found: Sums = {}
    with duckdb.connect() as scratch:
        for rows in pieces:
            scratch.register("rows", rows)
            for name in rows.column_names:
                told = scratch.execute(_OF_MAP.format(map=quoting.name(name))).fetchall()
                for what, number in zip(("entries", "names", "values"), told[0], strict=True):
                    found[f"{name}.{what}"] = found.get(f"{name}.{what}", 0) + int(number)
            scratch.unregister("rows")
    return found


_OF_MAP = """
    select coalesce(sum(cardinality({map})), 0), coalesce(sum(len(array_to_string(map_keys({map}), ''))), 0),
        coalesce(sum(len(array_to_string(map_values({map}), ''))), 0)
    from rows
"""


def of_ledger(name: str, read: Callable[[str], pa.Table]) -> Sums:
    """The rows of a table of the ledger, and a digest of all they say."""
    lines = sorted(json.dumps(list(row.values()), default=str) for row in read(ledger.read_out(name)).to_pylist())
    return {"rows": len(lines), "digest": hashlib.sha256("\n".join(lines).encode()).hexdigest()}


def differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """Which sums are other than they were; of columns that were not there, none."""
    found = [
        name for name, value in there.items() if not _same(value, here.get(name), there.get(f"{name.rpartition('.')[0]}.size"))
    ]  # texts may be of persons, and are not told
    return [name if isinstance(there[name], str) else f"{name} is {here.get(name)}, was {there[name]}" for name in found]


def _same(one: Any, other: Any, size: Any) -> bool:
    if not isinstance(one, float) or not isinstance(other, float) or one == other:
        return bool(one == other)
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return bool(abs(one - other) <= _TOLERANCE * max(abs(size or 0.0), abs(one)))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | float):
        return value
    return int(value)


def _of_text(column: Any) -> dict[str, Any]:
    length = column.length().cast("int64").sum().fill_null(0)
    return {"n": column.count(), "length": length, "first": column.min(), "last": column.max()}


def _of_integer(column: Any) -> dict[str, Any]:
    return {"n": column.count(), "sum": column.sum().fill_null(0)}


def _of_number(column: Any) -> dict[str, Any]:
    return {"n": column.count(), "sum": column.sum().fill_null(0.0), "size": column.abs().sum().fill_null(0.0)}


def _of_instant(column: Any) -> dict[str, Any]:
    """Seconds and what is left of them apart: microseconds would add up to more than 64 bits hold."""
    import ibis

    elapsed = column.delta(ibis.literal(datetime(1970, 1, 1), type="timestamp(6)"), unit="microsecond")  # noqa: DTZ001
    rest = elapsed % 1_000_000
    seconds = (elapsed - rest) // 1_000_000  # whole already, so nothing is rounded
    return {"n": column.count(), "seconds": seconds.sum().fill_null(0), "microseconds": rest.sum().fill_null(0)}


def _of_date(column: Any) -> dict[str, Any]:
    import ibis

    return {"n": column.count(), "days": column.delta(ibis.date(1970, 1, 1), unit="day").sum().fill_null(0)}


def _of_boolean(column: Any) -> dict[str, Any]:
    return {"n": column.count(), "yes": column.cast("int64").sum().fill_null(0)}


_WAYS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "string": _of_text,
    "int64": _of_integer,
    "float64": _of_number,
    "timestamp(6)": _of_instant,
    "date": _of_date,
    "boolean": _of_boolean,
}
