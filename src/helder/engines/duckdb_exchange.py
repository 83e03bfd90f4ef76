"""Putting rows in the place of others in the embedded engine, as they are, with what follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.engines import quoting
from helder.engines.duckdb_related import same_key
from helder.model import Table

if TYPE_CHECKING:
    import duckdb

    from helder.engines.duckdb_upkeep import Upkeep


def exchange(connection: duckdb.DuckDBPyConnection, table: Table, stage: str, gone: str, upkeep: Upkeep | None) -> int:
    """Put staged rows, each with its load, in the place of others, and note it for roll-ups; how many fewer there are."""
    same = same_key(table.key, "old", "gone")
    connection.execute(f"delete from {quoting.name(table.name)} as old using {quoting.name(gone)} as gone where {same}")
    connection.execute(f"insert into {quoting.name(table.name)} by name from {quoting.name(stage)}")
    counted = f"select (select count(*) from {quoting.name(gone)}), (select count(*) from {quoting.name(stage)})"
    ((before, after),) = connection.execute(counted).fetchall()
    if upkeep:
        upkeep.note(table, f"by name from {quoting.name(stage)}", {}, gone, max(before, after))
    return int(before - after)


def note_batch(connection: duckdb.DuckDBPyConnection, table: Table, source: str, fewer: int, stage: str) -> None:
    """Note in the record of loads that a table is another: by so many rows fewer, and by those that are staged."""
    connection.execute(
        "insert into _helder.batches select nextval('_helder.batch_numbers'), $table, $source, now() at time zone 'UTC', "
        f"-$fewer, (select count(*) from {quoting.name(stage)}), 0, 0",
        {"table": table.name, "source": source, "fewer": fewer},
    )
