"""Rows as ClickHouse gives them, in the types that were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from helder.model import Table


def as_asked(schema: pa.Schema, rows: pa.Table) -> pa.Table:
    """Rows with the types of a schema, column by column in their order."""
    columns = [_typed(column, field.type) for column, field in zip(rows.columns, schema, strict=True)]
    return pa.table(columns, names=schema.names)


def as_kept(table: Table, rows: pa.Table) -> pa.Table:
    """Rows of a table with the types of its stored columns."""
    return as_asked(table.expression.schema().to_pyarrow(), rows)


def _typed(column: Any, kind: Any) -> Any:
    if not pa.types.is_map(kind):
        return column.cast(kind)
    # A map cannot be missing there: one without entries stands for it.
    chunks: Any = [_with_missing(chunk, kind) for chunk in column.chunks]
    return pa.chunked_array(chunks, type=kind)  # type: ignore[call-overload]


def _with_missing(maps: Any, kind: Any) -> Any:
    """The maps, null where they have no entries."""
    starts = maps.offsets.slice(0, len(maps))
    empty = pc.equal(starts, maps.offsets.slice(1))
    keys, items = maps.keys.cast(kind.key_type), maps.items.cast(kind.item_type)
    return pa.MapArray.from_arrays(maps.offsets, keys, items, type=kind, mask=empty)
