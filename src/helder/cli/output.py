"""How commands give tables out: as a table to read, or as data."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from helder.errors import BadQuestion, StoreError

if TYPE_CHECKING:
    import pyarrow as pa


class Format(StrEnum):
    """Forms a table can be given out in."""

    table = "table"
    json = "json"
    csv = "csv"
    parquet = "parquet"
    arrow = "arrow"


_BINARY = (Format.parquet, Format.arrow)


def give(rows: pa.Table, form: Format, output: Path | None) -> None:
    """Write a table as data, to a file or to standard output."""
    if form in _BINARY and output is None and sys.stdout.isatty():
        raise BadQuestion(
            f"{form.value} is not for a terminal.", where="--format", fix="Add --output FILE, or send it into a file."
        )
    data = _encoded(rows, form)
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write(output, data)


def write(output: Path, data: bytes) -> None:
    """Write what a command makes to the file that was named. Raises StoreError where it cannot be written."""
    try:
        output.write_bytes(data)
    except OSError as error:
        raise StoreError(
            f"The output cannot be written: {error.strerror}.", where=str(output), fix="Name another file."
        ) from error


def _encoded(rows: pa.Table, form: Format) -> bytes:
    from helder.query import encode

    if form is Format.json:
        return encode.json_of(rows.to_pylist())
    if form is Format.csv:
        return encode.csv_of(rows)
    return encode.parquet_of(rows) if form is Format.parquet else encode.arrow_of(rows)


#: Wide enough that nothing wraps in a file or a pipe.
_UNBOUNDED = 10_000


def show_grid(headers: list[str], rows: list[list[str]], right: frozenset[int] = frozenset()) -> None:
    """Print a table to read; columns in `right` are aligned right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for i, header in enumerate(headers):
        grid.add_column(header, justify="right" if i in right else "left", overflow="fold", no_wrap=i in right or i == 0)
    for row in rows:
        grid.add_row(*row)
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = _UNBOUNDED
    console.print(grid)
