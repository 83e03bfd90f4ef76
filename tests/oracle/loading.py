"""The oracle's rows as frames in memory, and as a store."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

import helder
from helder.model import TABLES, Kind, Table
from helder.model.money import minor_units
from helder.workspace import Workspace
from oracle.cells import Data, Row
from oracle.opening import CALENDARS


def stored(table: Table, rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table with the stored types."""
    names = [c.name for c in table.columns if any(c.name in row for row in rows) or c.key]
    schema = ibis.schema({name: table.by_name[name].kind.stored for name in names}).to_pyarrow()
    return pa.table({name: pa.array([row.get(name) for row in rows], type=schema.field(name).type) for name in names})


def store(data: Data, zone: str = "UTC") -> Workspace:
    """A workspace in memory with the rows in it."""
    workspace = helder.connect(zone=zone, calendars=CALENDARS)
    load(workspace, data)
    return workspace


def load(workspace: Workspace, data: Data) -> None:
    """Append the rows in one transaction."""
    with workspace.engine.write() as writer:
        for name, rows in data.items():
            if rows:
                writer.append(TABLES[name], stored(TABLES[name], rows), source="oracle")


def frames(data: Data) -> dict[str, pd.DataFrame]:
    """Rows as pandas frames, money in units of the currency."""
    return {name: pd.DataFrame([_shown(TABLES[name], row) for row in rows]) for name, rows in data.items() if rows}


def possible(data: Data) -> Data:
    """The rows that a store takes in: of those given in memory others are refused."""
    return {name: [row for row in rows if _can_be(TABLES[name], row)] for name, rows in data.items()}


def _can_be(table: Table, row: Row) -> bool:
    ends = ((row.get(first), row.get(last)) for first, last in table.ordered)
    bounds = ((c.minimum, row.get(c.name)) for c in table.columns if c.minimum is not None)
    return all(a is None or b is None or a <= b for a, b in (*ends, *bounds))


def _shown(table: Table, row: Row) -> dict[str, Any]:
    units = minor_units(row.get("currency"))
    money = {c.name for c in table.columns if c.kind is Kind.MONEY}
    return {k: Decimal(v) / units if k in money and v is not None else v for k, v in row.items()}
