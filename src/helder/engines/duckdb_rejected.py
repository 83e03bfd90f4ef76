"""The rejected rows that name a customer, or a thing of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from helder.engines.duckdb_theirs import THINGS
from helder.engines.erasing import pattern

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class Rejected:
    """Those of one customer, whose things are in THINGS of the connection. telling: texts that name them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, telling: Iterable[str]) -> None:
        self._connection = connection
        texts = list(telling)
        words = pattern(texts)
        named = f"select lower(value) from {THINGS} union select lower(unnest($telling))"
        of_theirs = f"lower(trim(said)) in ({named})" + (" or regexp_matches(said, $words)" if words else "")
        self._where = (
            "where rowid in (select rowid from (select rowid, "
            f"""unnest(coalesce(record, []) || list_transform(faults, lambda f: f."value")) as said from _helder.rejects) """
            f"where {of_theirs})"
        )
        self._given: dict[str, Any] = {"telling": texts, **({"words": words} if words else {})}

    def count(self) -> int:
        """How many they are."""
        return self._number(f"select count(*) from _helder.rejects {self._where}")

    def rows(self) -> pa.Table:
        """They, with the table they were meant for, and what was wrong."""
        columns = '"table", row_number, record, faults'
        sql = f"select {columns} from _helder.rejects {self._where} order by rowid"
        found: pa.Table = self._connection.sql(sql, params=self._given).to_arrow_table()
        return found

    def drop(self) -> int:
        """Take them out; how many."""
        return self._number(f"delete from _helder.rejects {self._where}")

    def _number(self, sql: str) -> int:
        ((number,),) = self._connection.execute(sql, self._given).fetchall()
        return int(number)
