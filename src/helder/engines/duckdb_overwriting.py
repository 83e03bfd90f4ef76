"""Seeing that what was erased is gone from the file, too: deleted rows lie on in it, and so do blocks that are free.

Each table that had such rows is written anew, and the free blocks are then filled, in the file as it is: others read and write
meanwhile, and no second copy of the whole store is made. What is still to be done is noted in the store, in the transaction that
erased; so whoever opens it next goes on.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import duckdb

from helder.engines import quoting
from helder.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The property that names the tables to be written anew.
TO_OVERWRITE = "to overwrite"
_FILLER, _NEW = "_helder_filler", "_helder new"
#: The setting by which what the catalogue says of rows that are as they were stays where it is.
_REUSE = "experimental_metadata_reuse"
#: Blocks that are filled at once.
_AT_ONCE = 64
#: Bytes of a block of the catalogue.
_SMALL = 4096
#: Seconds for which those who read are waited for, and between looks.
_PATIENCE, _PAUSE = 60.0, 0.1
#: What an error says where the disk, a quota or a limit of the process has no room for more.
_FULL = ("No space left", "The disk is full", "quota exceeded", "File too large", "could not allocate block")

#: A table: its schema and its name.
Place = tuple[str, str]
Begin = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]


def note(connection: duckdb.DuckDBPyConnection, tables: Iterable[Place]) -> None:
    """Note tables whose old rows are to be overwritten, beside those noted before."""
    noted = sorted({*(_noted(connection) or ()), *tables})
    connection.execute("delete from _helder.properties where name = ?", [TO_OVERWRITE])
    connection.execute("insert into _helder.properties values (?, ?)", [TO_OVERWRITE, json.dumps(noted)])


def finish(connection: duckdb.DuckDBPyConnection, begin: Begin) -> None:
    """Do what was noted. connection: one without a transaction; begin: begins one in which nobody else writes.

    Raises StoreError where it cannot be done now; the note stays.
    """
    noted = _noted(connection)
    if noted is None:
        return
    try:
        _overwrite(connection, begin, noted)
    except (duckdb.Error, StoreError) as error:
        raise _told(error) from error


def unfinished(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether something is noted."""
    return _noted(connection) is not None


def _overwrite(connection: duckdb.DuckDBPyConnection, begin: Begin, noted: Iterable[Place]) -> None:
    for schema, name in noted:
        with begin() as cursor:
            _write_anew(cursor, schema, name)
    _describe_anew(connection, begin)
    _move_descriptions(connection, begin)
    _fill(connection, begin)
    with begin() as cursor:
        cursor.execute("delete from _helder.properties where name = ?", [TO_OVERWRITE])


def _noted(connection: duckdb.DuckDBPyConnection) -> list[Place] | None:
    found = connection.execute("select value from _helder.properties where name = ?", [TO_OVERWRITE]).fetchall()
    return [(schema, name) for schema, name in json.loads(found[0][0])] if found else None


def _write_anew(cursor: duckdb.DuckDBPyConnection, schema: str, name: str) -> None:
    """The same rows in the same order, in other blocks."""
    there = "select 1 from duckdb_tables() where schema_name = ? and table_name = ?"
    if not cursor.execute(there, [schema, name]).fetchall():
        return  # a roll-up that was dropped since
    old, new = (f"{quoting.name(schema)}.{quoting.name(one)}" for one in (name, _NEW))
    cursor.execute(f"create table {new} as from {old}")
    cursor.execute(f"drop table {old}")
    cursor.execute(f"alter table {new} rename to {quoting.name(name)}")


def _describe_anew(connection: duckdb.DuckDBPyConnection, begin: Begin) -> None:
    """Have the catalogue say of each table anew what is in it: what it says of several lies in one block, the old among it."""
    rows = connection.execute("select schema_name, table_name from duckdb_tables() where not internal").fetchall()
    for schema, name in rows:
        with begin() as cursor:
            table = f"{quoting.name(schema)}.{quoting.name(name)}"
            cursor.execute(f"alter table {table} add column {quoting.name(_NEW)} boolean")
            cursor.execute(f"alter table {table} drop column {quoting.name(_NEW)}")


def _move_descriptions(connection: duckdb.DuckDBPyConnection, begin: Begin) -> None:
    """Have all that the catalogue says be written elsewhere, of rows that stay as they are, too.

    Of a block in which anything is left, DuckDB takes no small one that is free again: with the old in it, it would stay.
    """
    connection.execute(f"set global {_REUSE} = false")
    try:
        for _ in range(2):  # the first time, some of it is put beside the old
            _clear(connection, begin)
    finally:
        connection.execute(f"reset global {_REUSE}")


def _fill(connection: duckdb.DuckDBPyConnection, begin: Begin) -> None:
    """Write over the free blocks what chance gives, which cannot be made smaller."""
    _clear(connection, begin)  # of one that was broken off
    number = 0
    while (room := _room(connection))[1]:
        size, free = room
        some = [os.urandom(size) for _ in range(min(free, _AT_ONCE))]  # a value as long as a block has one of its own
        with begin() as cursor:  # a table each: what is small in one table is written together, and so written twice
            cursor.execute(f"create table {_FILLER}.of_{number} as select unnest($some) as chance", {"some": some})
        number += 1
        _checkpoint(connection)
    _clear(connection, begin)
    _fill_small(connection, begin)
    _clear(connection, begin)


def _fill_small(connection: duckdb.DuckDBPyConnection, begin: Begin) -> None:
    """Write over the small blocks of the catalogue that are free, in which the least and greatest values of columns were."""
    ((free,),) = connection.execute("select coalesce(sum(free_blocks), 0)::bigint from pragma_metadata_info()").fetchall()
    with begin() as cursor:
        cursor.execute(f"create table {_FILLER}.small (nothing boolean)")
        said = secrets.token_hex((free + 1) * _SMALL // 2)
        cursor.execute(f"comment on table {_FILLER}.small is '{said}'")
    _checkpoint(connection)


def _clear(connection: duckdb.DuckDBPyConnection, begin: Begin) -> None:
    """Drop what free blocks were filled with, and begin anew."""
    with begin() as cursor:
        cursor.execute(f"drop schema if exists {_FILLER} cascade")
        cursor.execute(f"create schema {_FILLER}")
    _checkpoint(connection)


def _room(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Bytes of a block, and how many are free."""
    ((size, free),) = connection.execute("select block_size, free_blocks from pragma_database_size()").fetchall()
    return int(size), int(free)


def _checkpoint(connection: duckdb.DuckDBPyConnection) -> None:
    """Have the file be as the store is. Raises TransactionException where others go on reading what was before."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("checkpoint")
        except duckdb.TransactionException:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _told(error: Exception) -> StoreError:
    """Why what lay beneath is not overwritten, and when it will be."""
    text = str(error)
    fix = "Nothing need be done: it is when the store is next opened for writing, or somebody is erased, or this one again."
    if isinstance(error, duckdb.TransactionException):
        why = "somebody goes on reading"
    elif any(said in text for said in _FULL):
        why = "the disk is full"
        fix = "Free some space, and start the server anew or give the command again: it is overwritten when the store is opened."
    else:
        why = f"there was an error: {text.strip().splitlines()[0]}"
    return StoreError(f"The rows are gone, but what lay beneath in the file is not overwritten yet, as {why}.", fix=fix)
