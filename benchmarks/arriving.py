"""Rows accepted durably a second, beside what one would keep them in else: one client, many, and batches.

python -m benchmarks arriving [SECONDS]

Every way acknowledges a send when it would outlive a power cut. Helder checks each row against its table and has it in the
store a moment later; the others only keep it. SQLite groups what waits into one commit, the best that it can do. Through its
API, Helder is a server in another process, and what sends to it shares the machine.
"""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

import duckdb
import httpx

from benchmarks.engines.peers.postgresql import Cluster
from benchmarks.live import made_token, served
from benchmarks.machine import described
from helder.connectors.arriving.arrivals import Arrivals
from helder.engines import open_engine
from helder.model import TABLES

COLUMNS = ("event_id", "session_id", "visitor_id", "at", "event", "page")
#: Clients, and rows of each send.
SHAPES = ((1, 1), (64, 1), (64, 100))
_EVENTS = TABLES["page_events"]
Row = tuple[str, ...]
Send = Callable[[Sequence[Row]], None]


@dataclass(frozen=True)
class Way:
    """How sends are kept. least, most: what a client's send took, in ms, at the median and the 99th percentile."""

    name: str
    rows_per_second: float
    median: float
    most: float


def drawn(client: int) -> Iterator[Row]:
    """Rows of one client without end."""
    for number in itertools.count():
        yield (f"e{client}-{number}", f"s{client}-{number // 20}", f"v{client}", "2026-03-01T10:00:00Z", "view", "/shop")


def measured(name: str, clients: int, size: int, seconds: float, send: Send) -> Way:
    """Clients that send one after the other, each the next when the last is acknowledged, for some seconds."""
    ends, taken = time.perf_counter() + seconds, [list[float]() for _ in range(clients)]

    def go(client: int) -> None:
        rows = drawn(client)
        while time.perf_counter() < ends:
            some = list(itertools.islice(rows, size))
            begun = time.perf_counter()
            send(some)
            taken[client].append(time.perf_counter() - begun)

    threads = [threading.Thread(target=go, args=(client,)) for client in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begun
    each = sorted(itertools.chain.from_iterable(taken))
    return Way(name, len(each) * size / spent, each[len(each) // 2] * 1000, each[len(each) * 99 // 100] * 1000)


@contextmanager
def of_helder(folder: Path) -> Iterator[Send]:
    """The append itself: checked, kept in the journal, on its way into a DuckDB store."""
    engine = open_engine(f"duckdb:///{folder / 'helder.duckdb'}")
    arrivals = Arrivals(engine, folder / "arriving", currency="EUR")
    counted = itertools.count()

    def send(rows: Sequence[Row]) -> None:
        done = arrivals.send(_EVENTS, [dict(zip(COLUMNS, row, strict=True)) for row in rows], source="benchmark").result()
        assert done.accepted == len(rows)
        next(counted)

    yield send
    arrivals.close()
    kept = engine.counts()["page_events"]
    engine.close()
    assert kept % max(next(counted), 1) == 0, "rows were lost"


@contextmanager
def of_api(folder: Path) -> Iterator[Send]:
    """The same by HTTP: a post of JSON for each send, on a connection that each client keeps."""
    token = made_token(folder)
    clients = threading.local()
    with served(folder) as (address, _):

        def send(rows: Sequence[Row]) -> None:
            client: httpx.Client | None = getattr(clients, "own", None)
            if client is None:
                headers = {"Authorization": f"Bearer {token}"}
                client = clients.own = httpx.Client(
                    base_url=address, headers=headers, timeout=60, verify=False
                )  # it costs a tenth of a second to make one that verifies
            answer = client.post("/api/v1/tables/page_events", json=[dict(zip(COLUMNS, row, strict=True)) for row in rows])
            answer.raise_for_status()
            assert answer.json()["accepted"] == len(rows)

        yield send


@contextmanager
def of_sqlite(folder: Path) -> Iterator[Send]:
    """SQLite, write-ahead log, fully synchronised; one thread commits all that waits together."""
    waiting: SimpleQueue[tuple[Sequence[Row], Future[None]] | None] = SimpleQueue()

    def write() -> None:
        connection = sqlite3.connect(folder / "events.sqlite3", isolation_level=None)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute(f"create table events ({', '.join(COLUMNS)}, primary key (event_id)) without rowid")
        while (first := waiting.get()) is not None:
            group = [first]
            while len(group) < 1000:
                try:
                    more = waiting.get_nowait()
                except Empty:
                    break
                if more is None:
                    waiting.put(None)
                    break
                group.append(more)
            connection.execute("begin")
            for rows, _ in group:
                connection.executemany("insert or replace into events values (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("commit")
            for _, done in group:
                done.set_result(None)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()

    def send(rows: Sequence[Row]) -> None:
        done: Future[None] = Future()
        waiting.put((rows, done))
        done.result()

    yield send
    waiting.put(None)
    thread.join()


@contextmanager
def of_duckdb(folder: Path) -> Iterator[Send]:
    """DuckDB, a commit for every send."""
    connection = duckdb.connect(str(folder / "events.duckdb"))
    columns = ", ".join(f'"{name}" varchar' for name in COLUMNS)
    connection.execute(f"create table events ({columns})")
    writing = threading.Lock()

    def send(rows: Sequence[Row]) -> None:
        values = ", ".join("(" + ", ".join(f"'{value}'" for value in row) + ")" for row in rows)
        with writing:
            connection.execute(f"insert into events values {values}")

    yield send
    connection.close()


def of_postgresql(clients: int, size: int, seconds: float, place: Path) -> Way:
    """PostgreSQL as it comes, a commit for every send, by its own load generator."""
    cluster = Cluster(place)
    try:
        as_user = ["-h", str(place), "-U", "bench", "postgres"]
        types = ", ".join(f'"{name}" text' for name in COLUMNS)
        made = f"drop table if exists events; create table events ({types}, primary key (event_id))"
        subprocess.run([str(cluster.binaries / "psql"), "-q", "-c", made, *as_user], check=True, capture_output=True)
        row = "(:client_id || '-' || :n || '-{}', 's', 'v', '2026-03-01T10:00:00Z', 'view', '/shop')"
        rows = ", ".join(row.format(i) for i in range(size))
        script = place / "insert.sql"
        script.write_text(f"\\set n random(1, 1000000000)\ninsert into events values {rows} on conflict do nothing;\n")
        script.chmod(0o644)
        words = ["-n", "-f", str(script), "-c", str(clients), "-j", "2", "-T", str(round(seconds)), "-M", "prepared", "-l"]
        with tempfile.TemporaryDirectory() as folder:
            told = subprocess.run(
                [str(cluster.binaries / "pgbench"), *words, "--log-prefix", f"{folder}/log", *as_user],
                check=True, capture_output=True, text=True,
            ).stdout  # fmt: skip
            each = sorted(
                int(line.split()[2]) / 1000 for path in Path(folder).glob("log*") for line in path.read_text().splitlines()
            )
        (rate,) = [float(line.split()[2]) for line in told.splitlines() if line.startswith("tps")]
        return Way("PostgreSQL, a commit a send", rate * size, each[len(each) // 2], each[len(each) * 99 // 100])
    finally:
        cluster.stop()


WAYS = {
    "Helder": of_helder,
    "Helder, through its API": of_api,
    "SQLite WAL, full sync, grouped commits": of_sqlite,
    "DuckDB, a commit a send": of_duckdb,
}


def main(words: list[str]) -> None:
    """Every way in every shape, and how many times as many rows Helder takes."""
    seconds = float(words[0]) if words else 5.0
    print(described())
    for clients, size in SHAPES:
        print(f"\n{clients} client{'s' if clients > 1 else ''}, {size} row{'s' if size > 1 else ''} a send")
        print(f"{'':42} {'rows/s':>10} {'median ms':>10} {'99 % ms':>10}")
        found = []
        for name, way in WAYS.items():
            with tempfile.TemporaryDirectory(prefix="helder-arriving-") as folder, way(Path(folder)) as send:
                found.append(measured(name, clients, size, seconds, send))
        if shutil.which("pgbench"):
            with tempfile.TemporaryDirectory(prefix="helder-pg-") as folder:
                Path(folder).chmod(0o755)
                found.append(of_postgresql(clients, size, seconds, Path(folder) / "cluster"))
        for way in found:
            ratio = "" if way is found[0] else f"   helder takes {found[0].rows_per_second / way.rows_per_second:.2f} x as many"
            print(f"{way.name:42} {way.rows_per_second:10,.0f} {way.median:10.2f} {way.most:10.2f}{ratio}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
