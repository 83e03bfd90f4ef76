"""Tables given out as data: JSON, CSV, Parquet, Arrow."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def json_of(rows: Any) -> bytes:
    """Anything made of rows as JSON: moments and dates as ISO has them, a figure that is no number as null."""
    try:
        text = json.dumps(rows, default=_plain, ensure_ascii=False, indent=1, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(rows), default=_plain, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def csv_of(rows: pa.Table) -> bytes:
    """A table as CSV in UTF-8, with no text that a spreadsheet would take for a formula."""
    import pyarrow as pa
    from pyarrow import csv

    sink = pa.BufferOutputStream()
    csv.write_csv(_neutral(rows), sink)
    return bytes(sink.getvalue())


def parquet_of(rows: pa.Table) -> bytes:
    """A table as a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(rows, sink)
    return bytes(sink.getvalue())


def arrow_of(rows: pa.Table, *, stream: bool = False) -> bytes:
    """A table as an Arrow file, or as a stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with (pa.ipc.new_stream if stream else pa.ipc.new_file)(sink, rows.schema) as writer:
        writer.write_table(rows)
    return bytes(sink.getvalue())


def _neutral(rows: pa.Table) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    for i, field in enumerate(rows.schema):
        if pa.types.is_string(field.type):
            rows = rows.set_column(i, field.name, pc.replace_substring_regex(rows[field.name], r"^([=+\-@\t\r])", r"'\1"))
    return rows


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
