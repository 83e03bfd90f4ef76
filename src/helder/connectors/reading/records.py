"""Files of records that are not delimited text: JSON, Parquet and workbooks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from helder.connectors.reading.delimited import LONGEST_LINE, column_names, refuse_twice
from helder.connectors.reading.opened import TEXT, Opened
from helder.connectors.reading.options import FileOptions
from helder.engines import quoting
from helder.errors import BadInput, UnknownName

if TYPE_CHECKING:
    import pyarrow as pa

#: The name under which rows held in memory are registered.
HELD = "_helder_held"
_NEVER = "\x01"  # a separator no text has
#: Of a JSON document that is one object: it is read into memory.
_LARGEST_OBJECT = 256 << 20


def parquet(path: Path, where: Path) -> Opened:
    """A Parquet file, its columns typed as they are."""
    relation = f"read_parquet({quoting.literal(str(path))})"
    with duckdb.connect() as connection:
        try:
            columns = {
                name: sql_type for name, sql_type, *_ in connection.execute(f"describe select * from {relation}").fetchall()
            }
        except duckdb.Error as error:
            raise unreadable(error, where) from error
    refuse_twice(columns, where)
    return Opened(columns, relation, str(where))


def json_lines(path: Path, where: Path) -> Opened:
    """One JSON object a line."""
    lines = (
        f"read_csv({quoting.literal(str(path))}, auto_detect = false, header = false, delim = '{_NEVER}', quote = '', "
        f"escape = '', "
        f"max_line_size = {LONGEST_LINE}, compression = 'none', columns = {{'line': 'varchar'}})"
    )
    numbered = f"(select row_number() over () as number, line from {lines})"
    broken = _scalar(f"select min(number) from {numbered} where trim(line) <> '' and not json_valid(line)", where)
    if broken is not None:
        raise BadInput(f"Line {broken} is not JSON.", where=str(where), fix="Mend it; each line should be one whole object.")
    return _objects(f"(select line::json as object from {lines} where trim(line) <> '')", where)


def json_document(path: Path, where: Path) -> Opened:
    """An array of objects, an object that holds one array of them, or a single object."""
    with path.open("rb") as file:
        listed = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    if listed:
        document = f"read_json_objects({quoting.literal(str(path))}, format = 'array', maximum_object_size = {LONGEST_LINE})"
        return _objects(f"(select json as object from {document})", where)
    if path.stat().st_size > _LARGEST_OBJECT:
        raise BadInput(
            "A single JSON object of this size cannot be read.", where=str(where), fix="Give an array of objects, or one a line."
        )
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"The JSON is malformed: {error}.", where=str(where), fix="Mend it, or export it again.") from error
    if not isinstance(found, dict):
        raise BadInput(
            f"The JSON is a single {type(found).__name__}, not records.", where=str(where), fix="Give objects, one for each row."
        )
    lists = [value for value in found.values() if isinstance(value, list) and any(isinstance(one, dict) for one in value)]
    rows = lists[0] if len(lists) == 1 else [found]
    import pyarrow as pa

    lines = pa.table({"object": pa.array([json.dumps(row, ensure_ascii=False) for row in rows], pa.string())})
    return _objects(f"(select object::json as object from {HELD})", where, {HELD: lines})


def _objects(relation: str, where: Path, registered: Mapping[str, pa.Table] | None = None) -> Opened:
    """JSON texts, one object each, as columns: every name found in any of them, names inside an object with a dot."""
    said = _scalar(f"select json_group_structure(object) from {relation}", where, registered) or "null"
    try:
        structure = json.loads(said)
        pointers = dict(_pointers(structure)) if isinstance(structure, dict) else None
    except RecursionError as error:
        raise BadInput("The JSON is nested too deeply.", where=str(where), fix="Give objects of plain values.") from error
    if pointers is None:
        raise BadInput(
            "The JSON holds no objects.", where=str(where), fix="Give objects with a name for each value, one for each row."
        )
    refuse_twice(pointers, where)
    cut = f"select json_extract_string(object, [{quoting.texts(pointers.values())}]) as held from {relation}"
    columns = ", ".join(f"held[{i}] as {quoting.name(name)}" for i, name in enumerate(pointers, 1))
    return Opened(dict.fromkeys(pointers, TEXT), f"(select {columns} from ({cut}))", str(where), registered=registered or {})


def _pointers(structure: dict[str, Any], name: str = "", pointer: str = "") -> Iterator[tuple[str, str]]:
    for key, inner in structure.items():
        path = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if isinstance(inner, dict) and inner:
            yield from _pointers(inner, f"{name}{key}.", path)
        else:
            yield f"{name}{key}", path


def _scalar(sql: str, where: Path, registered: Mapping[str, pa.Table] | None = None) -> Any:
    """One value of a query over a file alone."""
    with duckdb.connect() as connection:
        for name, rows in (registered or {}).items():
            connection.register(name, rows)
        try:
            row = connection.execute(sql).fetchone()
        except duckdb.Error as error:
            raise unreadable(error, where) from error
    return row[0] if row else None


def unreadable(error: duckdb.Error, where: Path | str) -> BadInput:
    """DuckDB's complaint of a file in one line."""
    text = str(error).strip().splitlines()[0].rstrip(".")
    if isinstance(error, duckdb.ConversionException):  # texts are read by try_cast; only an expression of the mapping converts
        return BadInput(
            f"An expression of the mapping cannot be computed: {text}.",
            where=str(where),
            fix="Write try_cast(... as ...) in its sql, which gives no value where there is none.",
        )
    return BadInput(f"The file is malformed: {text}.", where=str(where), fix="Mend it, or export it again.")


def workbook(path: Path, options: FileOptions, where: Path) -> Opened:
    """One sheet of a workbook; its first row with anything in it names the columns."""
    import pyarrow as pa
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            sheets = tuple(book.sheet_names)
            rows = book.get_sheet_by_name(_sheet(book.sheet_names, options, where)).to_python()
    except calamine.CalamineError as error:
        raise BadInput(f"The workbook cannot be read: {error}.", where=str(where), fix="Save it again as .xlsx.") from error
    texts = [[_text(cell) for cell in row] for row in rows[options.skip :]]
    texts = [row for row in texts if any(row)]
    if len(texts) < 1 + options.header:
        raise BadInput("The sheet has no records.", where=str(where), fix='Name another in a mapping: [file] sheet = "..."')
    found = texts.pop(0) if options.header else [None] * len(texts[0])
    names = column_names(options.columns or [name or "" for name in found], where)
    held = pa.table({name: pa.array([row[i] for row in texts], pa.string()) for i, name in enumerate(names)})
    return Opened(dict.fromkeys(names, TEXT), HELD, str(where), registered={HELD: held}, sheets=sheets)


def _sheet(sheets: list[str], options: FileOptions, where: Path) -> str:
    if options.sheet is None:
        return sheets[0]
    if options.sheet not in sheets:
        raise UnknownName("sheet", options.sheet, sheets, where=str(where))
    return options.sheet


def _text(cell: object) -> str | None:
    """A cell as one would write it: 5 for 5.0, dates as 2024-12-31."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat(sep=" ") if isinstance(cell, datetime) else str(cell)
