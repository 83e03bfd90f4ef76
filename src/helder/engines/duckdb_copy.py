"""Taking a whole store out of the embedded engine, and one in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from helder.engines import ledger, quoting, running
from helder.engines.duckdb_rollups import mark_all_stale
from helder.model import TABLES, Table

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir
    import pyarrow as pa

_BROUGHT = "_helder_brought"


class DuckDBSnapshot:
    """The store as one transaction sees it, whatever is loaded meanwhile."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an expression."""
        import ibis

        return self.ledger(str(ibis.to_sql(expression, dialect="duckdb", pretty=False)))

    def ledger(self, sql: str) -> pa.Table:
        """Rows of a statement over the tables of `_helder`."""

        def work() -> pa.Table:
            rows: pa.Table = self._cursor.sql(sql).to_arrow_table()
            return rows

        return running.run(self._cursor, work)

    def identity(self) -> str:
        """A text that is another one where anything was loaded, or lies elsewhere in the file, since."""
        told = [self.ledger("select * replace (loaded_at::varchar as loaded_at) from _helder.batches").to_pylist()]
        for name in TABLES:
            told.append(self.ledger(f"select count(*), sum(rowid)::varchar from {quoting.name(name)}").to_pylist())
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def pieces(self, table: Table, after: str | None, most: int, columns: Sequence[str] = ()) -> Iterator[tuple[str, pa.Table]]:
        """The rows of a table, in the order in which they lie in the file."""
        relation = quoting.name(table.name)
        (last,) = self.ledger(f"select max(rowid) as last from {relation}")["last"].to_pylist()
        first, wanted = int(after or 0), quoting.names(columns or table.stored)
        while last is not None and first <= last:
            rows = self.ledger(f"select {wanted} from {relation} where rowid >= {first} and rowid < {first + most}")
            first += most
            yield str(first), rows


def bring(connection: duckdb.DuckDBPyConnection, rows: Mapping[Table, pa.Table], properties: Mapping[str, str | None]) -> None:
    """Rows of another store into this one, as they are kept there; and properties, of which those without a value are dropped."""
    mark_all_stale(connection)
    for table, some in rows.items():
        connection.register(_BROUGHT, some)
        if table.name in ledger.LEDGER:
            ledger.read_in(connection, table.name, _BROUGHT)
        else:
            columns = quoting.names(table.stored)
            connection.execute(f"insert into {quoting.name(table.name)} ({columns}) select {columns} from {_BROUGHT}")
        connection.unregister(_BROUGHT)
    if ledger.BATCHES in rows or ledger.LOADS in rows:
        _number_on(connection)
    for name, value in properties.items():
        connection.execute("delete from _helder.properties where name = ?", [name])
        if value is not None:
            connection.execute("insert into _helder.properties values (?, ?)", [name, value])


def _number_on(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the numbers of loads to come follow those brought."""
    noted = "(select batch from _helder.batches union all select batch from _helder.loads)"
    ((last,),) = connection.execute(f"select coalesce(max(batch), 0) from {noted}").fetchall()
    connection.execute("drop sequence _helder.batch_numbers;" + ledger.NUMBERS.format(first=int(last) + 1))
