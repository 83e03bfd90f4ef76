"""Checked rows that name a customer who was erased are at fault, whatever else they are; of them no value is kept."""

from __future__ import annotations

from helder.connectors.reading.check import FAULTS, RECORD
from helder.engines import Writer, bars, quoting
from helder.model import Table


def keep_out(writer: Writer, table: Table, checked: str) -> None:
    """Mark the rows of a checked table that name what was erased."""
    found = writer.erased(table, checked)
    if not found:
        return
    bars.listed(writer.connection, found)
    writer.connection.execute(
        f"update {quoting.name(checked)} as c set {RECORD} = [], "
        f"{FAULTS} = [{{'column': f.name, 'value': null, 'reason': f.reason}}] from _helder_refused as f where c.rowid = f.row"
    )
    writer.connection.execute("drop table _helder_refused")
