"""Rejected rows as a form: the cells at fault are written anew, the others stand beside them."""

from __future__ import annotations

import csv
from collections.abc import Mapping as Named
from dataclasses import dataclass
from pathlib import Path

from django.http import QueryDict
from django.utils.translation import gettext as _

from helder import model
from helder.connectors.reading import mending, rows
from helder.connectors.reading.mapping import Section, matching
from helder.connectors.reading.mending import REJECT_ROW, Earlier, origins
from helder.errors import BadInput, HelderError, StoreError
from helder.web import serving
from helder.web.upload import ledger
from helder.web.upload.ledger import Rejected


@dataclass(frozen=True)
class Cell:
    """One value of a rejected row. id: of its input, where it can be written anew."""

    column: str
    text: str
    id: str
    reason: str


@dataclass(frozen=True)
class Line:
    """A rejected row: its cells, and what is wrong with no cell in particular."""

    number: int
    cells: tuple[Cell, ...]
    reasons: str


@dataclass(frozen=True)
class Mending:
    """The rejects of one load that can be mended here. columns: of its file. sections: how its rows were made."""

    earlier: Earlier
    columns: tuple[str, ...]
    sections: tuple[Section, ...]

    @classmethod
    def of(cls, number: int) -> Mending | None:
        """The form of a load; None where it has no open rejects, or its rows cannot be mended one by one."""
        try:
            earlier = mending.earlier(serving.now().questions.workspace.engine, number)
            mapping = mending.mapping_of(earlier)
        except HelderError:
            return None
        sections = mapping.sections or _matching(earlier)
        if not sections or not earlier.columns or not all(rows.alone(section) for section in sections):
            return None
        return cls(earlier, earlier.columns, sections)

    def lines(self, rejected: list[Rejected]) -> list[Line]:
        """The rows as the form shows them."""
        return [self._line(row) for row in rejected]

    def _line(self, row: Rejected) -> Line:
        record = mending.fitted(list(row.record), len(self.columns))
        blamed: dict[str, str] = {}
        others = []
        for fault in row.faults:
            told = f"{fault['column']} {fault['reason']}" if fault["column"] else str(fault["reason"])
            names = self._blamed(fault["column"], row.tables)
            blamed |= {name: "; ".join(filter(None, (blamed.get(name), told))) for name in names}
            others += [] if names else [told]
        every = bool(others)
        cells = tuple(
            Cell(name, text or "", f"r{row.number}.{i}" if every or name in blamed else "", blamed.get(name, ""))
            for i, (name, text) in enumerate(zip(self.columns, record, strict=True))
        )
        return Line(row.number, cells, "; ".join(dict.fromkeys(others)))

    def _blamed(self, column: str | None, tables: tuple[str, ...]) -> tuple[str, ...]:
        if column is None:
            return ()
        found = [origins(section, column, self.columns) for section in self.sections if section.table.name in tables]
        return tuple(dict.fromkeys(name for names in found for name in names))


def _matching(earlier: Earlier) -> tuple[Section, ...]:
    if earlier.table is None:
        return ()
    return (matching(model.table(earlier.table), earlier.columns, where=earlier.table, ignore_unknown=True),)


def mended_csv(form: Mending, number: int, post: QueryDict, path: Path) -> int:
    """Write the rows of which a cell was written anew as a file of mended rejects; its size.

    Raises BadInput where there is none, or such a row is no longer open.
    """
    given = _given(post)
    found = {row.number: row for row in ledger.rejected(number, size=len(given), rows=tuple(given))} if given else {}
    if gone := [row for row in given if row not in found]:
        raise BadInput(
            _("Row %(row)s has been mended meanwhile.") % {"row": gone[0]}, fix=_("Look at those that are still open.")
        )
    changed = []
    for row, cells in given.items():
        record = mending.fitted(list(found[row].record), len(form.columns))
        anew = [cells.get(i, text) for i, text in enumerate(record)]
        if list(map(_plain, anew)) != list(map(_plain, record)):
            changed.append([row, *anew])
    if not changed:
        raise BadInput(_("No cell was changed."), fix=_("Write what it should be, then load the rows again."))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([REJECT_ROW, *form.columns])
            writer.writerows(changed)
    except OSError as error:
        raise StoreError(_("The mended rows cannot be kept: %(error)s.") % {"error": error.strerror}) from error
    return path.stat().st_size


def _plain(text: str | None) -> str:
    """A text as it comes back from a browser, its ends of lines aside."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def _given(post: QueryDict) -> Named[int, dict[int, str]]:
    """By row and column, what the form gives."""
    given: dict[int, dict[int, str]] = {}
    for name, text in post.items():
        row, dot, column = name.removeprefix("r").partition(".")
        if name.startswith("r") and dot and row.isdigit() and column.isdigit() and len(row) < 18:
            given.setdefault(int(row), {})[int(column)] = _plain(str(text))
    return given
