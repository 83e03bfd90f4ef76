"""Keep the rows that were rejected, with their record, faults and number, until they are mended."""

from __future__ import annotations

import json
from collections.abc import Sequence

import duckdb

from helder.connectors.reading.mapping import Mapping
from helder.connectors.reading.opened import Opened
from helder.connectors.reading.structure import Misfit
from helder.engines import quoting
from helder.engines.bars import REFUSED
from helder.errors import BadInput
from helder.model import Table

_SHOWN = 5


def keep(connection: duckdb.DuckDBPyConnection, batch: int, table: Table, relation: str) -> None:
    """Keep the rejects of a relation of row_number, record and faults.

    One that an earlier load rejected just so is this load's from now on, so that loading a file twice keeps it once. Of one that
    names a customer who was erased the record is not kept.
    """
    erased = f"len(list_filter(faults, lambda f: starts_with(f.reason, {quoting.literal(REFUSED)}))) > 0"
    connection.execute(
        f'create or replace temp table _helder_rejects as select {batch} as batch, ? as "table", row_number, '
        f"case when {erased} then [] else record end as record, faults "
        f"from {relation} as rejected order by row_number",
        [table.name],
    )
    connection.execute(
        'delete from _helder.rejects as old using _helder_rejects as new where old."table" = new."table" '
        "and old.mended_in is null "
        "and old.row_number = new.row_number and old.record is not distinct from new.record"
    )
    connection.execute("insert into _helder.rejects select *, null from _helder_rejects")
    connection.execute("drop table _helder_rejects")


def keep_misfits(connection: duckdb.DuckDBPyConnection, batch: int, table: Table, misfits: list[Misfit]) -> None:
    """Keep records of the wrong width, in the pieces they have."""
    if not misfits:
        return
    connection.execute("create or replace temp table _helder_misfits (row_number bigint, record varchar[], reason varchar)")
    connection.executemany(
        "insert into _helder_misfits values (?, ?, ?)",
        [[misfit.number, list(misfit.pieces), misfit.reason] for misfit in misfits],
    )
    faults = "[{'column': null, 'value': null, 'reason': reason}]"
    keep(connection, batch, table, f"(select row_number, record, {faults} as faults from _helder_misfits)")
    connection.execute("drop table _helder_misfits")


def keep_arrived(
    connection: duckdb.DuckDBPyConnection,
    batch: int,
    table: Table,
    source: str,
    rows: Sequence[tuple[Sequence[str | None], Sequence[tuple[str | None, str | None, str]]]],
) -> None:
    """Keep rows that arrived one by one, each a record in the order of the table's columns and its faults, as those of a load."""
    connection.execute("create or replace temp table _helder_refused (row_number bigint, record varchar[], faults json)")
    told = [
        [number, list(record), json.dumps([{"column": c, "value": v, "reason": r} for c, v, r in faults])]
        for number, (record, faults) in enumerate(rows, 1)
    ]
    connection.executemany("insert into _helder_refused values (?, ?, ?)", told)
    faults = """from_json(faults, '[{"column": "VARCHAR", "value": "VARCHAR", "reason": "VARCHAR"}]')"""
    keep(connection, batch, table, f"(select row_number, record, {faults} as faults from _helder_refused)")
    connection.execute("drop table _helder_refused")
    _note(connection, batch, source, None, table.name, [column.name for column in table.columns])


def note_load(connection: duckdb.DuckDBPyConnection, batch: int, file: Opened, mapping: Mapping) -> None:
    """Keep how a load was done, so that its mended rows can be loaded in the same way."""
    tables = {section.table.name for section in mapping.sections}
    table = tables.pop() if len(tables) == 1 else None
    _note(connection, batch, file.source, mapping.text, table, list(file.columns))


def _note(
    connection: duckdb.DuckDBPyConnection, batch: int, source: str, mapping: str | None, table: str | None, columns: list[str]
) -> None:
    connection.execute(
        "insert into _helder.loads values (?, ?, ?, ?, ?, now() at time zone 'UTC')", [batch, source, mapping, table, columns]
    )


def mark_mended(connection: duckdb.DuckDBPyConnection, old: int, new: int, retried: str | None) -> None:
    """Say of an earlier load's rejects that another took them up: those of the rows retried, or all."""
    chosen = f"and row_number in ({retried})" if retried else ""
    connection.execute(f"update _helder.rejects set mended_in = {new:d} where batch = {old:d} and mended_in is null {chosen}")


def refusal(connection: duckdb.DuckDBPyConnection, batch: int, rejected: int, where: str) -> BadInput:
    """The error of a load that was to have no rejects, with the first of them."""
    found = connection.execute(
        "select row_number, fault.column, fault.value, fault.reason from (select row_number, unnest(faults) as fault "
        "from _helder.rejects where batch = ?) order by row_number limit ?",
        [batch, _SHOWN],
    ).fetchall()
    shown = "; ".join(describe(*row) for row in found)
    return BadInput(
        f"{rejected:,} rows are at fault: {shown}{'; ...' if rejected > len(found) else ''}.",
        where=where,
        fix="Nothing was loaded. Mend them, or load without --strict to keep the others.",
    )


def describe(number: int, column: str | None, value: str | None, reason: str) -> str:
    """A fault in one phrase."""
    if column is None:
        return f"row {number} {reason}"
    return f"row {number}: {column} {'' if value is None else repr(value) + ' '}{reason}"
