"""What the rows of a table add up to, by column, so that a copy can be held against what it was made of on any engine."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from helder.engines import ledger
from helder.model import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

#: By name, as `revenue.sum`: how many rows have a value, and what the values add up to.
Sums: TypeAlias = dict[str, Any]
#: Sums of doubles depend on the order of adding up.
_TOLERANCE = 1e-9


def of_table(table: Table, run: Callable[[ir.Table], pa.Table]) -> Sums:
    """The sums of a table of the data model, in one query. Whole numbers, moments and dates are added up exactly; of texts
    it is the length, the first and the last in order; of maps the entries and the length of their texts."""
    t = table.expression
    wanted: dict[str, Any] = {"rows": t.count()}
    for name, kind in table.stored.items():
        wanted |= {f"{name}.{what}": value for what, value in _WAYS[kind](t[name]).items()}
    columns = {f"sum_{i}": value for i, value in enumerate(wanted.values())}
    (row,) = run(t.aggregate(**columns)).to_pylist()
    return {name: _plain(value) for name, value in zip(wanted, row.values(), strict=True)}


def of_ledger(name: str, read: Callable[[str], pa.Table]) -> Sums:
    """The rows of a table of the ledger, and a digest of all they say."""
    lines = sorted(json.dumps(list(row.values()), default=str) for row in read(ledger.read_out(name)).to_pylist())
    return {"rows": len(lines), "digest": hashlib.sha256("\n".join(lines).encode()).hexdigest()}


def differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """Which sums are other than they were; of columns that were not there, none."""
    return [
        f"{name} is {here.get(name)}, was {value}"
        for name, value in there.items()
        if not _same(value, here.get(name), there.get(f"{name.rpartition('.')[0]}.size"))
    ]


def _same(one: Any, other: Any, size: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return (math.isnan(one) and math.isnan(other)) or abs(one - other) <= _TOLERANCE * max(abs(size or 0.0), abs(one))
    return bool(one == other)


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

    elapsed = column.delta(ibis.literal(datetime(1900, 1, 1), type="timestamp(6)"), unit="microsecond")  # noqa: DTZ001
    rest = elapsed % 1_000_000
    seconds = ((elapsed - rest) / 1_000_000).cast("int64")  # whole already, so nothing is rounded
    return {"n": column.count(), "seconds": seconds.sum().fill_null(0), "microseconds": rest.sum().fill_null(0)}


def _of_date(column: Any) -> dict[str, Any]:
    import ibis

    return {"n": column.count(), "days": column.delta(ibis.date(1900, 1, 1), unit="day").sum().fill_null(0)}


def _of_boolean(column: Any) -> dict[str, Any]:
    return {"n": column.count(), "yes": column.cast("int64").sum().fill_null(0)}


def _of_map(column: Any) -> dict[str, Any]:
    texts = {"names": column.keys(), "values": column.values()}
    lengths = {what: some.join("").length().cast("int64").sum().fill_null(0) for what, some in texts.items()}
    return {"entries": column.length().cast("int64").sum().fill_null(0), **lengths}


_WAYS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "string": _of_text,
    "int64": _of_integer,
    "float64": _of_number,
    "timestamp(6)": _of_instant,
    "date": _of_date,
    "boolean": _of_boolean,
    "map<string, string>": _of_map,
}
