"""ClickHouse in this process, asked in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from chdb.session import Session

from benchmarks.data import DRAWN, folder, parquet
from benchmarks.engines.peers.peer import Peer
from benchmarks.engines.peers.sql import live, ways
from helder.model import TABLES

#: So that a row that is not there is null, as everywhere else.
_SETTINGS = """set join_use_nulls = 1; set aggregate_functions_null_for_empty = 1; set cast_keep_nullable = 1;
set prefer_column_name_to_alias = 1; set enable_materialized_cte = 1;
create function if not exists seconds_between as (a, b) -> dateDiff('microsecond', a, b) / 1000000"""
#: How standard SQL asks for an exact quantile, and how ClickHouse does.
_QUANTILE = (r"percentile_cont\((.*?)\) within group \(order by (.*?)\)", r"quantileExactInclusive(\1)(\2)")
#: Text of which a column has many values.
_MANY = ("_id", "comment", "code", "page")


def peer(rows: int) -> Peer:
    """Tables in the order of their first local date, with few-valued text as a dictionary; filled from Parquet once."""
    place = folder() / f"chdb-sql-{rows}"
    session = Session(str(place))
    for statement in _SETTINGS.split(";"):
        session.query(statement)
    known = str(session.query("select name from system.tables where database = currentDatabase()", "TabSeparated")).split()
    for table in DRAWN:
        if table not in known:
            _load(session, table, parquet(rows) / f"{table}.parquet")

    def ask(sql: Iterable[str]) -> list[Any]:
        told = (session.query(re.sub(*_QUANTILE, query), "ArrowStream").bytes() for query in sql)
        return [pa.ipc.open_stream(answer).read_all() for answer in told]

    def insert(given: pa.Table) -> None:
        file = place / "given.parquet"
        pq.write_table(given, file)
        names = ", ".join(given.column_names)
        session.query(f"insert into answers ({names}) select {names} from file('{file}', Parquet)")

    forget = "delete from answers where answer_id like 'new%'"
    session.query(forget)

    def close() -> None:
        session.query(forget)
        session.close()

    return Peer({**ways(ask), **live(ask, insert)}, close)


def _load(session: Session, table: str, file: Path) -> None:
    known = TABLES[table]
    columns = pq.read_schema(file).names
    taken = [
        f"cast({column} as LowCardinality(Nullable(String))) as {column}"
        if known.stored[column] == "string" and not column.endswith(_MANY)
        else f'"{column}"'
        for column in columns
    ]
    order = ", ".join((*(column.day for column in known.dated[:1]), *known.key))
    session.query(
        f"create table {table} engine = MergeTree order by ({order}) settings allow_nullable_key = 1 "
        f"as select {', '.join(taken)} from file('{file}', Parquet)"
    )
