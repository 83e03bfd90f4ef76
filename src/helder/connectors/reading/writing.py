"""Write a mapping as TOML, so that reading it again gives the same mapping."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Named
from dataclasses import fields

from helder.connectors.reading.mapping import Mapping, Question, Section, Source
from helder.connectors.reading.options import FileOptions

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x7f]")


def written(mapping: Mapping, notes: Named[str, Iterable[str]] | None = None) -> str:
    """The TOML of a mapping. notes: comments to stand above columns, by "table.column"."""
    tables = [section.table.name for section in mapping.sections]
    lines = list(_file(mapping.file))
    for section in mapping.sections:
        lines += _section(section, several=tables.count(section.table.name) > 1, notes=notes or {})
    return "\n".join(lines).strip("\n") + "\n"


def _file(options: FileOptions) -> Iterator[str]:
    plain = FileOptions()
    said = [(field.name, getattr(options, field.name)) for field in fields(FileOptions)]
    said = [(name, value) for name, value in said if value != getattr(plain, name)]
    if said:
        yield "[file]"
        yield from (f"{name} = {_value(value)}" for name, value in said)


def _section(section: Section, *, several: bool, notes: Named[str, Iterable[str]]) -> Iterator[str]:
    name = section.table.name
    yield ""
    yield f"[[{name}]]" if several else f"[{name}]"
    for key in ("where", "group", "distinct", "order"):
        if value := getattr(section, key):
            yield f"{key} = {_value(value)}"
    if section.report:
        yield f"report = {_table(section.report)}"
    yield ""
    yield f"[{name}.columns]"
    for source in section.sources:
        yield from (f"# {note}" for note in notes.get(f"{name}.{source.target}", ()))
        yield f"{_target(source)} = {_source(source)}"
    for question in section.unpivot:
        yield ""
        yield f"[[{name}.unpivot]]"
        yield from _question(question)


def _target(source: Source) -> str:
    return f"{source.column}.{_key(source.entry)}" if source.entry else source.column


def _source(source: Source) -> str:
    settings = dict(_origin(source)) | dict(_refined(source))
    if list(settings) == ["from"]:
        return settings["from"]
    return f"{{ {', '.join(f'{key} = {value}' for key, value in settings.items())} }}"


def _origin(source: Source) -> Iterator[tuple[str, str]]:
    if source.constant is not None:
        yield "value", _value(source.constant)
    elif source.sql is not None:
        yield "sql", _value(source.sql)
    elif len(source.names) == 1:
        yield "from", _value(source.names[0])
    else:
        yield "join", _value(source.names)


def _refined(source: Source) -> Iterator[tuple[str, str]]:
    if source.joint != " ":
        yield "with", _value(source.joint)
    if source.missing is not None:
        yield "missing", _value(source.missing)
    if source.values is not None:
        yield "values", _table(source.values)
    if source.otherwise is not None:
        yield "otherwise", _value(source.otherwise)
    if source.formats:
        yield "format", _value(source.formats if len(source.formats) > 1 else source.formats[0])
    if source.zone is not None:
        yield "zone", _value(source.zone)
    if source.times is not None:
        yield "times", source.times
    if source.rounded:
        yield "round", "true"


def _question(question: Question) -> Iterator[str]:
    yield f"column = {_value(question.name)}"
    if question.code != question.name:
        yield f"question = {_value(question.code)}"
    yield from (f"{name} = {_value(value)}" for name, value in question.constants.items())
    if question.missing is not None:
        yield f"missing = {_value(question.missing)}"


def _table(entries: Named[str, str]) -> str:
    return f"{{ {', '.join(f'{_key(old)} = {_value(new)}' for old, new in entries.items())} }}" if entries else "{}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _value(value: object) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    text = json.dumps(str(value), ensure_ascii=False)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
