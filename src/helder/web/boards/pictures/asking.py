"""What a picture asks of the figures, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helder.boards.board import Tile
from helder.goals.benchmarks import held_against
from helder.goals.standing import Standing
from helder.metrics import Metric
from helder.query.answer import label_columns
from helder.query.scope import WHOLE
from helder.web import serving, writing
from helder.web.boards.data import WHOLE_PERIOD, Cut, Questions, Row
from helder.web.boards.reach import Industry, Reach, of_industry
from helder.web.boards.tile import Change, variant
from helder.web.boards.view import View


@dataclass(frozen=True)
class Drawing:
    """What there is to draw a tile with: its figures by cut, and by whom and where it is seen.

    view: the tile's own; around: the board's, which a click narrows. links: whether it leads on to pages of metrics, which
    who has only a link to the board cannot open. clicks: whether values narrow the board.
    edits: the key of the board whose tiles may be changed; else blank. alerts: whether it leads to making one.
    """

    tile: Tile
    view: View
    around: View
    questions: Questions
    rows: Callable[[Cut], Mapping[str, Sequence[Row]]]
    standing: Callable[[str], Standing | None]
    language: str
    links: bool = True
    personal: bool = False
    clicks: bool = True
    edits: str = ""
    alerts: bool = True

    @property
    def metrics(self) -> list[Metric]:
        """The metrics of the tile that there are."""
        catalog = serving.catalog()
        return [catalog[name] for name in self.tile.metrics if name in catalog]

    def of(self, cut: Cut, metric: Metric) -> Sequence[Row]:
        """The rows of a metric."""
        return self.rows(cut).get(metric.name, ())

    def main(self, metric: Metric) -> Row | None:
        """The metric over the whole period: of several scales or currencies, that with most rows."""
        whole = self.of(whole_of(self.tile), metric)
        return max(whole, key=lambda row: row["n"] or 0) if whole else None

    def industry(self, metric: Metric, row: Row | None) -> Industry | None:
        """What others of one's industry reach, of the scale and in the unit of a row; nothing for a part of the company."""
        if row is None or self.view.filters or self.questions.workspace.scope != WHOLE:
            return None
        found = held_against(self.questions.industry_benchmarks(), metric.name, row["unit"], row.get("scale"))
        return of_industry(found, row["unit"])

    def alike(self, rows: Sequence[Row], metric: Metric) -> list[Row]:
        """The rows on the scale or in the currency that most of the whole period are in."""
        main, apart = self.main(metric), label_columns(metric)[0]
        return [row for row in rows if main is None or apart is None or variant(row) == variant(main)]


@dataclass(frozen=True)
class Content:
    """What a picture comes to. state: "value", or why there is nothing to see: "no data", "suppressed", "not sliced", "not seen".

    counts: the change and the goal, where the board counts them.
    """

    state: str
    picture: Any = None
    change: Change | None = None
    goal: Reach | None = None
    about: Mapping[str, str] = field(default_factory=dict)


def whole_of(tile: Tile) -> Cut:
    """The cut that gives the whole period of a tile."""
    return {"previous": WHOLE_PERIOD, "year": Cut(compare="year")}.get(tile.compare, Cut())


def missing(drawing: Drawing) -> Content | None:
    """Why a tile has nothing to show, as far as its metrics and what is asked of them tell."""
    metrics = drawing.metrics
    if drawing.view.empty:
        return Content("outside")
    if not metrics:
        return Content("gone", about={"names": ", ".join(drawing.tile.metrics)})
    if not any(drawing.questions.workspace.scope.knows(metric) for metric in metrics):
        return Content("not seen")
    unknown = [drawing.view.unknown_to(metric) for metric in metrics]
    if all(unknown):
        return Content("not sliced", about={"dimension": writing.dimension(unknown[0]).lower() if unknown[0] else ""})
    return None
