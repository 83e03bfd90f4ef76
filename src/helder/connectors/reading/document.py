"""Read a mapping written in TOML; what it says is checked here as far as no file is needed."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from helder import model
from helder.connectors.reading.mapping import Mapping, Question, Section, Source
from helder.connectors.reading.options import FORMATS, WHITESPACE, FileOptions
from helder.errors import BadInput, UnknownName
from helder.model import Kind, Table
from helder.model.zones import zone
from helder.toml import Lines, check_keys

_FILE = tuple(field.name for field in fields(FileOptions))
_SECTION = ("columns", "where", "unpivot", "group", "distinct", "order", "report")
_WAYS = ("from", "value", "join", "sql")
_COLUMN = (*_WAYS, "with", "missing", "values", "otherwise", "format", "zone", "times", "round")
_QUESTION = ("column", "columns", "question", "missing")
_FOR_KINDS = {
    "format": (Kind.INSTANT, Kind.DATE),
    "zone": (Kind.INSTANT,),
    "times": (Kind.INTEGER, Kind.NUMBER, Kind.MONEY),
    "round": (Kind.MONEY,),
}


def read(path: Path, *, table: Table | None = None) -> Mapping:
    """The mapping of a TOML file; of its sections only that of `table` where one is named and the mapping has any.

    Raises BadInput or UnknownName, with the line, for what a mapping cannot say.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput(
            "There is no such mapping.", where=str(path), fix="Draft one with: helder map TABLE FILE --output FILE.toml"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"The mapping cannot be read: {error}.", where=str(path), fix="It should be a text file in UTF-8."
        ) from error
    return parse(text, str(path), table=table)


def parse(text: str, name: str, *, table: Table | None = None) -> Mapping:
    """The mapping a TOML text says; name: what to call it in errors."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The mapping is not TOML: {error}.", where=name, fix="Mend the line it names.") from error
    lines = Lines(text, name)
    file = _file(document.pop("file", {}), lines)
    sections = tuple(section for key, value in document.items() for section in _sections(key, value, lines))
    if table is not None and sections:
        sections = tuple(section for section in sections if section.table is table)
        if not sections:
            raise BadInput(f"The mapping does not fill {table.name}.", where=name, fix=f"It fills {', '.join(document)}.")
    return Mapping(file, sections, text, name)


def _file(given: Any, lines: Lines) -> FileOptions:
    check_keys(given, _FILE, "setting of [file]", lines, "file")
    for key in ("columns", "missing"):
        if key in given:
            given[key] = _texts(given[key], lines, "file", key)
    options = FileOptions(**given)
    where = lines.where("file", "format")
    if options.format is not None and options.format not in FORMATS:
        raise UnknownName("format of files", options.format, FORMATS, where=where)
    if options.encoding is not None:
        try:
            codecs.lookup(options.encoding)
        except LookupError:
            raise BadInput(
                f"There is no encoding {options.encoding!r}.",
                where=lines.where("file", "encoding"),
                fix="Often it is utf-8, windows-1252, iso-8859-1 or utf-16.",
            ) from None
    for key, kind in (
        ("skip", int),
        ("header", bool),
        ("decimal", str),
        ("thousands", str),
        ("separator", str),
        ("sheet", str),
        ("member", str),
    ):
        if key in given and type(given[key]) is not kind:
            raise _wrong(
                f"{key} cannot be {given[key]!r}",
                "Give a text, a whole number, true or false, as the setting is.",
                lines,
                "file",
                key,
            )
    for key in ("separator", "decimal", "thousands"):
        if key in given and len(given[key]) != 1 and (key, given[key]) != ("separator", WHITESPACE):
            raise _wrong(f"{key} is one sign, not {given[key]!r}", 'A separator may also be "whitespace".', lines, "file", key)
    return options


def _sections(key: str, value: Any, lines: Lines) -> Iterable[Section]:
    if key not in model.TABLES:
        raise UnknownName("table", key, (*model.TABLES, "file"), where=lines.where(key))
    several = value if isinstance(value, list) else [value]
    for place, given in enumerate(several):
        path: tuple[str | int, ...] = (key, place) if isinstance(value, list) else (key,)
        yield _section(model.TABLES[key], given, lines, path)


def _section(table: Table, given: Any, lines: Lines, path: tuple[str | int, ...]) -> Section:
    check_keys(given, _SECTION, f"setting of [{table.name}]", lines, *path)
    columns = given.get("columns", {})
    if not isinstance(columns, dict):
        raise _wrong("columns is a table", f"Write [{table.name}.columns] and a line for each column.", lines, *path, "columns")
    sources = tuple(_source(table, name, spec, lines, (*path, "columns", name)) for name, spec in _flat(columns, table))
    unpivot = tuple(
        question
        for i, spec in enumerate(_list(given.get("unpivot", [])))
        for question in _questions(table, spec, lines, (*path, "unpivot", i))
    )
    return Section(
        table,
        sources,
        where=_expression(given, "where", lines, path),
        unpivot=unpivot,
        order=_expression(given, "order", lines, path),
        group=_texts(given.get("group", []), lines, *path, "group"),
        distinct=_texts(given.get("distinct", []), lines, *path, "distinct"),
        report=_report(given.get("report", {}), lines, path),
        at=lines.where(*path),
    )


def _report(given: Any, lines: Lines, path: tuple[str | int, ...]) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(condition, str) for condition in given.values()):
        raise _wrong(
            "report is a table of phrases and conditions",
            'Write report = { "what it is" = "a condition" }.',
            lines,
            *path,
            "report",
        )
    return given


def _flat(columns: dict[str, Any], table: Table) -> Iterable[tuple[str, Any]]:
    """The columns with the entries of map columns by their dotted names: attributes.size = "Size"."""
    for name, spec in columns.items():
        column = table.by_name.get(name)
        if column is not None and column.kind is Kind.MAP and isinstance(spec, dict) and not set(spec) & set(_WAYS):
            yield from ((f"{name}.{entry}", inner) for entry, inner in spec.items())
        else:
            yield name, spec


def _source(table: Table, target: str, spec: Any, lines: Lines, path: tuple[str | int, ...]) -> Source:
    where = lines.where(*path)
    head, _, entry = target.partition(".")
    column = table.column(head, where=where)
    if entry and column.kind is not Kind.MAP:
        raise UnknownName(f"column of {table.name}", target, table.by_name, where=where)
    spec = {"from": spec} if isinstance(spec, str) else spec
    check_keys(spec, _COLUMN, "setting of a column", lines, *path)
    ways = [way for way in _WAYS if way in spec]
    if len(ways) != 1:
        said = f"both {' and '.join(ways)}" if ways else "no source"
        raise _wrong(f"{target} has {said}", f"Give one of {', '.join(_WAYS)}.", lines, *path)
    for key, kinds in _FOR_KINDS.items():
        if key in spec and (column.kind not in kinds or entry):
            raise _wrong(
                f"{target} is {column.kind.value}, it takes no {key}",
                f"{key} is for {' and '.join(k.value for k in kinds)}.",
                lines,
                *path,
            )
    formats = _texts(spec.get("format", []), lines, *path)
    if len({"%z" in one.lower() for one in formats}) > 1:
        raise _wrong("Formats with an offset (%z) cannot stand beside others", "Use one kind, or sql.", lines, *path)
    if "zone" in spec:
        _zone(spec["zone"], where)
    values = spec.get("values")
    if values is not None and not isinstance(values, dict):
        raise _wrong("values is a table of old and new", 'Write values = { "Y" = "yes", "N" = "no" }.', lines, *path)
    return Source(
        target,
        names=_texts(spec["from"] if ways == ["from"] else spec.get("join", []), lines, *path),
        constant=_plain(spec["value"]) if "value" in spec else None,
        sql=_expression(spec, "sql", lines, path),
        joint=str(spec.get("with", " ")),
        missing=_texts(spec["missing"], lines, *path) if "missing" in spec else None,
        values={str(old): _plain(new) for old, new in values.items()} if values is not None else None,
        otherwise=_plain(spec["otherwise"]) if "otherwise" in spec else None,
        formats=formats,
        zone=spec.get("zone"),
        times=_factor(spec["times"], lines, path) if "times" in spec else None,
        rounded=bool(spec.get("round", False)),
        at=where,
    )


def _questions(table: Table, spec: Any, lines: Lines, path: tuple[str | int, ...]) -> Iterable[Question]:
    where = lines.where(*path)
    if not isinstance(spec, dict):
        raise _wrong("unpivot is a list of tables", f'Write [[{table.name}.unpivot]] and under it column = "..."', lines, *path)
    constants = {key: _plain(value) for key, value in spec.items() if key not in _QUESTION}
    for name in constants:
        if name not in table.by_name:
            raise UnknownName(
                f"column of {table.name}, or setting of unpivot,",
                name,
                (*table.by_name, *_QUESTION),
                where=lines.where(*path, name),
            )
    names = _texts(spec.get("columns", spec.get("column", [])), lines, *path)
    if not names or ("column" in spec and "columns" in spec) or ("question" in spec and len(names) > 1):
        raise _wrong(
            "unpivot needs one column with its question, or several columns",
            'Give column = "..." or columns = [...].',
            lines,
            *path,
        )
    missing = _texts(spec["missing"], lines, *path) if "missing" in spec else None
    for name in names:
        yield Question(name, str(spec.get("question", name)), constants, missing, where)


def _expression(given: dict[str, Any], key: str, lines: Lines, path: tuple[str | int, ...]) -> str | None:
    if key in given and not (isinstance(given[key], str) and given[key].strip()):
        raise _wrong(f"{key} is an expression in SQL", f'Write {key} = "..."', lines, *path, key)
    return given.get(key)


def _texts(given: Any, lines: Lines, *path: str | int) -> tuple[str, ...]:
    texts = tuple(_list(given))
    if not all(isinstance(text, str) for text in texts):
        raise _wrong(f"{path[-1]} wants texts, not {given!r}", 'Write "..." or ["...", "..."].', lines, *path)
    return texts


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else value.isoformat() if hasattr(value, "isoformat") else str(value)


def _factor(value: Any, lines: Lines, path: tuple[str | int, ...]) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(f"times is a number, not {value!r}", "Write times = 60 to make seconds of minutes.", lines, *path)
    return repr(value)


def _zone(name: str, where: str) -> None:
    try:
        zone(name)
    except UnknownName as error:
        raise BadInput(error.what, where=where, fix=error.fix) from None


def _wrong(what: str, fix: str, lines: Lines, *path: str | int) -> BadInput:
    return BadInput(f"{what}.", where=lines.where(*path), fix=fix)
