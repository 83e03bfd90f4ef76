"""Delimited text: its encoding, separator and header, found from its beginning; and its whole length looked over."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from helder.connectors.reading.opened import TEXT, Opened, Unreadable
from helder.connectors.reading.options import WHITESPACE, FileOptions
from helder.engines import quoting
from helder.errors import BadInput

#: The longest line that is read, in bytes; a longer one is refused, not cut.
LONGEST_LINE = 4 << 20
_CHUNK = LONGEST_LINE // 4
csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))  # the reader's own limit is below ours
_SAMPLE = 256 << 10
#: The separators that are looked for.
SEPARATORS = (",", ";", "\t", "|")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SPELLED = {"\t": "a tab", WHITESPACE: "spaces"}


def encoding_of(start: bytes, options: FileOptions) -> str:
    """The encoding of a text: as said, as its first bytes say, else UTF-8."""
    return options.encoding or next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")


def as_utf8(path: Path, encoding: str, folder: Path, where: Path) -> Path:
    """The text file itself, or a copy in UTF-8; refused where it is not text or has a line too long to be one."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if not encoding.lower().startswith(("utf-16", "utf-32")) and b"\0" in start:
        raise Unreadable(
            "This is not a text file.", where=str(where), fix="Give a CSV, TSV, JSON, NDJSON, Parquet or Excel file."
        )
    copy = path
    if codecs.lookup(encoding).name != "utf-8":
        copy = _recoded(path, encoding, folder / "utf-8", where)
    _look_over(copy, where)
    return copy


def _recoded(path: Path, encoding: str, copy: Path, where: Path) -> Path:
    try:
        with path.open(encoding=encoding, newline="") as text, copy.open("w", encoding="utf-8", newline="") as plain:
            while piece := text.read(_CHUNK):
                plain.write(piece)
    except UnicodeError as error:
        raise BadInput(
            f"The text is not in {encoding}: {error}.",
            where=str(where),
            fix='Say its encoding in a mapping: [file] encoding = "..."',
        ) from error
    return copy


def _look_over(path: Path, where: Path) -> None:
    """Refuse a line of more than LONGEST_LINE; shorter ones pass wherever they begin."""
    with path.open("rb", buffering=0) as file:
        at = without = 0
        while chunk := file.read(_CHUNK):
            without = 0 if b"\n" in chunk or b"\r" in chunk else without + len(chunk)
            if without >= 2 * _CHUNK:
                raise too_long(where, f"near byte {at - without + len(chunk):,}")
            at += len(chunk)


def too_long(where: Path | str, place: str) -> BadInput:
    """The error for a line that is too long."""
    return BadInput(
        f"A line {place} is longer than {LONGEST_LINE >> 20} MB.",
        where=str(where),
        fix="A line that long is a broken export, or not a text of lines: check the file and its separator.",
    )


def table(path: Path, options: FileOptions, folder: Path, where: Path) -> Opened:
    """A delimited file, opened."""
    if options.separator == WHITESPACE:
        path, options = _tabbed(path, folder), replace(options, separator="\t")
    sample = _sample(path, where, options)
    separator = options.separator or _separator(sample)
    found = next(csv.reader(sample, delimiter=separator), [])
    names = column_names(options.columns or (found if options.header else [f"column{i + 1}" for i in range(len(found))]), where)
    if len(names) != len(found):
        raise BadInput(
            f"The mapping names {len(names)} columns, the first line has {len(found)}.",
            where=str(where),
            fix="Give [file] columns a name for each, and check [file] separator.",
        )
    if options.header and len(sample) < 2:
        raise BadInput("The file has a header and no records.", where=str(where), fix="Export it again with its rows.")
    return Opened(
        columns=dict.fromkeys(names, TEXT),
        relation=reading(path, names, separator, header=options.header, skip=options.skip),
        where=str(where),
        separator=separator,
        header=options.header,
        before=options.skip + options.header,
        plain=path,
    )


def reading(path: Path, names: tuple[str, ...], separator: str, *, header: bool, skip: int) -> str:
    """SQL that reads a delimited file as texts, setting aside records of the wrong width."""
    columns = ", ".join(f"{quoting.literal(name)}: 'varchar'" for name in names)
    return (
        f"read_csv({quoting.literal(str(path))}, auto_detect = false, header = {str(header).lower()}, skip = {skip}, "
        f"delim = {quoting.literal(separator)}, quote = '\"', escape = '\"', store_rejects = true, "
        f"max_line_size = {LONGEST_LINE}, "
        f"compression = 'none', columns = {{{columns}}})"
    )


def with_plain_newlines(file: Opened, folder: Path) -> Opened:
    """The same file from a copy in which every line ends in the same way."""
    assert file.plain is not None
    assert file.separator is not None
    copy = folder / "lines"
    with file.plain.open(encoding="utf-8", newline=None) as text, copy.open("w", encoding="utf-8", newline="\n") as plain:
        while piece := text.read(_CHUNK):
            plain.write(piece)
    relation = reading(copy, tuple(file.columns), file.separator, header=file.header, skip=file.before - file.header)
    return replace(file, relation=relation, plain=copy)


def _sample(path: Path, where: Path, options: FileOptions) -> list[str]:
    """The first lines after those to be skipped, blank ones left out."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE).removeprefix(codecs.BOM_UTF8)
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError as error:
        line = start.count(b"\n", 0, error.start) + 1
        raise not_utf8(where, f"byte 0x{start[error.start]:02X} on line {line}") from error
    lines = [line for line in islice(io.StringIO(text, newline=None), options.skip, None) if line.strip()]
    if len(lines) == 1 and len(start) >= _SAMPLE // 2:
        lines.append("")  # one long line fills the sample: what follows is not known
    if not lines:
        raise BadInput("The file has no lines to read.", where=str(where), fix="Check [file] skip, or export it again.")
    return lines


class NotUtf8(BadInput):
    """Text in another encoding than was thought."""


def not_utf8(where: Path | str, place: str) -> NotUtf8:
    """The error for text in another encoding."""
    return NotUtf8(
        f"The text is not UTF-8: {place}.",
        where=str(where),
        fix='Say its encoding in a mapping, often: [file] encoding = "windows-1252"; or save it as UTF-8.',
    )


def _separator(sample: list[str]) -> str:
    """The separator that cuts the most lines into as many columns as the first, and the most columns."""

    def fit(separator: str) -> tuple[float, int]:
        rows = [row for row in csv.reader(sample[:100], delimiter=separator) if row]
        width = len(rows[0])
        return (sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0, width)

    return max(SEPARATORS, key=fit)


def column_names(given: Sequence[str], where: Path) -> tuple[str, ...]:
    """The names of columns as a header gives them; refused where one comes twice."""
    names = tuple(name.strip() or f"column{i + 1}" for i, name in enumerate(given))
    refuse_twice(names, where)
    return names


class NamedTwice(BadInput):
    """A header with names that differ in capitals at most. names: all of them."""

    names: tuple[str, ...] = ()


def refuse_twice(given: Iterable[str], where: Path) -> None:
    """Refuse names that differ in capitals at most."""
    names = tuple(given)
    seen: dict[str, list[str]] = {}
    for name in names:
        seen.setdefault(name.lower(), []).append(name)
    twice = [name for spellings in seen.values() if len(spellings) > 1 for name in dict.fromkeys(spellings)]
    if twice:
        error = NamedTwice(
            f"The file names a column twice: {', '.join(twice)}.",
            where=str(where),
            fix="Rename one of them in the file, or name all columns in a mapping: [file] columns = [...]",
        )
        error.names = names
        raise error


def _tabbed(path: Path, folder: Path) -> Path:
    """A copy in which every run of spaces and tabs is one tab."""
    copy = folder / "tabbed"
    with (
        path.open(encoding="utf-8", errors="surrogateescape") as text,
        copy.open("w", encoding="utf-8", errors="surrogateescape") as plain,
    ):
        plain.writelines("\t".join(line.split()) + "\n" for line in text)
    return copy


def spelled(separator: str) -> str:
    """A separator as one would say it."""
    return _SPELLED.get(separator, repr(separator))
