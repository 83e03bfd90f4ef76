"""Rejected rows on their way back: listed, exported to be mended, and loaded again."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helder import model
from helder.connectors.reading import document, rows
from helder.connectors.reading.fit import named_in
from helder.connectors.reading.mapping import ANSWER, QUESTION, ROW, Mapping, Section
from helder.connectors.reading.opened import Opened
from helder.connectors.reading.options import FileOptions
from helder.engines import Engine, quoting
from helder.errors import BadInput, StoreError
from helder.model import Table

if TYPE_CHECKING:
    import pyarrow as pa

#: The columns an export has before the file's own: the record's number in its file, and what is wrong.
REJECT_ROW, REJECT_REASON = "reject_row", "reject_reason"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Earlier:
    """A load whose rejects are being mended: its number, the columns of its file, and how it was done."""

    number: int
    columns: tuple[str, ...]
    mapping: str | None
    table: str | None


def listed(
    engine: Engine, *, load: int | None = None, table: Table | None = None, mended: bool = False,
    limit: int | None = None, offset: int = 0,
) -> pa.Table:  # fmt: skip
    """Every fault of the rejects still open, or of all: load, source, table, row, column, value, reason, mended_in.

    load, table: of these only. limit: how many faults at most, after `offset`.
    """
    chosen = ["true" if mended else "mended_in is null", *([f"rejected.batch = {load:d}"] if load is not None else [])]
    chosen += [f'rejected."table" = {quoting.literal(table.name)}'] if table is not None else []
    some = "" if limit is None else f" limit {limit:d} offset {offset:d}"
    return engine.ledger(
        'select load, source, "table", "row", fault.column as "column", fault.value as "value", fault.reason as reason, '
        "mended_in from ("
        'select rejected.batch as load, source, rejected."table" as "table", row_number as "row", unnest(faults) as fault, '
        "mended_in "
        "from _helder.rejects as rejected left join _helder.loads as loads using (batch) "
        f'where {" and ".join(chosen)}) order by load, "row", "table"{some}'
    )


def earlier(engine: Engine, number: int | None) -> Earlier:
    """The load of that number, or the one load that has open rejects; BadInput where there is none or a choice."""
    found = engine.ledger(
        'select batch, any_value(columns) as columns, any_value(mapping) as mapping, any_value("table") as "table", '
        "(select count(*) from _helder.rejects as r where r.batch = l.batch and mended_in is null) as open "
        "from _helder.loads as l group by batch order by batch"
    ).to_pylist()
    waiting = [row for row in found if row["open"]]
    chosen = [row for row in waiting if number in (None, row["batch"])]
    if not chosen:
        text = "There are no rejects to mend." if number is None else f"Load {number} has no rejects to mend."
        loads = ", ".join(str(row["batch"]) for row in waiting)
        raise BadInput(text, fix=f"Loads that have: {loads}." if loads else "Every row was accepted, or mended since.")
    if len(chosen) > 1:
        loads = ", ".join(str(row["batch"]) for row in chosen)
        raise BadInput(f"Several loads have rejects: {loads}.", fix="Say which: --load NUMBER.")
    (row,) = chosen
    return Earlier(row["batch"], tuple(row["columns"] or ()), row["mapping"], row["table"])


def export(engine: Engine, load: Earlier, path: Path) -> int:
    """Write the open rejects of a load as CSV: the number and the reasons, then the columns of the file; how many.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, which mending takes off.
    """
    found = engine.ledger(
        "select row_number, any_value(record) as record, flatten(list(faults)) as faults from _helder.rejects "
        f"where batch = {load.number:d} and mended_in is null group by row_number order by row_number"
    ).to_pylist()
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([REJECT_ROW, REJECT_REASON, *load.columns])
            for row in found:
                writer.writerow(
                    [row["row_number"], _reasons(row["faults"]), *map(_safe, fitted(row["record"], len(load.columns)))]
                )
    except OSError as error:
        raise StoreError(f"The export cannot be written: {error.strerror}.", where=str(path), fix="Name another file.") from error
    return len(found)


def _reasons(faults: Iterable[dict[str, str | None]]) -> str:
    return "; ".join(dict.fromkeys(f"{fault['column'] or 'the record'} {fault['reason']}" for fault in faults))


def fitted(record: list[str | None], width: int) -> list[str | None]:
    """A record in as many columns as the header has; what is too much stays in the last."""
    kept = record[:width] + [None] * (width - len(record))
    if len(record) > width:
        kept[-1] = ",".join(piece or "" for piece in record[width - 1 :])
    return kept


def _safe(text: str | None) -> str | None:
    if text is None or not text.startswith(_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def mapping_of(load: Earlier) -> Mapping:
    """The mapping a load was done by, for a file of its rejects."""
    if load.mapping is None:
        return Mapping()
    said = document.parse(load.mapping, f"the mapping of load {load.number}")
    table = model.table(load.table) if load.table else None
    sections = tuple(section for section in said.sections if table in (None, section.table))
    kept = FileOptions(missing=said.file.missing, decimal=said.file.decimal, thousands=said.file.thousands)
    return replace(said, file=kept, sections=sections)


def origins(section: Section, target: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a file that a column of the table is made of, among `columns`; none where it is of none."""
    source = next((one for one in section.sources if one.target == target), None)
    questions = tuple(question.name for question in section.unpivot)
    named = questions if source is None else source.names
    if source is not None and source.sql is not None:
        named = tuple(named_in(source.sql, source.at))
    named = tuple(name for one in named for name in (questions if one in (QUESTION, ANSWER) else (one,)))
    lower = {name.lower() for name in named}
    return tuple(name for name in columns if name.lower() in lower)


def as_before(file: Opened, load: Earlier, mapping: Mapping) -> Opened:
    """A file of mended rows as the load's own file was, each record with its number there.

    Raises BadInput where it has other columns, or only some rows for a mapping that looks at all of them.
    """
    has_rows = REJECT_ROW in file.columns
    columns = {name: file.columns[name] for name in load.columns if name in file.columns}
    absent = [name for name in load.columns if name not in file.columns]
    if absent:
        raise BadInput(
            f"The file has no column {', '.join(absent)}.", where=file.where, fix=f"Load {load.number} was of a file that has."
        )
    if not has_rows:
        return replace(file, columns=columns)
    if not all(rows.alone(section) for section in mapping.sections):
        raise BadInput(
            "The mapping makes rows of several records, so mended ones alone are not enough.",
            where=file.where,
            fix=f"Mend them in the file they came from, and load it whole: --mend {load.number}.",
        )
    own = ", ".join(f"{_bare(name)} as {quoting.name(name)}" for name in columns)
    relation = f"(select {own}, try_cast({quoting.name(REJECT_ROW)} as bigint) as {quoting.name(ROW)} from {file.relation})"
    return replace(file, columns=columns, relation=relation, numbered=True)


def _bare(name: str) -> str:
    """A text without the apostrophe an export put before what looks like a formula."""
    column = quoting.name(name)
    return f"case when {column} like '''%' and {column}[2] in ('=', '+', '-', '@') then substr({column}, 2) else {column} end"
