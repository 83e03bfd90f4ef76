"""The dates that a ClickHouse has.

From version 26.9 on it has those of the data model. Before, dates end in 1900 and in 2299, and one beyond becomes the last there
is, without a word. Rows are held to a year less: so no date that is only asked about, and became the last, is that of a row.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from helder.errors import StoreError

if TYPE_CHECKING:
    import pyarrow as pa

    from helder.engines.clickhouse.connections import Connections

_FIRST, _LAST = date(1901, 1, 1), date(2298, 12, 31)


class Dates:
    """What dates rows may have, for the server of these connections."""

    def __init__(self, connections: Connections) -> None:
        (row,) = connections.rows("select toString(toDate32('1850-02-28')) as day, version() as version").to_pylist()
        self._where = connections.where
        self._version = row["version"]
        self._all = row["day"] == "1850-02-28"

    def check(self, table: str, rows: pa.Table) -> None:
        """Raises StoreError where rows of a table have a date or a moment that the server would make another."""
        if self._all:
            return
        import pyarrow.compute as pc
        import pyarrow.types as kinds

        for column in rows.schema:
            if not (kinds.is_date(column.type) or kinds.is_timestamp(column.type)):
                continue
            ends = pc.min_max(rows[column.name])
            beyond = [
                end for end in (ends["min"].as_py(), ends["max"].as_py()) if end and not _FIRST.year <= end.year <= _LAST.year
            ]
            if beyond:
                raise StoreError(
                    f"ClickHouse {self._version} cannot keep dates before {_FIRST} or after {_LAST}; "
                    f"{table}.{column.name} has {beyond[0]}.",
                    where=self._where, fix="Leave such rows out or mend them, or use ClickHouse 26.9 or later.",
                )  # fmt: skip


def plain(rows: pa.Table) -> pa.Table:
    """The rows with nothing beneath dates that are missing: ClickHouse looks there, too, and refuses what it takes for none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for at, column in enumerate(rows.schema):
        if pa.types.is_date32(column.type) and rows[at].null_count:
            filled = rows[at].fill_null(pa.scalar(date(1970, 1, 1)))
            rows = rows.set_column(at, column, pc.if_else(rows[at].is_valid(), filled, pa.scalar(None, column.type)))
    return rows
