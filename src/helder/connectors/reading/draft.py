"""Draft a mapping from a file's headers and values, for a person to look over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from helder.connectors.reading.delimited import NotUtf8
from helder.connectors.reading.files import opened
from helder.connectors.reading.opened import Opened
from helder.connectors.reading.options import FileOptions
from helder.connectors.reading.synonyms import NAMES, VALUES, plain
from helder.engines import quoting
from helder.model import Column, Kind, Table

_SAMPLE = 20_000
_MARKERS = (
    "?",
    "-",
    "--",
    "n/a",
    "na",
    "nan",
    "null",
    "none",
    "nil",
    "nvt",
    "n.v.t.",
    "onbekend",
    "ukendt",
    "unknown",
    "blank",
    "#n/a",
)
_DATES = (
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%Y%m%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d-%m-%y",
    "%y%m%d",
)
_TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "T%H:%M:%S")
_DECIMAL_COMMA = r"[+-]?\d{1,3}(\.?\d{3})*,\d+"


@dataclass(frozen=True)
class _Values:
    """The different values of a column at the beginning of a file, most frequent first."""

    texts: tuple[str, ...]

    @property
    def markers(self) -> tuple[str, ...]:
        """Those that look as if they stand for no value."""
        return tuple(text for text in self.texts if text.strip().lower() in _MARKERS)

    @property
    def real(self) -> tuple[str, ...]:
        """The others."""
        return tuple(text for text in self.texts if text not in self.markers)


def draft(table: Table, path: Path) -> str:
    """A mapping in TOML of a file into a table: valid as it stands, with a comment at whatever a person must decide."""
    try:
        return _drafted(table, path, FileOptions())
    except NotUtf8:
        return _drafted(table, path, FileOptions(encoding="windows-1252"))


def _drafted(table: Table, path: Path, options: FileOptions) -> str:
    with opened(path, options) as file, duckdb.connect() as scratch:
        for name, held in file.registered.items():
            scratch.register(name, held)
        scratch.execute(f"create table sample as select * from {file.relation} limit {_SAMPLE}")
        values = {name: _values(scratch, name) for name in file.columns}
        comma = _has_decimal_comma(table, file, values, scratch)
        return "\n".join(_lines(table, file, values, options, comma, scratch)) + "\n"


def _values(scratch: duckdb.DuckDBPyConnection, name: str) -> _Values:
    column = f"{quoting.name(name)}::varchar"
    found = scratch.execute(
        f"select {column} from sample where trim({column}) <> '' group by 1 order by count(*) desc, 1 limit 1000"
    ).fetchall()
    return _Values(tuple(text for (text,) in found))


def matches(table: Table, names: list[str]) -> dict[str, str]:
    """The file's column for each of the table's that one evidently is."""
    found: dict[str, str] = {}
    by_plain = {plain(name): name for name in reversed(names)}
    for column in table.columns:
        for other in (column.name, column.name.replace("_", ""), *NAMES.get(column.name, ())):
            if other in by_plain and by_plain[other] not in found.values():
                found[column.name] = by_plain[other]
                break
    return found


def _has_decimal_comma(table: Table, file: Opened, values: dict[str, _Values], scratch: duckdb.DuckDBPyConnection) -> bool:
    numeric = [
        source
        for target, source in matches(table, list(file.columns)).items()
        if table.by_name[target].kind in (Kind.MONEY, Kind.NUMBER)
    ]
    texts = [text for name in numeric for text in values[name].real]
    if not texts:
        return False
    row = scratch.execute(
        f"select bool_and(regexp_full_match(t, '{_DECIMAL_COMMA}|[+-]?\\d+')), bool_or(contains(t, ',')) from unnest(?) as u(t)",
        [texts],
    ).fetchone()
    return bool(row and row[0] and row[1])


def _lines(
    table: Table, file: Opened, values: dict[str, _Values], options: FileOptions, comma: bool, scratch: duckdb.DuckDBPyConnection
) -> list[str]:
    found = matches(table, list(file.columns))
    lines = [
        f"# {file.source} into {table.name}: {table.meaning[0].lower()}{table.meaning[1:]}.",
        "# Drafted by Helder; DECIDE marks what to look at.",
    ]
    said = [f'encoding = "{options.encoding}"'] if options.encoding else []
    said += ['decimal = ","', 'thousands = "."'] if comma else []
    if said:
        lines += ["", "[file]", *said]
    lines += ["", f"[{table.name}.columns]"]
    for column in table.columns:
        if column.name in found:
            lines += _matched(column, found[column.name], values[found[column.name]], scratch)
        elif column.mandatory:
            lines += _hole(table, column)
    lines += _open_questions(table, found)
    rest = [name for name in file.columns if name not in found.values()]
    if "attributes" in table.by_name and "attributes" not in found:
        lines += [f"attributes.{_key(plain(name) or name)} = {_text(name)}" for name in rest]
    elif rest:
        lines += [f"# not used: {', '.join(rest)}"]
    return lines


def _matched(column: Column, name: str, values: _Values, scratch: duckdb.DuckDBPyConnection) -> list[str]:
    """The line of a column that has a source, under what there is to decide about it."""
    settings: list[str] = []
    comments: list[str] = []
    if column.kind is not Kind.TEXT or column.allowed:
        settings += [f"missing = [{', '.join(map(_text, values.markers))}]"] if values.markers else []
    if column.kind in (Kind.INSTANT, Kind.DATE):
        formats = _formats(values, column, scratch)
        settings += [f"format = {_text(formats[0])}"] if formats and formats[0] else []
        if len(formats) > 1:
            comments.append(f"# DECIDE: {values.real[0]} may also be {formats[1]}.")
        if column.kind is Kind.INSTANT:
            comments.append(
                f'# DECIDE: {column.name} is read as UTC unless it says otherwise; for local time add zone = "Europe/Amsterdam".'
            )
    if column.allowed:
        chosen = {text: _allowed(column, text) for text in values.real}
        if any(text != new for text, new in chosen.items()) and all(chosen.values()):
            settings.append(f"values = {{ {', '.join(f'{_text(old)} = {_text(str(new))}' for old, new in chosen.items())} }}")
        elif unknown := [text for text, new in chosen.items() if new is None][:6]:
            known = ", ".join(f"{_text(old)} = {_text(new)}" for old, new in chosen.items() if new)
            comments.append(
                f"# DECIDE: {', '.join(map(repr, unknown))}: which of {', '.join(column.allowed)}? Rows with others are rejected."
            )
            settings += [f"values = {{ {known} }}"] if known else []
    line = (
        f"{column.name} = {{ {', '.join([f'from = {_text(name)}', *settings])} }}"
        if settings
        else f"{column.name} = {_text(name)}"
    )
    return [*comments, line]


def _formats(values: _Values, column: Column, scratch: duckdb.DuckDBPyConnection) -> list[str]:
    """The formats that fit every value; an empty one stands for what is read without any."""
    texts = list(values.real)
    kind = "timestamptz" if column.kind is Kind.INSTANT else "date"
    row = scratch.execute(f"select bool_and(try_cast(t as {kind}) is not null) from unnest(?) as u(t)", [texts]).fetchone()
    if not texts or (row and row[0]):
        return [""]
    fitting = []
    for written in (day + time for day in _DATES for time in _TIMES):
        row = scratch.execute(
            f"select bool_and(try_strptime(t, {quoting.literal(written)}) is not null) from unnest(?) as u(t)", [texts]
        ).fetchone()
        if row and row[0]:
            fitting.append(written)
    return fitting


def _allowed(column: Column, text: str) -> str | None:
    """The allowed value a text evidently means."""
    word = plain(text)
    if word in column.allowed:
        return word
    meant = VALUES.get(column.name, {}).get(word)
    return meant if meant in column.allowed else None


def _hole(table: Table, column: Column) -> list[str]:
    """A line for a column that may not be missing and has no source."""
    if column.kind is Kind.TEXT and not column.allowed:
        return [
            f"# DECIDE: no column is evidently the {column.name}; a record's place in its file is another in the next file.",
            f"{column.name} = {{ sql = \"'{table.name}-' || row\" }}",
        ]
    if column.kind is Kind.INTEGER:
        return [f"# DECIDE: no column is evidently the {column.name}.", f'{column.name} = {{ sql = "row" }}']
    return [
        f"# DECIDE: nothing gives {column.name} ({column.meaning[0].lower()}{column.meaning[1:]}), and it may not be missing.",
        f'# {column.name} = ""',
    ]


def _open_questions(table: Table, found: dict[str, str]) -> list[str]:
    lines = []
    if table.name == "answers":
        if "instrument" not in found:
            lines += [
                "# DECIDE: what the question measures; without it no metric counts the answer.",
                '# instrument = { value = "nps" }',
            ]
        if "scale" not in found:
            lines += ["# DECIDE: the lowest and the highest score of the question.", '# scale = { value = "0-10" }']
    for several in table.either:
        if not any(name in found for name in several):
            lines += [f"# DECIDE: one of {' and '.join(several)} must be given.", f'# {several[0]} = ""']
    return lines


def _text(text: str) -> str:
    """A text as TOML writes it."""
    import json

    return json.dumps(text, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isascii() and name.replace("_", "").isalnum() else _text(name)
