"""Questions of commands to a store that a server owns: it runs their statements, reading only, and gives the rows."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helder.engines import DuckDBEngine, Engine, Limits, open_engine
from helder.engines.duckdb_lent import LentDuckDB
from helder.errors import NotSupported, StoreBusy
from helder.query.encode import arrow_of
from helder.settings import Settings
from helder.store import owner
from helder.store.source import Progress

if TYPE_CHECKING:
    import pyarrow as pa

#: What the owner is asked to do.
QUERY = "query"


def reading(settings: Settings) -> Engine:
    """The store of a home folder, to be read: opened here, or through the server that owns it.

    Raises StoreBusy where another process has it, and is no server that answers; StoreError where it cannot be opened.
    """
    try:
        return open_engine(
            settings.store, read_only=True, limits=Limits(settings["memory"], settings["question_seconds"] or None)
        )
    except StoreBusy:
        if not owner.present(settings.home):
            raise
        return LentDuckDB(settings.store, partial(_ask, settings.home))


def _ask(home: Path, sql: str, params: Mapping[str, Any], lent: Mapping[str, pa.Table]) -> pa.Table:
    given = {name: _written(value) for name, value in params.items()}
    tables = {name: _packed(rows) for name, rows in lent.items()}
    return _unpacked(owner.ask(home, QUERY, lambda *_: None, sql=sql, params=given, tables=tables)["rows"])


def answer(engine: Any, asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """What the owner answers. Raises NotSupported for an engine that others can open themselves."""
    if not isinstance(engine, DuckDBEngine):
        raise NotSupported("The store can be opened by any process.", where=engine.url, fix="Open it, do not ask for it.")
    cursor = engine.cursor()  # of this thread, which answers this one question
    for name, rows in asked["tables"].items():
        cursor.register(name, _unpacked(rows))
    cursor.execute("begin transaction read only")
    try:
        return {"rows": _packed(engine.query(asked["sql"], {name: _read(*value) for name, value in asked["params"].items()}))}
    finally:
        cursor.execute("rollback")


def _written(value: Any) -> tuple[str, Any]:
    if isinstance(value, datetime):
        return "moment", value.isoformat()
    return ("day", value.isoformat()) if isinstance(value, date) else ("plain", value)


def _read(kind: str, value: Any) -> Any:
    reading = {"moment": datetime.fromisoformat, "day": date.fromisoformat}
    return reading[kind](value) if kind in reading else value


def _packed(rows: pa.Table) -> str:
    return base64.b64encode(arrow_of(rows, stream=True)).decode()


def _unpacked(packed: str) -> pa.Table:
    import pyarrow as pa

    with pa.ipc.open_stream(base64.b64decode(packed)) as stream:
        return stream.read_all()
