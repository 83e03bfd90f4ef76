"""Arrays of the company made into tables of the data model, as they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helder.demo.arrays import Bools, Ints
from helder.model import Kind, table

if TYPE_CHECKING:
    Column = pa.Array[Any] | pa.ChunkedArray[Any]
else:
    Column = object

_ARROW: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.MONEY: pa.int64(),
    Kind.INSTANT: pa.timestamp("us"),
    Kind.DATE: pa.date32(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.MAP: pa.map_(pa.string(), pa.string()),
}


def ids(prefix: str, numbers: Ints, width: int = 7) -> Column:
    """Identifiers such as C0000012; a negative number gives none."""
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers, mask=numbers < 0), pa.string()), width=width, padding="0")
    return pc.binary_join_element_wise(pa.scalar(prefix), digits, pa.scalar(""))


def words(choices: Sequence[str | None], numbers: Ints) -> Column:
    """The choice of each number; a negative one gives none."""
    return pa.array(choices, pa.string()).take(pa.array(numbers, mask=numbers < 0))


def joined(*parts: Column | str, between: str = "") -> Column:
    """Texts put together row by row; none where a part is none."""
    scalars = [pa.scalar(part) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*scalars, pa.scalar(between))


def given(values: Any, where: Bools) -> Column:
    """The values where the condition holds, none elsewhere."""
    column = values if isinstance(values, (pa.Array, pa.ChunkedArray)) else pa.array(values, from_pandas=True)
    return pc.if_else(pa.array(where), column, pa.scalar(None, column.type))


def maps(keys: Sequence[str], values: Sequence[Column]) -> Column:
    """A map of the same keys in each row."""
    rows, width = len(values[0]), len(keys)
    turn = pa.array(np.arange(rows * width).reshape(width, rows).T.ravel())
    items = pa.concat_arrays([v.combine_chunks() if isinstance(v, pa.ChunkedArray) else v for v in values]).take(turn)
    return pa.MapArray.from_arrays(np.arange(0, (rows + 1) * width, width, dtype=np.int32), pa.array(list(keys) * rows), items)


def assemble(name: str, rows: int, /, **columns: Any) -> pa.Table:
    """A table of the data model: its own columns in order, those not given without values. NaN and NaT are none."""
    model = table(name)
    for column in columns:
        model.column(column)
    fields = [(column.name, _ARROW[column.kind]) for column in model.columns]
    arrays = [_array(columns[field], kind) if field in columns else pa.nulls(rows, kind) for field, kind in fields]
    return pa.table(arrays, schema=pa.schema(fields))


def _array(values: Any, kind: pa.DataType) -> Any:
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values if values.type == kind else values.cast(kind)
    return pa.array(values, from_pandas=True).cast(kind)
