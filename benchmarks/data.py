"""The data the benchmarks run on: a company's two years in a store, any number of rows in believable proportions."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import ibis

from helder.engines import open_engine
from helder.model import BATCH, TABLES
from helder.model.zones import local_day

ZONE = "Europe/Amsterdam"
#: Share of all rows that each table has. Besides, case_events has 3.6 rows for each case, and spend 15 for each day.
SHARES = {
    "answers": 0.22,
    "page_events": 0.22,
    "contacts": 0.12,
    "order_lines": 0.085,
    "orders": 0.05,
    "customers": 0.045,
    "turns": 0.04,
    "cases": 0.036,
    "invitations": 0.025,
    "subscriptions": 0.015,
    "mentions": 0.01,
    "quality_reviews": 0.004,
    "referrals": 0.001,
}
#: The tables that have rows.
DRAWN = (*SHARES, "case_events", "spend")
#: The first day of the data, and how many there are.
FIRST, DAYS = date(2024, 1, 1), 730
#: Amounts spent on each day.
SPEND = 15
#: Rows that are drawn at a time.
_PIECE = 4_000_000
_QUERIES = Path(__file__).parent / "company"

# Everything is drawn by hashing the row's number, so the same number of rows gives the same data on any machine. A hash of two
# is no more than their hashes combined, and those of one row would go together: so it is hashed once more.
_MACROS = """
create or replace temp macro mixed(i, salt) as hash(hash(i, salt));
create or replace temp macro draw(i, salt) as (mixed(i, salt) % 1000003) / 1000003.0;
create or replace temp macro one_of(i, salt, list) as list[1 + (mixed(i, salt) % len(list))::int];
create or replace temp macro during_day(i, salt) as 25200 + (54000 * draw(i, salt) * (0.7 + 0.3 * draw(i, salt || '2')))::bigint;
create or replace temp macro waiting(i, salt, mean) as -mean * ln(1 - 0.9999 * draw(i, salt));
"""
_QUIET = "set enable_progress_bar = false"
_MOMENT = """create or replace temp macro moment(i, n, salt) as {start}
    + to_seconds(during_day(i, salt)) + to_microseconds((mixed(i, salt) % 1000)::bigint * 1000)"""
_DAY_BY_DAY = f"timestamp '{FIRST}' + to_days((i * {DAYS} // n)::int)"


def folder() -> Path:
    """Where the data are kept: BENCH_FOLDER, else the temporary directory."""
    found = Path(os.environ.get("BENCH_FOLDER") or Path(tempfile.gettempdir()) / "helder-bench")
    found.mkdir(parents=True, exist_ok=True)
    return found


def store(rows: int) -> Path:
    """A store with about that many rows over all tables, made once and kept."""
    path = folder() / f"company-{rows}.duckdb"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        _fill(unfinished, counted(rows))
        unfinished.rename(path)
    return path


def parquet(rows: int) -> Path:
    """A folder with a Parquet file for each table of the store, with all stored columns but attributes."""
    path = folder() / f"company-{rows}-parquet"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        unfinished.mkdir(exist_ok=True)
        with duckdb.connect(str(store(rows)), read_only=True) as connection:
            connection.execute(_QUIET)
            for table in DRAWN:
                columns = [column for column, kind in TABLES[table].stored.items() if not kind.startswith("map")]
                names = ", ".join(f'"{column}"' for column in columns)
                connection.execute(f"copy (select {names} from {table}) to '{unfinished / table}.parquet'")
        unfinished.rename(path)
    return path


def counted(rows: int) -> dict[str, int]:
    """Rows of each table, of so many over all; for events of cases, the number of cases."""
    counts = {table: round(rows * share) for table, share in SHARES.items()}
    return {**counts, "case_events": counts["cases"], "spend": SPEND * DAYS}


def drawing(table: str, counts: dict[str, int], first: int, last: int) -> str:
    """SQL that draws the rows of a table from one number to before another, as a company of such counts has them."""
    sql = (_QUERIES / f"{table}.sql").read_text()
    return sql.format(n=counts[table], first=first, last=last, customers=counts["customers"], cases=counts["cases"])


def prepare(connection: duckdb.DuckDBPyConnection, day: date | None = None) -> None:
    """Let a connection know the words that the drawing is written in. day: on which all is to happen, where it is one."""
    connection.execute(_QUIET)
    connection.execute(_MACROS)
    connection.execute(_MOMENT.format(start=_DAY_BY_DAY if day is None else f"timestamp '{day}'"))


def _fill(path: Path, counts: dict[str, int]) -> None:
    """Rows come in order of time, as they do in loads; they are right as drawn, and so not checked."""
    open_engine(f"duckdb:///{path}", zone=ZONE).close()
    with duckdb.connect(str(path)) as connection:
        prepare(connection)
        for table, count in counts.items():
            ((batch,),) = connection.execute("select nextval('_helder.batch_numbers')").fetchall()
            written = sum(_insert(connection, table, sql, batch) for sql in _pieces(table, counts, count))
            connection.execute(
                "insert into _helder.batches values (?, ?, 'benchmark', now() at time zone 'UTC', ?, 0, 0, 0)",
                [batch, table, written],
            )


def _pieces(table: str, counts: dict[str, int], count: int) -> Iterator[str]:
    for first in range(0, count, _PIECE):
        yield drawing(table, counts, first, min(first + _PIECE, count))


def _insert(connection: duckdb.DuckDBPyConnection, table: str, sql: str, batch: int) -> int:
    """Add drawn rows with the local dates and the load's number that appending would give them."""
    own = {str(name): str(kind) for name, kind, *_ in connection.execute(f"describe {sql}").fetchall()}
    known = TABLES[table]
    rows = ibis.table({name: known.stored[name] for name in own}, name="drawn")
    days = {column.day: local_day(rows[column.name], ZONE) for column in known.dated if column.name in own}
    dated = ibis.to_sql(rows.mutate(**days, **{BATCH: ibis.literal(batch, "int64")}), dialect="duckdb", pretty=False)
    ((written,),) = connection.execute(f"insert into {table} by name with drawn as ({sql}) {dated}").fetchall()
    return int(written)
