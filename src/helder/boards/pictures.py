"""The pictures a tile can be, and what each must be given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from helder.boards.board import Tile
from helder.errors import BadInput
from helder.metrics import Catalog, Measure, Metric

#: Dimensions by which rows over the week and over the day are told apart.
WEEK = ("weekday", "hour")
#: Pictures of metrics whose figures are shares of one whole.
_OF_SHARES = ("bars", "comments")
_ONE_OF_THEM = "Choose one metric, or no dimension."


@dataclass(frozen=True)
class Picture:
    """A kind of picture: how many metrics and dimensions it takes, its usual size, and which metrics it can show.

    either: takes several metrics, or one by a dimension.
    """

    name: str
    metrics: tuple[int, int] = (1, 1)
    by: tuple[int, int] = (0, 0)
    size: tuple[int, int] = (3, 2)
    shows: Callable[[Metric], bool] = lambda metric: True
    otherwise: str = ""
    together: Callable[[Sequence[Metric]], bool] = lambda metrics: True
    over_time: bool = False
    slices: bool = False
    either: bool = False

    def faults(self, tile: Tile, catalog: Catalog) -> Iterator[tuple[str, BadInput]]:
        """What is wrong with a tile, by the name of what it says."""
        for name, given, (least, most) in (("metrics", tile.metrics, self.metrics), ("by", tile.by, self.by)):
            if not least <= len(given) <= most:
                what = {"metrics": "metrics", "by": "dimensions"}[name]
                yield (
                    name,
                    BadInput(
                        f"A tile drawn as {self.name} takes {_number(least, most)} {what}, not {len(given)}.",
                        fix="Choose others.",
                    ),
                )
        if self.either and tile.by and len(tile.metrics) > 1:
            yield "by", BadInput(f"A tile drawn as {self.name} takes several metrics, or one by a dimension.", fix=_ONE_OF_THEM)
        known = [catalog[name] for name in tile.metrics if name in catalog]
        if known and not self.together(known):
            yield "metrics", BadInput(f"{', '.join(map(str, known))} cannot be drawn as {self.name}.", fix=self.otherwise)
        for metric in known:
            for dimension in (*tile.by, *(WEEK if self.name == "heat" else ())):
                if dimension not in metric.dimensions:
                    yield (
                        "by",
                        BadInput(
                            f"{metric.name} is not known by {dimension}.", fix=f"Choose from: {', '.join(metric.dimensions)}."
                        ),
                    )
            if spread_over(metric) is not None and (tile.by or self.name not in _OF_SHARES):
                yield (
                    "metrics",
                    BadInput(
                        f"{metric.name} is spread over {spread_over(metric)}: its figures are shares of one whole.",
                        fix="Draw it as bars, without a dimension.",
                    ),
                )
            elif not self.shows(metric) or (self.slices and not tile.by and spread_over(metric) is None):
                yield "metrics", BadInput(f"{metric.name} cannot be drawn as {self.name}.", fix=self.otherwise)


def _number(least: int, most: int) -> str:
    if least == most:
        return str(least) if least else "no"
    return f"{least} to {most}"


def spread_over(metric: Metric) -> str | None:
    """The column over whose values a metric's figures are shares of one whole."""
    how = metric.measured({})
    return how.spread if isinstance(how, Measure) else None


def apart_by(metric: Metric) -> str | None:
    """The column whose values a metric's figures are never put together over."""
    how = metric.measured({})
    return how.apart if isinstance(how, Measure) else None


def _adds_up(metric: Metric) -> bool:
    return metric.unit.name in ("count", "money")


def _are_steps(metrics: Sequence[Metric]) -> bool:
    """Whether metrics are steps that follow one another: one known by stages, or several numbers of things."""
    return apart_by(metrics[0]) == "stage_reached" if len(metrics) == 1 else all(map(_adds_up, metrics))


def of_answers(metric: Metric) -> bool:
    """Whether a metric is made of answers, each with its score and its words."""
    how = metric.measured({})
    return isinstance(how, Measure) and how.fact.name == "answers" and not metric.about_employees


def _of_values(metric: Metric) -> bool:
    """Whether each row of a metric has a value: a score, or a time."""
    how = metric.measured({})
    if metric.about_employees or not isinstance(how, Measure):
        return False
    return of_answers(metric) or (getattr(how.form, "of", None) is not None and metric.unit.name in ("s", "score", "ratio"))


PICTURES: dict[str, Picture] = {
    one.name: one
    for one in (
        Picture("number", size=(3, 2), over_time=True),
        Picture("line", metrics=(1, 4), by=(0, 1), size=(6, 3), over_time=True, either=True),
        Picture(
            "bars", by=(0, 1), size=(6, 3), slices=True,
            otherwise="Choose a dimension, or a metric that is spread over one by itself, as visitor_intent.",
        ),
        Picture(
            "stacked", by=(1, 1), size=(6, 3), shows=_adds_up, over_time=True,
            otherwise="Choose one that adds up: a number of things, or an amount.",
        ),
        Picture("heat", size=(6, 3)),
        Picture(
            "funnel", metrics=(1, 8), size=(6, 3), together=_are_steps,
            otherwise="Choose stage_conversion, or several numbers of things that follow one another.",
        ),
        Picture(
            "cohorts", size=(12, 4), shows=lambda m: apart_by(m) == "months_since",
            otherwise="Choose one known by months since the first, as cohort_retention.",
        ),
        Picture(
            "distribution", size=(6, 3), shows=_of_values,
            otherwise="Choose one of scores, or a mean of times.",
        ),
        Picture("table", metrics=(1, 8), by=(1, 1), size=(12, 4)),
        Picture("ranked", by=(1, 1), size=(6, 4)),
        Picture("gauge", size=(3, 2)),
        Picture(
            "comments", size=(6, 4), shows=of_answers,
            otherwise="Choose one made of answers, as nps.",
        ),
        Picture("note", metrics=(0, 0), size=(3, 2)),
    )
}  # fmt: skip
