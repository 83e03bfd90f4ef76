"""The ledger: what a store keeps about its loads, beside the tables of the data model.

A store in DuckDB has it in a schema of its own. Other engines keep the same rows in tables whose latest version of a key wins,
as those of the data model; what is done with them is done in a DuckDB in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.model.table import Column, Kind, Table, boolean, instant, integer, key, text

if TYPE_CHECKING:
    import duckdb

#: The schema of a ledger, beside the sequence that numbers loads. Not named helder: a file helder.duckdb is a catalog of that
#: name, and the two would be ambiguous.
SCHEMA = """
create schema _helder;
create table _helder.properties (name varchar, value varchar);
create table _helder.batches (batch bigint, "table" varchar, source varchar, loaded_at timestamp, added bigint,
    changed bigint, unchanged bigint, superseded bigint);
create table _helder.loads (batch bigint, source varchar, mapping varchar, "table" varchar,
    columns varchar[], loaded_at timestamp);
create table _helder.rejects (batch bigint, "table" varchar, row_number bigint, record varchar[],
    faults struct("column" varchar, "value" varchar, reason varchar)[], mended_in bigint);
"""
#: What is known of customers who were erased: a digest of each thing that was theirs, and by which key it was made.
ERASED_SCHEMA = "create table if not exists _helder.erased (digest varchar, key varchar, erased_at timestamp);"
SCHEMA += ERASED_SCHEMA
NUMBERS = "create sequence _helder.batch_numbers start {first}"

PROPERTIES = Table("helder_properties", "What holds for the whole store", "one property", (key("name", ""), text("value", "")))
BATCHES = Table(
    "helder_batches",
    "What loads did to tables",
    "one load of one table",
    (
        key("batch", "", Kind.INTEGER), key("table", ""), integer("part", "", key=True), text("source", ""),
        instant("loaded_at", ""), *(integer(name, "") for name in ("added", "changed", "unchanged", "superseded")),
    ),
)  # fmt: skip
LOADS = Table(
    "helder_loads",
    "How loads were done",
    "one load",
    (
        key("batch", "", Kind.INTEGER), text("source", ""), text("mapping", ""), text("table", ""),
        Column("columns", Kind.TEXT, "as JSON"), instant("loaded_at", ""),
    ),
)  # fmt: skip
REJECTS = Table(
    "helder_rejects",
    "Rows that could not be kept",
    "one row of one load's file",
    (
        key("batch", "", Kind.INTEGER), key("table", ""), integer("row_number", "", key=True),
        Column("record", Kind.TEXT, "as JSON"), Column("faults", Kind.TEXT, "as JSON"), integer("mended_in", ""),
        boolean("gone", ""),
    ),
)  # fmt: skip

ERASED = Table(
    "helder_erased",
    "What was a customer's who was erased",
    "one thing",
    (key("digest", ""), text("key", ""), instant("erased_at", ""), boolean("gone", "")),
)

#: The ledger's tables, for an engine that keeps them as it keeps those of the data model.
LEDGER: dict[str, Table] = {table.name: table for table in (PROPERTIES, BATCHES, LOADS, REJECTS, ERASED)}

#: By table: how its rows are written in the schema's own, and how those of the schema are written in the table.
_IN = {
    "helder_properties": "insert into _helder.properties select name, value from {rows}",
    "helder_batches": """
        insert into _helder.batches
        select batch, "table", source, loaded_at, added, changed, unchanged, superseded from {rows} order by batch, part""",
    "helder_loads": """
        insert into _helder.loads
        select batch, source, mapping, "table", from_json(columns, '["VARCHAR"]'), loaded_at from {rows}""",
    "helder_rejects": """
        insert into _helder.rejects
        select batch, "table", row_number, from_json(record, '["VARCHAR"]'),
            from_json(faults, '[{{"column": "VARCHAR", "value": "VARCHAR", "reason": "VARCHAR"}}]'), mended_in
        from {rows} where not gone""",
    "helder_erased": "insert into _helder.erased select digest, key, erased_at from {rows} where not gone",
}
_OUT = {
    "helder_properties": "select name, value from _helder.properties",
    "helder_batches": """
        select batch, "table", row_number() over (partition by batch, "table" order by rowid) as part, source, loaded_at,
            added, changed, unchanged, superseded from _helder.batches""",
    "helder_loads": """
        select batch, source, mapping, "table", to_json(columns)::varchar as columns, loaded_at from _helder.loads""",
    "helder_rejects": """
        select batch, "table", row_number, to_json(record)::varchar as record, to_json(faults)::varchar as faults,
            mended_in, false as gone from _helder.rejects""",
    "helder_erased": "select digest, key, min(erased_at) as erased_at, false as gone from _helder.erased group by all",
}


def read_in(connection: duckdb.DuckDBPyConnection, name: str, rows: str) -> None:
    """Fill a table of the schema with the rows of one of LEDGER, which are in a relation of the connection."""
    connection.execute(_IN[name].format(rows=rows))


def read_out(name: str) -> str:
    """The statement that gives a table of the schema in the columns of one of LEDGER."""
    return _OUT[name]
