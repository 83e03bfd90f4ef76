"""Draft a mapping from a file's headers and values, for a person to look over."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from helder.connectors.reading.delimited import NamedTwice, NotUtf8
from helder.connectors.reading.drafting import keys, moments, questions
from helder.connectors.reading.drafting.sample import Sample, Values, sampled
from helder.connectors.reading.files import opened
from helder.connectors.reading.opened import Opened
from helder.connectors.reading.options import WHITESPACE, FileOptions
from helder.connectors.reading.synonyms import NAMES, VALUES, plain
from helder.model import Column, Kind, Table

_DECIMAL_COMMA = r"[+-]?\d{1,3}(\.?\d{3})*,\d+|[+-]?\d+"


def draft(
    table: Table, path: Path, options: FileOptions | None = None, *, name: str | None = None, first: int | None = None
) -> str:
    """A mapping in TOML of a file into a table: valid as it stands, with a comment at whatever a person must decide.

    options: how the file is written, as far as that is known. name, first: as `opened` takes them.
    """
    return _drafted(table, lambda options: opened(path, options, name=name, first=first), options or FileOptions())


_Open = Callable[[FileOptions], AbstractContextManager[Opened]]


def _drafted(table: Table, open_: _Open, options: FileOptions) -> str:
    try:
        return _of_opened(table, open_, options)
    except NotUtf8:
        if options.encoding:
            raise
        return _drafted(table, open_, replace(options, encoding="windows-1252"))
    except NamedTwice as error:
        return _drafted(table, open_, replace(options, columns=told_apart(error.names)))


def told_apart(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, with a number behind each that came before."""
    before: Counter[str] = Counter()
    found = []
    for name in names:
        before[name.lower()] += 1
        found.append(name if before[name.lower()] == 1 else f"{name}_{before[name.lower()]}")
    return tuple(found)


def _of_opened(table: Table, open_: _Open, options: FileOptions) -> str:
    with open_(options) as file, sampled(file) as sample:
        if options.separator is None and _is_spaced(sample):
            return _drafted(table, open_, replace(options, separator=WHITESPACE))
        if options.header and all(re.fullmatch(r"[-+]?[\d.,]+", name) for name in sample.columns):
            return _drafted(table, open_, replace(options, header=False))
        return "\n".join(_Draft(table, file, sample, options).lines()) + "\n"


def _is_spaced(sample: Sample) -> bool:
    """Whether a file of one column is one of several, parted by spaces."""
    if len(sample.columns) != 1:
        return False
    (name,) = sample.columns
    widths = {len(text.split()) for text in sample.values[name].texts}
    return len(name.split()) > 1 and widths == {len(name.split())}


def matches(table: Table, names: tuple[str, ...]) -> dict[str, str]:
    """The file's column for each of the table's that one evidently is."""
    found: dict[str, str] = {}
    by_plain = {plain(name): name for name in reversed(names)}
    for column in table.columns:
        for other in (column.name, column.name.replace("_", ""), *NAMES.get(column.name, ())):
            if other in by_plain and by_plain[other] not in found.values():
                found[column.name] = by_plain[other]
                break
    return found


class _Draft:
    """The lines of one draft."""

    def __init__(self, table: Table, file: Opened, sample: Sample, options: FileOptions) -> None:
        self.table, self.file, self.sample, self.options = table, file, sample, options
        self.found = matches(table, sample.columns)
        self.taken = set(self.found.values())
        self.found_by_value: set[str] = set()
        self.asked: list[questions.Questions] = []
        if table.name == "answers" and not {"score", "choice"} & self.found.keys():
            self.asked = questions.found_by_value(sample, self.taken)
            self.taken |= {name for group in self.asked for name in group.columns}

    def lines(self) -> list[str]:
        """All of them."""
        meaning = f"{self.table.meaning[0].lower()}{self.table.meaning[1:]}"
        head = [f"# {self.file.source} into {self.table.name}: {meaning}.", "# Drafted by Helder; DECIDE marks what to look at."]
        columns = [line for column in self.table.columns for line in self._column(column)]
        rest = self._left_over()
        return [
            *head,
            *self._said_of_the_file(),
            "",
            f"[{self.table.name}.columns]",
            *columns,
            *self._open(),
            *rest,
            *self._unpivots(),
        ]

    def _said_of_the_file(self) -> list[str]:
        said = [f'encoding = "{self.options.encoding}"'] if self.options.encoding else []
        said += [f'separator = "{self.options.separator}"'] if self.options.separator else []
        said += [] if self.options.header else ["header = false"]
        if self.options.columns:
            said += [
                "# The header names a column twice; these names stand for it.",
                f"columns = [{', '.join(map(_text, self.options.columns))}]",
            ]
        said += ['decimal = ","', 'thousands = "."'] if self._has_decimal_comma() else []
        return ["", "[file]", *said] if said else []

    def _has_decimal_comma(self) -> bool:
        numeric = [s for t, s in self.found.items() if self.table.by_name[t].kind in (Kind.MONEY, Kind.NUMBER)]
        known = Values(tuple(text for name in numeric for text in self.sample.values[name].real))
        return known.all_match(_DECIMAL_COMMA) and any("," in text for text in known.real)

    def _column(self, column: Column) -> list[str]:
        if column.key and column.kind is Kind.TEXT:
            return self._key(column)
        if column.name in self.found:
            return self._matched(column, self.found[column.name])
        if column.kind in (Kind.INSTANT, Kind.DATE) and (column.mandatory or column.name in self._either()):
            return self._moment(column)
        return _hole(self.table, column) if column.mandatory else []

    def _either(self) -> list[str]:
        """Of columns of which one must be given, the first where none is."""
        return [several[0] for several in self.table.either if not any(name in self.found for name in several)]

    def _key(self, column: Column) -> list[str]:
        """The line of a key: one column if it tells records apart, else several, else the record's place."""
        first = self.found.get(column.name)
        composed = len(self.table.key) > 1
        if composed and first:
            return self._matched(column, first)
        unique = keys.telling_apart(self.sample, first) if not composed else ()
        if self.asked and unique:
            told = f"{' and '.join(unique)} and the question tell the answers apart"
            return [
                f"# DECIDE: {told}, in the first {self.sample.rows:,} records.",
                f'{column.name} = {{ join = [{", ".join(map(_text, (*unique, "question")))}], with = "-" }}',
            ]
        if first and (not unique or unique == (first,)):
            return [*([] if unique else [_repeated(first)]), *self._matched(column, first)]
        if not unique and not composed and (almost := keys.nearly(self.sample)):
            self.taken.add(almost)
            return [_repeated(almost), f"{column.name} = {_text(almost)}"]
        if unique:
            self.taken |= {name for name in unique if len(unique) == 1 and keys.names_a_record(name)}
            said = (
                f"# DECIDE: {' and '.join(unique)} tell{'s' * (len(unique) == 1)} the first {self.sample.rows:,} records apart."
            )
            joined = f'{{ join = [{", ".join(map(_text, unique))}], with = "-" }}' if len(unique) > 1 else _text(unique[0])
            return [said, f"{column.name} = {joined}"]
        return _hole(self.table, column)

    def _moment(self, column: Column) -> list[str]:
        """The line of a moment nothing is named for: the first column, or pair, that holds nothing but moments."""
        held = moments.found_by_value(self.sample, column, self.taken)
        if not held:
            return _hole(self.table, column) if column.mandatory else []
        first, *others = held
        self.taken |= set(first.names)
        self.found_by_value.add(column.name)
        also = f"; so do {', '.join(' and '.join(other.names) for other in others)}" if others else ""
        said = [f"# DECIDE: {' and '.join(first.names)} hold{'s' * (len(first.names) == 1)} moments{also}."]
        source = f"from = {_text(first.names[0])}" if len(first.names) == 1 else f"join = [{', '.join(map(_text, first.names))}]"
        return [*said, *self._dated(column, source, list(first.formats), first.names[0], [])]

    def _matched(self, column: Column, name: str) -> list[str]:
        """The line of a column that has a source, under what there is to decide about it."""
        values, settings, comments = self.sample.values[name], [], []
        if column.kind is not Kind.TEXT or column.allowed:
            settings += [f"missing = [{', '.join(map(_text, values.markers))}]"] if values.markers else []
        if column.kind in (Kind.INSTANT, Kind.DATE):
            return self._dated(column, f"from = {_text(name)}", moments.formats(self.sample, name, column.kind), name, settings)
        if column.allowed:
            chosen = {text: _allowed(column, text) for text in values.real}
            known = ", ".join(f"{_text(old)} = {_text(new)}" for old, new in chosen.items() if new)
            unknown = [text for text, new in chosen.items() if new is None][:6]
            if known and any(text != new for text, new in chosen.items()):
                settings.append(f"values = {{ {known} }}")
            if not known and unknown:  # every row would be rejected
                self.taken.discard(name)
                return [f"# DECIDE: is {name} the {column.name}? None of its values is one of {', '.join(column.allowed)}."]
            if unknown:
                which = ", ".join(column.allowed)
                comments.append(f"# DECIDE: {', '.join(map(repr, unknown))}: which of {which}? Rows with others are rejected.")
        return [*comments, _line(column, f"from = {_text(name)}", name, settings)]

    def _dated(self, column: Column, source: str, formats: list[str], name: str, settings: list[str]) -> list[str]:
        comments = []
        if formats and formats[0]:
            settings = [*settings, f"format = {_text(formats[0])}"]
        if len(formats) > 1:
            comments.append(f"# DECIDE: {self.sample.values[name].real[0]} may also be {formats[1]}.")
        if column.kind is Kind.INSTANT:
            comments.append(
                f'# DECIDE: {column.name} is read as UTC unless it says otherwise; for local time add zone = "Europe/Amsterdam".'
            )
        return [*comments, _line(column, source, name, settings)]

    def _open(self) -> list[str]:
        """What nothing in the file tells."""
        lines = []
        if self.table.name == "answers" and not self.asked:
            if "instrument" not in self.found:
                lines += [
                    "# DECIDE: what the question measures; without it no metric counts the answer.",
                    '# instrument = { value = "nps" }',
                ]
            if "scale" not in self.found:
                lines += ["# DECIDE: the lowest and the highest score of the question.", '# scale = { value = "0-10" }']
        for name in self._either():
            if name not in self.found_by_value:
                several = next(several for several in self.table.either if several[0] == name)
                lines += [f"# DECIDE: one of {' and '.join(several)} must be given.", f'# {name} = ""']
        return lines

    def _left_over(self) -> list[str]:
        rest = [name for name in self.sample.columns if name not in self.taken]
        if "attributes" in self.table.by_name and "attributes" not in self.found:
            return [f"attributes.{_bare(plain(name) or name)} = {_text(name)}" for name in rest]
        return [f"# not used: {', '.join(rest)}"] if rest else []

    def _unpivots(self) -> list[str]:
        lines = []
        for group in self.asked:
            beside = f"; {', '.join(map(repr, group.beside[:8]))} lie beside that scale" if group.beside else ""
            lines += [
                "",
                f"# DECIDE: are these questions, do they measure {group.instrument}, is the scale {group.scale}{beside}?",
                f"[[{self.table.name}.unpivot]]",
                f"columns = [{', '.join(map(_text, group.columns))}]",
                f'instrument = "{group.instrument}"',
                f'scale = "{group.scale}"',
            ]
            lines += [f"missing = [{', '.join(map(_text, group.beside[:40]))}]"] if group.beside else []
        return lines


def _repeated(name: str) -> str:
    return f"# DECIDE: {name} stands on several records; of those with one key the last is kept."


def _line(column: Column, source: str, name: str, settings: list[str]) -> str:
    plainly = source == f"from = {_text(name)}" and not settings
    return f"{column.name} = {_text(name)}" if plainly else f"{column.name} = {{ {', '.join([source, *settings])} }}"


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


def _text(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def _bare(name: str) -> str:
    """A key as TOML writes it."""
    return name if name.replace("_", "").replace("-", "").isascii() and name.replace("_", "").isalnum() else _text(name)
