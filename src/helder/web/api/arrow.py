"""Arrow streams from anyone: looked through before they are believed, and never grown to more than was sent."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from helder.web.api.answer import Refused

if TYPE_CHECKING:
    import pyarrow as pa

#: Where a RecordBatch of the format names its compression, among its fields.
_COMPRESSION = 3


def batches(path: str, most: int) -> Iterator[pa.RecordBatch]:
    """The batches of the stream in a file, with plain texts in place of shared ones.

    most: bytes they may come to in all. Raises Refused for a stream that is none, whose buffers are compressed, or that has
    columns of a type that no table has.
    """
    import pyarrow as pa

    try:
        _look_through(path)
        with pa.OSFile(path, "rb") as file, pa.ipc.open_stream(file) as reader:
            for field in reader.schema:
                _check_type(field)
            size = 0
            for batch in reader:
                batch.validate(full=True)
                size += sum(_size(column) for column in batch.columns)
                if size > most or batch.num_rows > 8 * max(batch.nbytes, 1):
                    raise Refused(413, "The stream holds more than it may.", where="the body", fix="Send it in pieces.")
                yield _plain(batch)
    except (pa.ArrowException, OSError, ValueError, struct.error, IndexError) as error:
        raise _unreadable(str(error).split("\n")[0][:200]) from error


def rows(found: Iterator[pa.RecordBatch]) -> list[dict[str, Any]]:
    """The rows of batches as they would be in JSON."""
    return [{name: _value(value) for name, value in row.items()} for batch in found for row in batch.to_pylist()]


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return dict(value)
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _look_through(path: str) -> None:
    """Raises Refused where any message has compressed buffers: they could unpack to anything."""
    import pyarrow as pa

    with pa.OSFile(path, "rb") as file:
        for message in pa.ipc.MessageReader.open_stream(file):
            if message.type in ("record batch", "dictionary") and _is_compressed(bytes(message.metadata), message.type):
                raise Refused(
                    422, "The buffers of the Arrow stream are compressed.", where="the body",
                    fix="Write it without compression, and pack the whole with Content-Encoding: zstd.",
                )  # fmt: skip


def _is_compressed(metadata: bytes, kind: str) -> bool:
    """Whether a message's record batch names a compression; read from its FlatBuffer."""
    header = _child(metadata, struct.unpack_from("<I", metadata, 0)[0], 2)
    batch = _child(metadata, header, 1) if kind == "dictionary" and header is not None else header
    return batch is not None and _offset(metadata, batch, _COMPRESSION) != 0


def _child(data: bytes, table: int, field: int) -> int | None:
    """Where the table in a field of a table begins."""
    offset = _offset(data, table, field)
    return table + offset + int(struct.unpack_from("<I", data, table + offset)[0]) if offset else None


def _offset(data: bytes, table: int, field: int) -> int:
    """How far into a table one of its fields is; nought where it is not there."""
    fields = table - int(struct.unpack_from("<i", data, table)[0])
    place = 4 + 2 * field
    return int(struct.unpack_from("<H", data, fields + place)[0]) if place < struct.unpack_from("<H", data, fields)[0] else 0


def _check_type(field: pa.Field[Any]) -> None:
    kind = field.type
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    simple = types.is_primitive(kind) or types.is_decimal(kind) or types.is_null(kind) or _is_text(kind)
    texts = types.is_map(kind) and all(types.is_string(part) for part in (kind.key_type, kind.item_type))
    if not (simple or texts):
        raise Refused(
            422, f"A column cannot be {field.type}.", where=field.name, fix="Give texts, numbers, moments, or a map of texts."
        )


def _is_text(kind: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _size(column: Any) -> int:
    """Bytes that a column comes to, each row with a text of its own."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import types

    if types.is_dictionary(column.type):
        return int(pc.sum(_lengths(column.dictionary).take(column.indices)).as_py() or 0)
    if types.is_string_view(column.type):
        # Each view begins with the length of its text, in four bytes of sixteen.
        views = np.frombuffer(column.buffers()[1], "<i4")[4 * column.offset :][: 4 * len(column) : 4]
        return int(views[column.is_valid().to_numpy(zero_copy_only=False)].astype(np.int64).sum())
    assert isinstance(column, pa.Array)
    return int(column.nbytes)


def _lengths(texts: Any) -> Any:
    """Bytes of each of some texts; eight for other values."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not _is_text(texts.type):
        return pa.repeat(pa.scalar(8, pa.int64()), len(texts))
    return pc.cast(pc.binary_length(texts), pa.int64())


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    import pyarrow as pa
    from pyarrow import types

    columns = []
    for column in batch.columns:
        if types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        columns.append(column.cast(pa.large_string()) if types.is_string_view(column.type) else column)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _unreadable(told: str) -> Refused:
    return Refused(
        422, f"The body is no Arrow stream: {told}", where="the body", fix="Nothing of it was kept. Send an IPC stream."
    )
