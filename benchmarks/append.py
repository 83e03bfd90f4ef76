"""A day of 300,000 rows over all tables, appended to a store: every row checked, a transaction for each table, and one for all.

python -m benchmarks append [ROWS] [URL]

The day is the one after the last in the store. Its rows belong to customers, cases and contacts there are, and to new ones. It
is appended to a copy of the store, a new one each run.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

import duckdb
import pyarrow as pa

from benchmarks.data import DAYS, DRAWN, FIRST, SPEND, ZONE, counted, drawing, prepare
from benchmarks.engines.stores import copied, filled
from benchmarks.machine import described
from benchmarks.timing import show
from helder.engines import open_engine
from helder.model import TABLES

_ROWS, _RUNS = 300_000, 2
#: What customers and agents do that day about cases of the days before.
_OLDER = """
select 's' || ({cases} - 1 - mixed(i, 'older') % ({cases} // 20 + 1)) as case_id, moment(i, 1, 'later') as "at",
    one_of(i, 'event', ['replied', 'reopened', 'resolved', 'waiting']) as event,
    if(event = 'reopened', 'customer', 'agent') as author,
    true as public, 'e' || (mixed(i, 'employee') % 300) as employee_id, one_of(i, 'team', ['a', 'b', 'c', 'd', 'e']) as team
from range({many}) as t(i)"""


def day(rows: int) -> dict[str, pa.Table]:
    """The rows of the day after the last, by table, of a company whose store has so many rows."""
    counts, many = counted(rows), counted(_ROWS)
    many["spend"] = SPEND
    first = {**counts, "order_lines": 2 * counts["orders"], "turns": 6 * counts["contacts"]}
    found = {}
    with duckdb.connect() as connection:
        prepare(connection, FIRST + timedelta(days=DAYS))
        for table in DRAWN:
            sql = drawing(table, counts, first[table], first[table] + many[table])
            if table == "case_events":
                sql = f"({sql}) union all by name {_OLDER.format(cases=counts['cases'], many=many['cases'])}"
            found[table] = connection.sql(sql).to_arrow_table()
    return found


def appended(url: str, rows: dict[str, pa.Table]) -> dict[str, float]:
    """Seconds by table, on a copy of the store. Raises SystemExit where a row was not added."""
    engine = open_engine(copied(url), zone=ZONE)
    try:
        before, taken = engine.counts(), {}
        for name, given in rows.items():
            begun = time.perf_counter()
            with engine.write() as writer:
                done = writer.append(TABLES[name], given, source="a day")
            taken[name] = time.perf_counter() - begun
            if done.added != given.num_rows or engine.counts()[name] != before[name] + given.num_rows:
                raise SystemExit(f"{name}: of {given.num_rows:,} rows {done.added:,} were added")
        return taken
    finally:
        engine.close()


def together(url: str, rows: dict[str, pa.Table]) -> float:
    """Seconds for all of it in one transaction, on a copy of the store. Raises SystemExit where a row was not added."""
    engine = open_engine(copied(url), zone=ZONE)
    try:
        begun = time.perf_counter()
        with engine.write() as writer:
            done = {name: writer.append(TABLES[name], given, source="a day") for name, given in rows.items()}
        taken = time.perf_counter() - begun
        for name, given in rows.items():
            if done[name].added != given.num_rows:
                raise SystemExit(f"{name}: of {given.num_rows:,} rows {done[name].added:,} were added")
        return taken
    finally:
        engine.close()


def main(words: list[str]) -> None:
    """The time of each table, and of all, one after the other and in one transaction."""
    print(described())
    urls = [word for word in words if "://" in word]
    for size in [int(word.replace("_", "")) for word in words if word not in urls] or [10_000_000]:
        rows = day(size)
        total = sum(table.num_rows for table in rows.values())
        for url in (None, *urls):
            place = filled(size, url)
            runs = [appended(place, rows) for _ in range(_RUNS)]
            print(f"\n{total:,} rows of a day, appended to {place} of {size:,}; all of them added")
            named = {f"{name}, {rows[name].num_rows:,} rows": [run[name] for run in runs] for name in rows}
            one = [together(place, rows) for _ in range(_RUNS)]
            show({**named, "the whole day": [sum(run.values()) for run in runs], "the whole day in one transaction": one})


if __name__ == "__main__":
    main(sys.argv[1:])
