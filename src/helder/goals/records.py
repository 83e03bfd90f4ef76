"""Lists that can be had as records, as an Arrow table and as a pandas frame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Each = TypeVar("Each")


class Records(Generic[Each]):
    """Things in order. kinds: the columns of its records, each text, date, number, integer or flag."""

    kinds: ClassVar[dict[str, str]]

    def __init__(self, each: tuple[Each, ...]) -> None:
        self._each = each

    def __iter__(self) -> Iterator[Each]:
        return iter(self._each)

    def __len__(self) -> int:
        return len(self._each)

    def _record(self, one: Each) -> dict[str, Any]:
        raise NotImplementedError

    def to_records(self) -> list[dict[str, Any]]:
        """One dictionary per row; what is missing is None."""
        return [self._record(one) for one in self._each]

    def to_arrow(self) -> pa.Table:
        """An Arrow table."""
        import pyarrow as pa

        types: dict[str, pa.DataType] = {
            "text": pa.string(),
            "date": pa.date32(),
            "number": pa.float64(),
            "integer": pa.int64(),
            "flag": pa.bool_(),
        }
        schema = pa.schema([(name, types[kind]) for name, kind in self.kinds.items()])
        return pa.Table.from_pylist(self.to_records(), schema=schema)

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame."""
        return self.to_arrow().to_pandas()
