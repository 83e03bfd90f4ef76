"""An upload as its page shows it: the first rows, what the mapping makes of them, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from helder.connectors.reading import mending
from helder.connectors.reading.delimited import spelled
from helder.connectors.reading.mapping import Mapping, Section
from helder.connectors.reading.opened import Opened
from helder.connectors.reading.options import FileOptions
from helder.connectors.reading.trial import Trial, begin, trial
from helder.errors import HelderError
from helder.web import serving
from helder.web.boards import record
from helder.web.upload.actions import mapping_of
from helder.web.upload.models import Upload

#: Records a mapping is tried on, and records shown.
TRIED, SHOWN = 200, 20
_LONGEST = 200


@dataclass(frozen=True)
class Cell:
    """A value of a record; wrong: why it would be rejected, where it would."""

    text: str
    missing: bool
    wrong: str


@dataclass(frozen=True)
class Line:
    """A record: its number, its cells, and what is wrong with it."""

    number: int
    cells: tuple[Cell, ...]
    wrong: str


@dataclass
class Preview:
    """What is known of an upload. fault: why it cannot be read, or not by its mapping."""

    columns: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    file: Opened | None = None
    mapping: Mapping | None = None
    trial: Trial | None = None
    fault: HelderError | None = None

    @property
    def stored(self) -> list[tuple[str, list[str], list[list[str]]]]:
        """By table, the columns and the first rows as they will stand in it."""
        tried = self.trial.tried if self.trial else ()
        return [
            (one.table.name, record.columns(one.stored), list(record.texts(one.stored, personal=True)))
            for one in tried
            if one.stored.num_rows
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """How the file was read."""
        if self.file is None:
            return {}
        separator = spelled(self.file.separator) if self.file.separator else None
        encoding = {"utf-8-sig": "utf-8"}.get(self.file.encoding or "", self.file.encoding)
        return {"form": self.file.form, "separator": separator, "encoding": encoding, "columns": len(self.columns)}


def preview(upload: Upload) -> Preview:
    """Read the beginning of an upload and try its mapping on it."""
    shown = Preview()
    try:
        shown.mapping = mapping_of(upload)
        if shown.mapping.sections:
            found = trial(upload.path, shown.mapping, currency=serving.now().settings["currency"], name=upload.name, most=TRIED)
            shown.trial = found
            _show(shown, found.beginning.columns, found.beginning.records, found)
            shown.file = found.beginning.file
            return shown
    except HelderError as error:
        shown.fault = error
    try:
        options = shown.mapping.file if shown.mapping else FileOptions()
        beginning = begin(upload.path, options, name=upload.name, most=SHOWN)
    except HelderError as error:
        shown.fault = shown.fault or error
        return shown
    shown.file = beginning.file
    _show(shown, beginning.columns, beginning.records, None)
    return shown


def _show(shown: Preview, names: tuple[str, ...], records: dict[int, tuple[str | None, ...]], tried: Trial | None) -> None:
    """The first records, and of those after them the first that are at fault."""
    shown.columns = names
    wrong = _wrong(shown.mapping.sections if shown.mapping else (), names, tried)
    first = list(records)[:SHOWN]
    chosen = [*first, *[number for number in records if number in wrong and number not in first][:SHOWN]]
    for number in chosen:
        cells = wrong.get(number, {})
        shown.lines.append(
            Line(
                number,
                tuple(_cell(text, cells.get(name, "")) for name, text in zip(names, records[number], strict=True)),
                "; ".join(dict.fromkeys(reason for reason in cells.values())),
            )
        )


def _cell(text: str | None, wrong: str) -> Cell:
    short = (text or "")[:_LONGEST]
    return Cell(f"{short} …" if len(short) < len(text or "") else short, text is None or not text.strip(), wrong)


def _wrong(sections: tuple[Section, ...], columns: tuple[str, ...], tried: Trial | None) -> dict[int, dict[str, str]]:
    """By record and column of the file, what is wrong; under no name where no column is to blame."""
    found: dict[int, dict[str, str]] = {}
    for section, one in zip(sections, tried.tried if tried else (), strict=False):
        for flaw in one.flaws:
            names = mending.origins(section, flaw.column, columns) if flaw.column else ()
            for name in names or ("",):
                found.setdefault(flaw.row, {})[name] = f"{flaw.column} {flaw.reason}" if flaw.column else flaw.reason
    return found
