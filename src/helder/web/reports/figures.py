"""The figures a tile is drawn from, exact, as a table for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from helder.boards.board import Tile
from helder.errors import BadQuestion
from helder.query.answer import label_columns
from helder.web import serving
from helder.web.boards.data import Cut, Questions, Row
from helder.web.boards.pictures.asking import whole_of
from helder.web.boards.pictures.board import Rows, rows_behind
from helder.web.boards.record import HIDDEN
from helder.web.boards.tile import title_of
from helder.web.boards.view import View

#: What is known of each figure, after what it is a figure of.
_FIGURE = ("value", "unit", "low", "high", "n", "numerator", "denominator", "provisional", "suppressed")
_COMPARED = ("previous", "change", "p", "significant", "partial")
#: What is empty where a group is too small to be shown.
_HIDES = ("value", "low", "high", "n", "numerator", "denominator", "previous", "change", "p", "significant")
_COMMENT = ("answered_at", "score", "comment", "channel", "touchpoint", "language")


@dataclass(frozen=True)
class Figures:
    """A table of a tile. columns: their names, in order; rows: a value or None for each; view: what the tile looks at."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    view: View


def figures(tile: Tile, view: View, questions: Questions, *, personal: bool) -> Figures:
    """What a tile is drawn from: over its whole period (per "period"), and by each of its grains and dimensions.

    Raises BadQuestion for a tile that shows no figures, or none that may be told.
    """
    known = [serving.catalog()[name] for name in tile.metrics if name in serving.catalog()]
    if not known:
        raise BadQuestion(_("This tile shows no figures."), where=tile.key, fix=_("Choose another."))
    seen, behind = rows_behind(tile, view, questions)
    if tile.picture == "comments":
        return _comments(tile, seen, behind, questions, personal=personal)
    if tile.picture == "distribution":
        return _distribution(tile, seen, behind, questions)
    labels = dict.fromkeys(name for metric in known for name in label_columns(metric) if name)
    by = dict.fromkeys(name for cut, _ in behind for name in cut.by)
    compared = _COMPARED if any(cut.compare for cut, _ in behind) else ()
    columns = ("metric", "title", "per", "start", *by, *(n for n in labels if n not in by), *_FIGURE, *compared, "version")
    titles = {metric.name: title_of(metric) for metric in known}
    rows = tuple(_row(row, cut, columns, titles) for cut, found in behind for some in found.values() for row in some)
    return Figures(columns, rows, seen)


def _row(row: Row, cut: Cut, columns: Sequence[str], titles: Mapping[str, str]) -> Mapping[str, Any]:
    hidden = _HIDES if row["suppressed"] else ()
    told = {**row, "title": titles[row["metric"]], "per": cut.grain or "period"}
    return {name: None if name in hidden else told.get(name) for name in columns}


def _distribution(tile: Tile, view: View, behind: Iterable[tuple[Cut, Rows]], questions: Questions) -> Figures:
    (name,) = tile.metrics
    if _suppressed(tile, behind):
        raise BadQuestion(_("Too few people to show without pointing at someone."), where=tile.key, fix=_("Choose another."))
    spread = questions.distribution(name, view)
    edges = spread.edges if spread.whole else spread.edges[:-1]
    ends = [*edges] if spread.whole else [high for _, high in pairwise(spread.edges)]
    rows = tuple(
        {"metric": name, "what": spread.column, "from": low, "to": high, "unit": spread.unit, "n": count}
        for low, high, count in zip(edges, ends, spread.counts, strict=True)
    )
    if not spread.whole and rows:  # the last one is open
        rows = (*rows[:-1], {**rows[-1], "to": None})
    return Figures(("metric", "what", "from", "to", "unit", "n"), rows, view)


def _comments(tile: Tile, view: View, behind: Iterable[tuple[Cut, Rows]], questions: Questions, *, personal: bool) -> Figures:
    (name,) = tile.metrics
    metric = serving.catalog()[name]
    words = "answers" in metric.tables
    if not words or metric.about_employees or view.confidential or _suppressed(tile, behind):
        raise BadQuestion(_("This tile shows no comments."), where=tile.key, fix=_("Choose another."))
    found = questions.newest(name, view, "comment is not null", tile.most)
    return Figures(("metric", *_COMMENT), tuple(_comment(name, row, personal=personal) for row in found), view)


def _comment(name: str, row: Mapping[str, Any], *, personal: bool) -> Mapping[str, Any]:
    told = {one: None if one in HIDDEN and not personal else row.get(one) for one in _COMMENT}
    return {"metric": name, **told}


def _suppressed(tile: Tile, behind: Iterable[tuple[Cut, Rows]]) -> bool:
    return any(row["suppressed"] for row in _of(whole_of(tile), behind))


def _of(wanted: Cut, behind: Iterable[tuple[Cut, Rows]]) -> Iterator[Row]:
    return (row for cut, found in behind if cut == wanted for some in found.values() for row in some)
