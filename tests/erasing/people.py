"""Customers to be erased from a made-up company, and where texts of theirs still are."""

from __future__ import annotations

from pathlib import Path

from helder.engines import Engine, quoting
from helder.engines.duckdb import DuckDBEngine
from helder.workspace import Workspace


def told(workspace: Workspace) -> DuckDBEngine:
    """The engine of a workspace, which is the embedded one."""
    assert isinstance(workspace.engine, DuckDBEngine)
    return workspace.engine


def busiest(engine: Engine, number: int = 3) -> list[str]:
    """The customers of whom there is most: of those who buy, call and answer."""
    assert isinstance(engine, DuckDBEngine)
    counted = " union all ".join(f"select customer_id from {t}" for t in ("orders", "contacts", "answers", "referrals"))
    rows = engine.query(
        f"select customer_id from ({counted}) where customer_id is not null group by all order by count(*) desc, 1 limit {number}"
    )
    return [str(key) for key in rows["customer_id"].to_pylist()]


def everywhere(engine: DuckDBEngine, texts: set[str]) -> list[tuple[str, str]]:
    """The tables and columns of the file, roll-ups and the ledger included, in which some text is, be it within another."""
    found = []
    columns = engine.query("select schema_name, table_name, column_name, data_type from duckdb_columns() where not internal")
    for schema, table, column, kind in (tuple(row.values()) for row in columns.to_pylist()):
        if not any(sort in kind for sort in ("VARCHAR", "BLOB", "STRUCT")):
            continue
        relation = f"{quoting.name(schema)}.{quoting.name(table)}"
        values = engine.query(f"select distinct {quoting.name(column)}::varchar as v from {relation}")["v"].to_pylist()
        if any(text in value for value in values if value for text in texts):
            found.append((f"{schema}.{table}", column))
    return found


def bytes_of(path: Path, texts: set[str]) -> set[str]:
    """Those of some texts that are in the bytes of a file, or of what lies beside it."""
    content = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*") if one.is_file())
    return {text for text in texts if text.encode() in content}
