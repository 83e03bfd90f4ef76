"""Bringing a store of an earlier Helder up to this one: from layout to layout, each step whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import duckdb

from helder.engines import ledger, quoting
from helder.engines.duckdb_writer import sql_type
from helder.errors import StoreError
from helder.model import TABLES, Table


@dataclass(frozen=True)
class Migration:
    """One step. since, to: the layouts it is between. adds: what a store has afterwards that it had not."""

    since: str
    to: str
    adds: str
    apply: Callable[[duckdb.DuckDBPyConnection], None]


def create_table(table: Table) -> str:
    """The statement that makes a table of the data model."""
    columns = ", ".join(f"{quoting.name(name)} {sql_type(kind)}" for name, kind in table.stored.items())
    return f"create table {quoting.name(table.name)} ({columns})"


def _add_missing(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what the data model has and the store lacks; nothing that is there changes."""
    for table in TABLES.values():
        connection.execute(create_table(table).replace("create table", "create table if not exists", 1))
        for name, kind in table.stored.items():
            column = f"{quoting.name(name)} {sql_type(kind)}"
            connection.execute(f"alter table {quoting.name(table.name)} add column if not exists {column}")


def _note_erased(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(ledger.ERASED_SCHEMA)


#: Every step there has been, in order. A new one goes at the end; those before stay as they are.
MIGRATIONS = (
    Migration("1", "2", "the tables goals and benchmarks, and columns", _add_missing),
    Migration("2", "3", "what is known of erased customers", _note_erased),
)
#: The layout that this Helder reads and writes.
LAYOUT = MIGRATIONS[-1].to


def pending(layout: str, where: str) -> tuple[Migration, ...]:
    """The steps from a store's layout to this Helder's. Raises StoreError for a layout it does not know."""
    known = [step.since for step in MIGRATIONS]
    if layout == LAYOUT:
        return ()
    if layout not in known:
        raise StoreError(
            f"The store has layout {layout}, this Helder reads layout {LAYOUT}.",
            where=where,
            fix="Use the version of Helder that wrote it, or a later one.",
        )
    return MIGRATIONS[known.index(layout) :]


def bring_up(layout: str, begin: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]], where: str) -> None:
    """Take a store through the steps it lacks. begin: begins a transaction of it."""
    for step in pending(layout, where):
        with begin() as connection:
            step.apply(connection)
            connection.execute("update _helder.properties set value = ? where name = 'layout'", [step.to])


def refuse_older(layout: str, where: str) -> None:
    """Raise StoreError where a store that is open for reading only lacks steps."""
    steps = pending(layout, where)
    if steps:
        raise StoreError(
            f"The store has layout {layout}, which lacks {'; '.join(step.adds for step in steps)}.",
            where=where,
            fix="Start the server, or load something: that adds them, and changes nothing else.",
        )
