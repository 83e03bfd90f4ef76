"""Loads, as whole as ClickHouse lets them be.

All rows are staged first, in tables of their own. Then a mark is made, which is what commits the load. Then each staged table
is attached to the one it is for. Where a process dies before the mark, nothing was changed; where it dies after it, the next
that opens the store for writing does the rest, and doing it twice changes nothing. So a load is never there in part for long:
only a question put while the last step runs can see some of its tables and not yet others.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from helder.engines.clickhouse.connections import Connections
from helder.engines.clickhouse.tables import literal, name, names
from helder.engines.ledger import LEDGER
from helder.errors import StoreBusy, StoreError
from helder.model import TABLES, Table

if TYPE_CHECKING:
    import pyarrow as pa

STAGED = "_helder_staged_"
READY = "_helder_ready"
CLAIM = "_helder_claim"
#: A claim this old, in seconds, was left by a process that is no more.
_ABANDONED = 6 * 3600


def send(connections: Connections, rows: Mapping[Table, pa.Table]) -> None:
    """Add rows to tables, in this order; all of them, sooner or later, or none."""
    engines = tables(connections)
    for table, found in rows.items():
        staged = name(STAGED + table.name)
        how = f"as {name(table.name)}"
        if engines[table.name] != "ReplacingMergeTree":  # a replicated one has a path that no other can have
            how += " engine = MergeTree order by tuple()"
        connections.command(f"create table {staged} {how}")
        connections.insert(staged, found.select(list(table.stored)))
    connections.command(f"create table {name(READY)} (nothing UInt8) engine = Memory")
    _apply(connections, engines, [table.name for table in rows])


def settle(connections: Connections) -> None:
    """Finish a load that was marked, and throw away what was staged for one that was not."""
    there = tables(connections)
    staged = [table for table in (*TABLES, *LEDGER) if STAGED + table in there]
    if READY in there:
        _apply(connections, there, staged)
        return
    connections.command(*(f"drop table {name(STAGED + table)}" for table in staged))


def _apply(connections: Connections, engines: Mapping[str, str], staged: list[str]) -> None:
    for table in staged:
        own, from_ = name(table), name(STAGED + table)
        if engines[table] == "ReplacingMergeTree":
            connections.command(f"alter table {own} attach partition tuple() from {from_}")
        else:
            columns = names({**TABLES, **LEDGER}[table].stored)
            connections.command(f"insert into {own} ({columns}) select {columns} from {from_}")
        connections.command(f"drop table {from_}")
    connections.command(f"drop table {name(READY)}")


@contextmanager
def claimed(connections: Connections, patience: float = 10.0) -> Iterator[None]:
    """Nobody else writes meanwhile. Raises StoreBusy where somebody does, and goes on doing so."""
    me = f"{socket.gethostname()} {os.getpid()} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    until = time.monotonic() + patience
    while not _claim(connections, me):
        owner = _owner(connections)
        if owner is None or _gone(owner):
            connections.command(f"drop table if exists {name(CLAIM)}")
        elif time.monotonic() > until:
            raise StoreBusy(
                f"Somebody else is writing: process {owner[1]} on {owner[0]}, since {owner[2]} UTC.", where=connections.where,
                fix=f"Try again when that is done. If that process is no more, drop the table {CLAIM} of the database.",
            )  # fmt: skip
        else:
            time.sleep(0.05)
    try:
        settle(connections)
        yield
    finally:
        connections.command(f"drop table if exists {name(CLAIM)}")


def _claim(connections: Connections, me: str) -> bool:
    try:
        connections.command(f"create table {name(CLAIM)} (nothing UInt8) engine = Memory comment {literal(me)}")
    except StoreError:
        if CLAIM in tables(connections):
            return False
        raise
    return True


def _owner(connections: Connections) -> tuple[str, int, str] | None:
    (row,) = connections.rows(
        f"select max(comment) as owner from system.tables where database = currentDatabase() and name = {literal(CLAIM)}"
    ).to_pylist()
    if not row["owner"]:
        return None
    host, process, since = row["owner"].split(" ", 2)
    return host, int(process), since


def _gone(owner: tuple[str, int, str]) -> bool:
    """Whether the process that claimed the store is known to be no more."""
    host, process, since = owner
    began = datetime.strptime(since, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    if (datetime.now(UTC) - began).total_seconds() > _ABANDONED:
        return True
    if host != socket.gethostname():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def tables(connections: Connections) -> dict[str, str]:
    """The tables of the database, each with its engine."""
    rows = connections.rows("select name, engine from system.tables where database = currentDatabase()").to_pylist()
    return {row["name"]: row["engine"] for row in rows}
