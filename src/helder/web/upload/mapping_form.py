"""A mapping as a form: for each column of a table where it comes from, and how it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from helder.connectors.reading.mapping import Question, Section, Source
from helder.connectors.reading.synonyms import plain
from helder.model import Column, Kind

#: What a picker says: from nothing, a fixed value, as it is written in the mapping; a column of the file comes after FILE.
NOTHING, FIXED, WRITTEN, FILE = "", "=", "~", "@"
_MARKS = ","
_DATED = (Kind.INSTANT, Kind.DATE)
_SHOWN = ("missing", "values", "otherwise", "formats", "zone", "times")
_COUNTED = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)


@dataclass(frozen=True)
class Field:
    """One column of the table, as the form shows it. id: what its inputs are called. notes: what is to be decided."""

    id: str
    column: Column
    source: Source | None
    notes: tuple[str, ...]

    @property
    def origin(self) -> str:
        """What is picked."""
        if self.source is None:
            return NOTHING
        if self.source.constant is not None:
            return FIXED
        return f"{FILE}{self.source.names[0]}" if len(self.source.names) == 1 and self.source.sql is None else WRITTEN

    @property
    def written(self) -> str:
        """What only the mapping itself can say, in short."""
        if self.source is None or self.origin != WRITTEN:
            return ""
        return self.source.sql or f" {self.source.joint.strip() or '+'} ".join(self.source.names)

    @property
    def constant(self) -> str:
        """The fixed value."""
        return (self.source and self.source.constant) or ""

    @property
    def formats(self) -> str:
        """How its dates are written."""
        return _MARKS.join(self.source.formats) if self.source else ""

    @property
    def missing(self) -> str:
        """The texts that stand for no value."""
        return _MARKS.join(self.source.missing or ()) if self.source else ""

    @property
    def values(self) -> str:
        """The value map, a line for each."""
        return "\n".join(f"{old} = {new}" for old, new in ((self.source and self.source.values) or {}).items())

    @property
    def otherwise(self) -> str:
        """What other values become."""
        return (self.source and self.source.otherwise) or ""

    @property
    def zone(self) -> str:
        """Whose local time it is."""
        return (self.source and self.source.zone) or ""

    @property
    def times(self) -> str:
        """What numbers are multiplied by."""
        return (self.source and self.source.times) or ""

    @property
    def dated(self) -> bool:
        """Whether it can have a format."""
        return self.column.kind in _DATED

    @property
    def zoned(self) -> bool:
        """Whether it can have a zone."""
        return self.column.kind is Kind.INSTANT

    @property
    def counted(self) -> bool:
        """Whether it is a number."""
        return self.column.kind in _COUNTED

    @property
    def refined(self) -> bool:
        """Whether anything is said of how it is read."""
        return any((self.formats, self.missing, self.values, self.zone, self.times))


def fields(section: Section, place: int, notes: Mapping[str, list[str]]) -> Iterator[Field]:
    """The columns of a section's table: those that must be given, those given, the others."""
    sources = {source.target: source for source in section.sources}
    columns = [column for column in section.table.columns if column.kind is not Kind.MAP]
    asked = {column.name for column in columns if f"{section.table.name}.{column.name}" in notes}
    for column in sorted(columns, key=lambda one: (not one.mandatory, one.name not in sources and one.name not in asked)):
        told = tuple(notes.get(f"{section.table.name}.{column.name}", ()))
        yield Field(f"{place}.{column.name}", column, sources.get(column.name), told)


def kept_as_attributes(section: Section) -> tuple[str, ...]:
    """The file's columns that a section keeps as attributes."""
    return tuple(source.names[0] for source in section.sources if source.entry and len(source.names) == 1)


def filled_in(section: Section, place: int, post: QueryDict, columns: tuple[str, ...]) -> Section:
    """The section as the form says it; what the form does not show stays."""
    old = {source.target: source for source in section.sources}
    found = [
        source for column in section.table.columns for source in _sources(column, old, f"{place}.{column.name}", post, columns)
    ]
    asked = tuple(
        _question(question, f"{place}.q{i}", post) for i, question in enumerate(section.unpivot) if f"{place}.q{i}.keep" in post
    )
    return replace(section, sources=tuple(found), unpivot=asked)


def _sources(column: Column, old: dict[str, Source], id_: str, post: QueryDict, columns: tuple[str, ...]) -> Iterator[Source]:
    if column.kind is Kind.MAP:
        yield from _entries(column, old, set(post.getlist(id_)), columns)
        return
    picked, before = post.get(f"{id_}.from", NOTHING), old.get(column.name, Source(column.name))
    if picked == WRITTEN and column.name in old:
        yield _refined(before, before, id_, post, column)
    elif picked == FIXED and (value := post.get(f"{id_}.value", "")).strip():
        yield before if before.constant == value else Source(column.name, constant=value.strip())
    elif picked.startswith(FILE):
        chosen = (picked.removeprefix(FILE),)
        yield _refined(replace(before, names=chosen, constant=None, sql=None), before, id_, post, column)


def _entries(column: Column, old: dict[str, Source], chosen: set[str], columns: tuple[str, ...]) -> Iterator[Source]:
    """The entries of a map column: those chosen, and what only the mapping itself can say."""
    named = {}
    for target, source in old.items():
        if source.column == column.name and (not source.entry or len(source.names) != 1):
            yield source
        elif source.column == column.name:
            named[source.names[0]] = target
    for name in columns:
        if name in chosen:
            yield old[named[name]] if name in named else Source(f"{column.name}.{plain(name) or name}", (name,))


def _refined(source: Source, before: Source, id_: str, post: QueryDict, column: Column) -> Source:
    """A source read as the form says; what was not changed stays just so, as the form cannot show everything."""
    shown = Field(id_, column, before, ())
    given = {name: post.get(f"{id_}.{name}", "").replace("\r\n", "\n") for name in _SHOWN}
    changed = {name: text for name, text in given.items() if text != getattr(shown, name)}
    if "missing" in changed:
        source = replace(source, missing=_listed(changed["missing"]) or None)
    if "values" in changed:
        source = replace(source, values=dict(_pair(line) for line in changed["values"].splitlines() if line.strip()) or None)
    if "otherwise" in changed:
        source = replace(source, otherwise=changed["otherwise"].strip() or None)
    if "formats" in changed and column.kind in _DATED:
        source = replace(source, formats=_listed(changed["formats"]))
    if "zone" in changed and column.kind is Kind.INSTANT:
        source = replace(source, zone=changed["zone"].strip() or None)
    if "times" in changed and column.kind in _COUNTED:
        source = replace(source, times=changed["times"].strip().replace(",", ".") or None)
    return source


def _pair(line: str) -> tuple[str, str]:
    old, _sign, new = line.partition(" = ") if " = " in line else line.partition("=")
    return old.strip(), new.strip()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(_MARKS) if one.strip())


def marks(question: Question) -> str:
    """The texts that stand for no answer to a question."""
    return ", ".join(question.missing or ())


def _question(question: Question, id_: str, post: QueryDict) -> Question:
    """A question, its code and what it measures."""
    constants = dict(question.constants)
    for name in ("instrument", "scale"):
        if value := post.get(f"{id_}.{name}", ""):
            constants[name] = value
        else:
            constants.pop(name, None)
    given = post.get(f"{id_}.missing", "")
    missing = question.missing if given == marks(question) else _listed(given) or None
    return replace(question, code=post.get(f"{id_}.question", "") or question.name, constants=constants, missing=missing)
