"""All tiles of a board, worked out together: what they ask alike is asked once, one plan for each fact."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helder.boards.board import Filters, Tile
from helder.errors import BadQuestion, NotSupported, UnknownName
from helder.facts.titles import of_dimension
from helder.goals.standing import Standing
from helder.metrics import Catalog
from helder.web import serving
from helder.web.boards.data import MOVES, Cut, Questions, Row, moves_by_itself
from helder.web.boards.pictures import comments, distribution, funnel, gauge, heat, lines, note, number, slicing, table
from helder.web.boards.pictures.asking import Content, Drawing, missing
from helder.web.boards.pictures.leading import Lead, leads
from helder.web.boards.tile import meaning_of, title_of
from helder.web.boards.view import View, bounds, drawable, fitting

Rows = Mapping[str, Sequence[Row]]
#: By picture: what it asks, and how it is drawn from the answers.
_PICTURES: dict[str, tuple[Callable[[Drawing], tuple[Cut, ...]], Callable[[Drawing], Content]]] = {
    "number": (number.cuts, number.draw),
    "line": (lines.cuts, lines.draw_lines),
    "bars": (slicing.cuts, slicing.draw_bars),
    "stacked": (lines.stacked_cuts, lines.draw_stacked),
    "heat": (heat.week_cuts, heat.draw_week),
    "funnel": (funnel.cuts, funnel.draw),
    "cohorts": (heat.cohort_cuts, heat.draw_cohorts),
    "distribution": (distribution.cuts, distribution.draw),
    "table": (table.cuts, table.draw),
    "ranked": (slicing.cuts, slicing.draw_ranked),
    "gauge": (gauge.cuts, gauge.draw),
    "comments": (comments.cuts, comments.draw),
    "note": (note.cuts, note.draw),
}


#: Pictures that tell how the goal stands.
_HELD_TO_GOALS = ("number", "gauge")


@dataclass(frozen=True)
class Shown:
    """A tile as the page shows it."""

    tile: Tile
    title: str
    meaning: str
    href: str | None
    view: View
    own: str
    content: Content
    leads: tuple[Lead, ...] = ()

    @property
    def specification_id(self) -> str:
        """The id of the element that holds the specification of its chart."""
        return f"specification-{self.tile.key}"

    @property
    def template(self) -> str:
        """The template its picture is drawn by."""
        return f"boards/pictures/{self.tile.picture}.html"

    @cached_property
    def html(self) -> SafeString:
        """The tile as pages have it, in the language it was worked out in."""
        return render_to_string("boards/_tile.html", {"shown": self})


@dataclass(frozen=True)
class Look:
    """Who looks at a board, and in which language. links: whether pages of metrics are open to them.

    clicks: whether a click on a value narrows the board to it. edits: the board whose tiles they may change, if any. alerts:
    whether they may make some.
    """

    language: str = "en"
    links: bool = True
    personal: bool = False
    clicks: bool = True
    edits: str = ""
    alerts: bool = True


def look(*, links: bool = True, personal: bool = False, clicks: bool = True, edits: str = "", alerts: bool = True) -> Look:
    """A look in the page's language."""
    return Look(get_language() or "en", links, personal, clicks, edits, alerts)


def worked_out(tiles: Iterable[Tile], view: View, questions: Questions, look: Look) -> dict[str, Shown]:
    """Every tile, by its key."""
    asked = _Asked(questions)
    drawings = {tile.key: _drawing(tile, view, questions, look, asked) for tile in tiles}
    for drawing in drawings.values():
        asked.want(drawing)
    asked.put()
    return {key: _shown(drawing) for key, drawing in drawings.items()}


def versions(tiles: Sequence[Tile], view: View, questions: Questions) -> tuple[Hashable, ...]:
    """What is another once some tiles of a view may have to be worked out anew."""
    catalog = serving.catalog()
    latest = questions.workspace.engine.batches()
    moves = any(moves_by_itself(catalog[name]) for tile in tiles for name in tile.metrics if name in catalog)
    moment = int(time.monotonic() // MOVES) if moves else None
    rests_on = sorted(frozenset().union(*(tables_of(tile, catalog) for tile in tiles)))
    rests_on.append("benchmarks")
    return (questions.today(), moment, questions.goals_batch(), *(latest.get(name, 0) for name in rests_on))


def rows_behind(tile: Tile, view: View, questions: Questions) -> tuple[View, list[tuple[Cut, Rows]]]:
    """What a tile looks at, and by cut every row its picture is drawn from."""
    asked = _Asked(questions)
    drawing = _drawing(tile, view, questions, Look(), asked)
    asked.want(drawing)
    asked.put()
    cuts, _ = _PICTURES[tile.picture]
    return drawing.view, [(cut, drawing.rows(cut)) for cut in dict.fromkeys(cuts(drawing))]


def foresee(tiles: Iterable[Tile], view: View, questions: Questions) -> None:
    """Begin to answer what a board will ask first, without waiting for it."""
    asked = _Asked(questions)
    for tile in tiles:
        asked.want(_drawing(tile, view, questions, Look(), asked))
    asked.put()


def tables_of(tile: Tile, catalog: Catalog) -> frozenset[str]:
    """The tables that a tile's figures rest on."""
    return frozenset({"customers", "employees"}).union(*(catalog[name].tables for name in tile.metrics if name in catalog))


def view_of(tile: Tile, view: View, today: date) -> View:
    """What a tile looks at: the board's view, but for what it says itself."""
    found = view.also(tile.filters)
    if tile.period:
        since, until = bounds(tile.period, today)
        found = replace(found, period=tile.period, since=since, until=until, grain=fitting((until - since).days))
    if tile.grain and tile.grain != "hour" and (found.until - found.since).days > 1 and drawable(tile.grain, found):
        found = replace(found, grain=tile.grain)
    return found


class _Asked:
    """What the tiles of a board ask, put together by what is alike."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._wanted: dict[tuple[View, Cut, frozenset[str]], dict[str, None]] = {}
        self._waiting: dict[tuple[View, Cut, frozenset[str]], Callable[[], Rows]] = {}
        self._held: dict[View, dict[str, None]] = {}

    def want(self, drawing: Drawing) -> None:
        """Note what a tile asks."""
        if drawing.view.empty:
            return
        cuts, _ = _PICTURES[drawing.tile.picture]
        for cut in cuts(drawing):
            for name in drawing.tile.metrics:
                if name in serving.catalog():
                    self._wanted.setdefault((drawing.view, cut, serving.catalog()[name].tables), {})[name] = None
        if drawing.tile.picture in _HELD_TO_GOALS:
            self._held.setdefault(drawing.view, {}).update(dict.fromkeys(drawing.tile.metrics))

    def put(self) -> None:
        """Put all questions, without waiting for answers: those of parts first, which may add up to what others ask."""
        wanted = sorted(self._wanted.items(), key=lambda one: -len(one[0][1].by) - (one[0][1].grain is not None))
        self._waiting = {key: self._questions.asked(tuple(names), key[0], key[1]) for key, names in wanted}

    def standing(self, name: str, view: View) -> Standing | None:
        """How the goal stands that a metric is held against."""
        return self._questions.standings(tuple(self._held[view]), view).get(name)

    def rows(self, names: Sequence[str], view: View, cut: Cut) -> Rows:
        """The answer to what some metrics were asked."""
        groups = {serving.catalog()[name].tables for name in names if name in serving.catalog()}
        answers = [self._waiting[view, cut, group]() for group in groups if (view, cut, group) in self._waiting]
        return {name: rows for answer in answers for name, rows in answer.items()}


def _drawing(tile: Tile, view: View, questions: Questions, look: Look, asked: _Asked) -> Drawing:
    seen = view_of(tile, view, questions.today())
    return Drawing(
        tile=tile,
        view=seen,
        around=view,
        questions=questions,
        rows=lambda cut: asked.rows(tile.metrics, seen, cut),
        standing=lambda name: asked.standing(name, seen),
        language=look.language,
        links=look.links,
        personal=look.personal,
        clicks=look.clicks,
        edits=look.edits,
        alerts=look.alerts,
    )


def _shown(drawing: Drawing) -> Shown:
    tile, metrics = drawing.tile, drawing.metrics
    _, draw = _PICTURES[tile.picture]
    try:
        content = (missing(drawing) if tile.metrics else None) or draw(drawing)
    except (BadQuestion, UnknownName, NotSupported) as error:  # of this tile alone: the others stand
        content = Content("cannot", about={"why": error.what})
    first = metrics[0] if metrics else None
    title = called(tile, drawing.language)
    return Shown(
        tile=tile,
        title=title,
        meaning=meaning_of(first) if first else "",
        href=_href(tile, drawing) if first and drawing.links else None,
        view=drawing.view,
        own=_own(tile.filters),
        content=content,
        leads=leads(drawing, content.picture),
    )


def called(tile: Tile, language: str) -> str:
    """What a tile is called: as its maker wrote, else by its metrics and its dimension."""
    if tile.title:
        return tile.title.of(language)
    metrics = [serving.catalog()[name] for name in tile.metrics if name in serving.catalog()]
    named = ", ".join(title_of(metric) for metric in metrics) or ", ".join(tile.metrics)
    if len(metrics) > 2:
        named = _("%(metric)s and %(more)s more") % {"metric": title_of(metrics[0]), "more": len(metrics) - 1}
    if tile.picture == "heat":
        return _("%(metric)s by weekday and hour") % {"metric": named}
    if not tile.by:
        return named
    return _("%(metric)s by %(dimension)s") % {"metric": named, "dimension": of_dimension(tile.by[0], language[:2]).lower()}


def _href(tile: Tile, drawing: Drawing) -> str:
    by = f"&by={quote(tile.by[0])}" if tile.by else ""
    return f"/metrics/{quote(drawing.metrics[0].name)}?{drawing.view.query}{by}"


def _own(filters: Filters) -> str:
    return ", ".join(" / ".join(values) for _, values in filters)
