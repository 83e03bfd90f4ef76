"""A board as it is handed over: its tiles at one moment, and what a reader must know of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from helder import __version__
from helder.boards.board import Board
from helder.web import writing
from helder.web.boards.board_page import counted
from helder.web.boards.data import Questions
from helder.web.boards.pictures.board import Look, Shown, worked_out
from helder.web.boards.pictures.lines import Lines
from helder.web.boards.view import View
from helder.web.boards.whose import rows_of


@dataclass(frozen=True)
class Report:
    """A board worked out, in the language that was active then.

    facts: what it is about, as pairs of a name and a text: the period, filters, whose rows, the zone, the version, the time.
    footnote: how its figures are to be read. sections: each with its heading, "" where it has none. counts: how many tiles
    are better, worse or miss their goal.
    """

    title: str
    about: str
    language: str
    period: str
    footnote: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[Shown, ...]], ...]
    counts: dict[str, int]
    made_at: datetime

    @property
    def tiles(self) -> list[Shown]:
        """Every tile, in order."""
        return [shown for _, tiles in self.sections for shown in tiles]


def made(board: Board, version: int, view: View, questions: Questions, at: datetime, *, personal: bool) -> Report:
    """Work a board out, in the active language. version: of an own board, else 0. at: the moment, in the workspace's zone."""
    language = writing.language()
    shown = worked_out(board.tiles, view, questions, Look(language, links=False, personal=personal))
    return Report(
        title=board.title.of(language),
        about=board.about.of(language),
        language=language,
        period=period_of(view),
        footnote=footnote(view),
        facts=tuple(facts(version, view, questions, at)),
        sections=tuple(
            (section.title.of(language), tuple(_still(shown[tile.key]) for tile in section.tiles)) for section in board.sections
        ),
        counts=counted(shown.values()),
        made_at=at,
    )


def period_of(view: View) -> str:
    """The first and the last day of a view in words."""
    days = (view.since,) if view.since == view.last else (view.since, view.last)
    return " \N{EN DASH} ".join(_day(day) for day in days)


def footnote(view: View) -> str:
    """How figures over a view are to be read."""
    said = _(
        "Bands and ranges are 95 % confidence intervals. A change is called significant where chance alone would seldom"
        " make one as large (p below 0.05)."
    )
    return said if view.period == "today" else f"{said} {_('Periods end with yesterday, the last whole day.')}"


def facts(version: int, view: View, questions: Questions, at: datetime) -> list[tuple[str, str]]:
    """What figures over a view are about, in words. version: of the board they are on, 0 for one that comes with Helder."""
    engine, rows = questions.workspace.engine, rows_of(questions.workspace.scope)
    return [
        (_("Period"), f"{period_of(view)} ({view.title}, {_('by %(grain)s') % {'grain': view.each}})"),
        *([(_("Narrowed to"), view.narrowed)] if view.narrowed else []),
        *([(_("Rows of"), rows)] if rows else []),
        (_("Time zone"), engine.zone),
        (_("Version"), " \N{MIDDLE DOT} ".join([*([str(version)] if version else []), f"Helder {__version__}"])),
        (_("Made at"), f"{_day(at.date())} {at:%H:%M}"),
    ]


def _day(day: date) -> str:
    return date_format(day)


def _still(shown: Shown) -> Shown:
    """A tile that leads nowhere: for what is no page of the site."""
    return replace(shown, leads=(), content=replace(shown.content, picture=_alone(shown.content.picture, shown.tile.key)))


def _alone(picture: Any, key: str) -> Any:
    if isinstance(picture, Lines):  # drawings on one page share their names of parts
        named = re.sub(r'( id="|url\(#)', rf"\g<1>{key}-", picture.svg)
        return replace(picture, specification={}, keys=(), svg=mark_safe(named))  # noqa: S308 - drawn by us
    return picture
