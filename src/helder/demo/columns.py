"""Arrays of the company made into tables of the data model, as they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helder.demo.arrays import Bools, Ints
from helder.model import table

if TYPE_CHECKING:
    Column = pa.Array[Any] | pa.ChunkedArray[Any]
else:
    Column = object

# What their type stubs say these take is less than what they take.
_arrow: Any = pa
_compute: Any = pc


def ids(prefix: str, numbers: Ints, width: int = 7) -> Column:
    """Identifiers such as C0000012; a negative number gives none."""
    digits = _compute.utf8_lpad(_compute.cast(_arrow.array(numbers, mask=numbers < 0), pa.string()), width=width, padding="0")
    found: Column = _compute.binary_join_element_wise(prefix, digits, "")
    return found


def words(choices: Sequence[str | None], numbers: Ints) -> Column:
    """The choice of each number; a negative one gives none."""
    found: Column = _arrow.array(choices, pa.string()).take(_arrow.array(numbers, mask=numbers < 0))
    return found


def joined(*parts: Column | str, between: str = "") -> Column:
    """Texts put together row by row; none where a part is none."""
    found: Column = _compute.binary_join_element_wise(*parts, between)
    return found


def given(values: Any, where: Bools) -> Column:
    """The values where the condition holds, none elsewhere."""
    column = values if isinstance(values, (pa.Array, pa.ChunkedArray)) else _arrow.array(values, from_pandas=True)
    found: Column = _compute.if_else(_arrow.array(where), column, _arrow.scalar(None, column.type))
    return found


def maps(keys: Sequence[str], values: Sequence[Column]) -> Column:
    """A map of the same keys in each row."""
    rows, width = len(values[0]), len(keys)
    turn = _arrow.array(np.arange(rows * width).reshape(width, rows).T.ravel())
    items = _arrow.concat_arrays([v.combine_chunks() if isinstance(v, pa.ChunkedArray) else v for v in values]).take(turn)
    starts = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    found: Column = _arrow.MapArray.from_arrays(starts, _arrow.array(list(keys) * rows), items)
    return found


def assemble(name: str, rows: int, /, **columns: Any) -> pa.Table:
    """A table of the data model: its own columns in order, those not given without values. NaN and NaT are none."""
    model = table(name)
    for column in columns:
        model.column(column)
    fields = [(column.name, column.kind.arrow) for column in model.columns]
    arrays = [_array(columns[field], kind) if field in columns else _arrow.nulls(rows, kind) for field, kind in fields]
    return pa.table(arrays, schema=pa.schema(fields))


def _array(values: Any, kind: pa.DataType) -> Any:
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values if values.type == kind else values.cast(kind)
    return _arrow.array(values, from_pandas=True).cast(kind)
