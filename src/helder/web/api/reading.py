"""Small bodies read into rows, by the names of a table's columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from helder.connectors.reading.mapping import matching
from helder.errors import BadInput
from helder.model import Table
from helder.web.api.answer import Refused

Row = Mapping[str, Any]
#: Rows beyond which a body is loaded as a file is.
MANY = 2000


def rows_in(form: str, body: bytes) -> list[Row] | None:
    """The rows of a body in json, ndjson or csv; None where it is to be loaded as a file: many rows, or none so simple.

    Raises Refused (422) for a body that is no such form.
    """
    if form == "csv":
        return _csv(body)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(f"it is not UTF-8, by its byte {error.start + 1}") from error
    found = _lines(text) if form == "ndjson" else _document(text)
    if "\\ud" in text or "\\uD" in text or "\\u0000" in text:
        _refuse_odd_characters(found)
    return found if len(found) <= MANY else None


def fitted(table: Table, rows: list[Row]) -> list[Row]:
    """The rows with the names of the table's columns, whatever their capitals; attributes.NAME goes into the attributes.

    Raises BadInput where a row has a column that the table does not.
    """
    given: set[str] = set().union(*rows) if rows else set()
    if given <= table.by_name.keys():
        return rows
    places = {source.names[0]: source.target for source in known(table, sorted(given))}
    return [_placed(row, places) for row in rows]


def known(table: Table, names: Iterable[str]) -> Any:
    """Where columns go. Raises BadInput where the table does not have one of them."""
    try:
        return matching(table, names, where=table.name).sources
    except BadInput as error:
        keep = ", rename one to attributes.NAME to keep it" if "attributes" in table.by_name else ""
        raise BadInput(
            error.what, where=error.where, fix=f"GET /api/v1/tables/{table.name} lists its columns{keep}, or leave it out."
        ) from error


def _placed(row: Row, places: Mapping[str, str]) -> Row:
    placed: dict[str, Any] = {}
    for name, value in row.items():
        head, _, entry = places.get(name, "").partition(".")
        if entry:
            held = placed.get(head)
            placed[head] = {**(held if isinstance(held, dict) else {}), entry: value}
        elif head:
            placed[head] = {**value, **placed.get(head, {})} if isinstance(value, dict) else value
    return placed


def _document(text: str) -> list[Row]:
    found = _json(text, "the body")
    return _objects(found if isinstance(found, list) else [found])


def _lines(text: str) -> list[Row]:
    lines = text.split("\n")
    return _objects([_json(line, f"line {number}") for number, line in enumerate(lines, 1) if line.strip()])


def _json(text: str, where: str) -> Any:
    # A number keeps its text: an amount is no binary fraction.
    try:
        return json.loads(text, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        told = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise _unreadable(told, where) from error


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")


def _objects(found: list[Any]) -> list[Row]:
    for number, row in enumerate(found, 1):
        if not isinstance(row, dict):
            raise _unreadable(f"row {number} is no object of columns and values")
    return found


def _refuse_odd_characters(rows: list[Row]) -> None:
    for number, row in enumerate(rows, 1):
        text = json.dumps(row, ensure_ascii=False)
        if "\\u0000" in text:
            raise _unreadable(f"row {number} has the character U+0000, which no text has")
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise _unreadable(f"row {number} has half a character, {error.object[error.start]!a}") from error


def _csv(body: bytes) -> list[Row] | None:
    """The rows of a plain CSV: commas, a header, and rows as wide as that; None for any other, which a load makes sense of."""
    try:
        text = body.decode("utf-8-sig")
        records = [record for record in csv.reader(io.StringIO(text, newline=""), strict=True) if record]
    except (UnicodeDecodeError, csv.Error):
        return None
    if not records or "\0" in text or len(records) > MANY:
        return None
    header, *rest = records
    plain = len(set(header)) == len(header) and all(name and name == name.strip() for name in header)
    alone = len(header) == 1 and any(mark in header[0] for mark in ";\t|")
    if not plain or alone or any(len(record) != len(header) for record in rest):
        return None
    return [dict(zip(header, record, strict=True)) for record in rest]


def _unreadable(told: str, where: str = "the body") -> Refused:
    return Refused(
        422, f"The body cannot be read: {told}.", where=where, fix="Nothing of it was kept. Mend it and send it again."
    )
