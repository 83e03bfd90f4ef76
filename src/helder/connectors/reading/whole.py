"""Read a small file whole, as a table of what it says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from helder.connectors.reading.files import opened
from helder.connectors.reading.records import unreadable
from helder.connectors.reading.structure import misfits
from helder.errors import BadInput

if TYPE_CHECKING:
    import pyarrow as pa


def whole(path: Path) -> pa.Table:
    """Every record of a file, texts as they are written.

    Raises BadInput where it cannot be read, or a record has another number of columns than the header.
    """
    import duckdb

    with opened(path) as file, duckdb.connect() as connection:
        for name, held in file.registered.items():
            connection.register(name, held)
        try:
            rows: pa.Table = connection.sql(f"select * from {file.relation}").to_arrow_table()
        except duckdb.Error as error:
            raise unreadable(error, path) from error
        for misfit in misfits(connection, file, rows.num_rows):
            raise BadInput(f"Row {misfit.number} {misfit.reason}.", where=str(path), fix="Mend it, or export it again.")
    return rows
