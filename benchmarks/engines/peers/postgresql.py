"""PostgreSQL, in a cluster of the benchmark's own, reached by a socket in its folder."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.data import DRAWN, folder, parquet
from benchmarks.engines.peers.peer import Peer
from benchmarks.engines.peers.sql import live, ways
from helder.model import TABLES

_MOST = 10_000_000
#: What one sets on a machine of a few cores and tens of gigabytes that answers large questions.
_CONFIGURATION = """
listen_addresses = ''
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 512MB
hash_mem_multiplier = 2
maintenance_work_mem = 1GB
max_wal_size = 8GB
random_page_cost = 1.1
max_parallel_workers_per_gather = 2
"""
_TYPES = {
    "string": "text",
    "int64": "bigint",
    "float64": "double precision",
    "timestamp(6)": "timestamp",
    "date": "date",
    "boolean": "boolean",
}
_FUNCTION = """create function seconds_between(a timestamp, b timestamp) returns double precision
    language sql immutable parallel safe return extract(epoch from b - a)"""
#: Columns that rows of other tables are found by.
_POINTING = ("customer_id", "case_id", "session_id", "order_id")


def peer(rows: int) -> Peer:
    """All tables with the keys and indexes one would make, loaded once and kept."""
    if rows > _MOST:
        raise ValueError(f"measured up to {_MOST:,} rows")
    cluster = Cluster(folder() / f"postgresql-{rows}")
    client = _Client(cluster)
    client.run("set client_min_messages = warning")
    if not client.ask(["select 1 from pg_proc where proname = 'seconds_between'"]):
        for table in DRAWN:
            _load(client, table, parquet(rows) / f"{table}.parquet")
        client.run(_FUNCTION)
        client.run("vacuum analyze")
    forget = "delete from answers where answer_id like 'new%'"
    client.run(forget)

    def insert(given: pa.Table) -> None:
        client.copy("answers", given.column_names, duckdb.sql("from given"))

    def close() -> None:
        try:
            client.run(forget)
            client.close()
        finally:
            cluster.stop()

    backend = int(client.run("select pg_backend_pid()")[1])
    return Peer({**ways(client.ask), **live(client.ask, insert)}, close, backend)


def _load(client: _Client, table: str, file: Path) -> None:
    known, names = TABLES[table], pq.read_schema(file).names
    columns = ", ".join(f'"{name}" {_TYPES[known.stored[name]]}' for name in names)
    client.run(f"drop table if exists {table}")
    client.run(f"create table {table} ({columns})")
    client.copy(table, names, duckdb.sql(f"from '{file}'"))
    keys = ", ".join(f'"{name}"' for name in known.key)
    client.run(f"alter table {table} add primary key ({keys})")
    found = [column.day for column in known.dated] + [name for name in _POINTING if name in names and name not in known.key]
    for name in found:
        client.run(f"create index on {table} ({name})")


class Cluster:
    """A cluster in a folder, run by a user without rights over the machine."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.binaries = binaries()
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if not (place / "data").exists():
            self._make()
        elif (place / "data" / "postmaster.pid").exists():  # left by a run that was broken off
            self.stop()
        self._call("pg_ctl", "-D", str(place / "data"), "-l", str(place / "log"), "-o", f"-k {place}", "-w", "start")

    def stop(self) -> None:
        self._call("pg_ctl", "-D", str(self.place / "data"), "-m", "fast", "-w", "stop")

    def _make(self) -> None:
        self.place.mkdir(parents=True, exist_ok=True)
        if self._as:
            shutil.chown(self.place, "postgres", "postgres")
        self._call("initdb", "-D", str(self.place / "data"), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C")
        with (self.place / "data" / "postgresql.conf").open("a") as settings:
            settings.write(_CONFIGURATION)

    def _call(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [*self._as, str(self.binaries / program), *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
        )
        if done.returncode:
            raise OSError(f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")


def binaries() -> Path:
    """Where PostgreSQL's programs are. Raises FileNotFoundError where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    known = shutil.which("pg_ctl")
    if not found and not known:
        raise FileNotFoundError("there is no PostgreSQL here; tools/postgresql installs it")
    return (found[-1] if found else Path(str(known)).resolve()).parent


class _Client:
    """psql, which says what it was told by the line, so that no driver is needed."""

    _END = "~ the end ~"

    def __init__(self, cluster: Cluster) -> None:
        words = ["-X", "-q", "--csv", "-v", "ON_ERROR_STOP=1", "-h", str(cluster.place), "-U", "bench", "-d", "postgres"]
        self._process = subprocess.Popen(
            [str(cluster.binaries / "psql"), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, sql: str) -> list[str]:
        """The lines that came of a statement."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{sql};\n\\echo {self._END}\n")
        self._process.stdin.flush()
        lines: list[str] = []
        for line in self._process.stdout:
            if line.strip() == self._END:
                return lines
            lines.append(line)
        raise RuntimeError(f"psql ended at: {sql[:200]}")

    def ask(self, sql: Iterable[str]) -> list[dict[str, Any]]:
        """The rows of some queries."""
        return [_typed(row) for query in sql for row in csv.DictReader(self.run(query))]

    def copy(self, table: str, columns: Iterable[str], rows: duckdb.DuckDBPyRelation) -> None:
        """Add rows to a table."""
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            rows.write_csv(file.name, header=False)
            names = ", ".join(f'"{column}"' for column in columns)
            self.run(f"\\copy {table} ({names}) from '{file.name}' (format csv)\n")

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def _typed(row: dict[str, str]) -> dict[str, Any]:
    return {name: (float(v) if name in ("value", "n") else v) if v != "" else None for name, v in row.items()}
