"""How a goal stands, in the words of a tile and of the page of goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helder.goals.adding import Adding
from helder.goals.benchmarks import Benchmark, Beside
from helder.goals.goal import Goal
from helder.goals.standing import Standing
from helder.goals.verdict import Status
from helder.web import writing
from helder.web.boards import figure

_WORDS = {
    Status.NOT_STARTED: gettext_lazy("not started"),
    Status.MET: gettext_lazy("met"),
    Status.ON_COURSE: gettext_lazy("on course"),
    Status.TOO_EARLY: gettext_lazy("too early to say"),
    Status.AT_RISK: gettext_lazy("at risk"),
    Status.MISSED: gettext_lazy("missed"),
    Status.NO_DATA: gettext_lazy("not enough data"),
    Status.HIDDEN: gettext_lazy("too few to show"),
}
_LOOKS = {Status.MET: "met", Status.ON_COURSE: "met", Status.AT_RISK: "unmet", Status.MISSED: "unmet"}
#: Metrics whose goal is no line through their days: those days add up to it.
_NO_LINE = (Adding.TOTAL, Adding.SPAN)


@dataclass(frozen=True)
class Reach:
    """How a figure stands to its goal. look: met, unmet or open, which gives the mark; line: where the goal is drawn.

    bounded: whether it is of a period, not for always. missed: whether that is over, at_risk: whether it will hardly be met.
    """

    target: str
    look: str
    status: str
    words: str
    forecast: str | None
    period: str
    line: float | None
    bounded: bool = False
    missed: bool = False
    at_risk: bool = False


@dataclass(frozen=True)
class Listed:
    """A goal as a row of the page of goals."""

    goal: Goal
    title: str
    reach: Reach
    sofar: str
    owner: str

    @property
    def apart(self) -> str:
        """The scale or currency that it is of, as people write it."""
        return figure.dashed(self.goal.apart) if self.goal.apart else ""

    @property
    def dimension(self) -> str:
        """What the dimension it is narrowed to is called."""
        return writing.dimension(self.goal.dimension) if self.goal.dimension else ""


def reach(standing: Standing, unit: str) -> Reach:
    """A standing in words."""
    return Reach(
        target=figure.headline(standing.goal.target, unit),
        look=_LOOKS.get(standing.status, "open"),
        status=str(_WORDS[standing.status]),
        words=_far(standing, unit),
        forecast=_forecast(standing, unit),
        period=_period(standing.goal),
        line=None if standing.adding in _NO_LINE else standing.goal.target,
        bounded=standing.goal.starts_on is not None or standing.goal.ends_on is not None,
        missed=standing.status is Status.MISSED,
        at_risk=standing.status is Status.AT_RISK,
    )


def listed(standing: Standing, names: Mapping[str, str], currency: str) -> Listed:
    """A standing as a row. names: of people, by their user name."""
    from helder.web.boards.tile import title_of

    goal, row = standing.goal, standing.row
    unit = row.unit if row else (goal.apart or currency) if standing.metric.unit.name == "money" else standing.metric.unit.name
    sofar = figure.headline(row.value if row else None, unit)
    owner = names.get(goal.owner, goal.owner) if goal.owner else figure.NONE
    return Listed(goal, title_of(standing.metric), reach(standing, unit), sofar, owner)


@dataclass(frozen=True)
class Others:
    """A benchmark as a line of a metric's page."""

    industry: str
    figure: str
    between: str | None
    own: str | None
    verdict: str
    source: str
    note: str


@dataclass(frozen=True)
class Industry:
    """What others of one's industry reach, as a line of a tile; by region where the source knows none for all."""

    name: str
    figures: str
    source: str


def of_industry(found: Sequence[Benchmark], unit: str) -> Industry | None:
    """Benchmarks of one metric and year as a tile has them; nothing of none."""
    if not found:
        return None
    figures = [" ".join(filter(None, [one.region, figure.headline(one.middle, unit)])) for one in found]
    return Industry(found[0].industry, ", ".join(figures), "; ".join(dict.fromkeys(map(_source, found))))


def beside(one: Beside) -> Others:
    """A benchmark in words."""
    given, own = one.benchmark, one.own
    unit = own.unit if own else given.unit or one.metric.unit.name
    return Others(
        industry=", ".join(filter(None, [given.industry, given.region])),
        figure=figure.headline(given.middle, unit),
        between=figure.interval(given.low, given.high, unit),
        own=figure.headline(own.value, unit) if own else None,
        verdict=str(_VERDICTS.get(one.verdict or "", "")),
        source=_source(given),
        note="; ".join(filter(None, [one.differs, given.note])),
    )


def _source(one: Benchmark) -> str:
    return ", ".join(filter(None, [one.source, str(one.year or "")]))


_VERDICTS = {
    "better": gettext_lazy("better"),
    "worse": gettext_lazy("worse"),
    "higher": gettext_lazy("higher"),
    "lower": gettext_lazy("lower"),
    "the same within chance": gettext_lazy("the same within chance"),
}


def _far(standing: Standing, unit: str) -> str:
    """How far it is: of a total the share there is and the share usual by now, else the distance to the target."""
    if standing.progress is not None and standing.expected is not None:
        shares = {"there": f"{figure.number(standing.progress * 100)} %", "usual": f"{figure.number(standing.expected * 100)} %"}
        if not standing.goal.wants_more(standing.metric):  # what it may be at most: less of it is better
            words = (
                _("%(there)s of the limit reached")
                if standing.ended
                else _("%(there)s of the limit reached, %(usual)s is usual by now")
            )
            return words % shares
        return _("%(there)s there, %(usual)s is usual by now") % shares if not standing.ended else shares["there"]
    if standing.gap is None:
        return ""
    more = standing.goal.wants_more(standing.metric)
    gap = figure.change(abs(standing.gap), unit).lstrip("+±")
    reached = standing.gap == 0 or (standing.gap > 0) == more
    words = (_("%(gap)s to spare") if reached else _("%(gap)s to go") if more else _("%(gap)s above the limit")) % {"gap": gap}
    if standing.goal.starts_on is None or standing.row is None:
        return words
    return _("%(figure)s so far, %(words)s") % {"figure": figure.headline(standing.row.value, unit), "words": words}


def _forecast(standing: Standing, unit: str) -> str | None:
    coming = standing.forecast
    if coming is None or standing.goal.ends_on is None:
        return None
    return _("%(value)s expected by %(day)s, %(interval)s") % {
        "value": figure.headline(coming.value, unit),
        "day": date_format(standing.goal.ends_on, "MONTH_DAY_FORMAT"),
        "interval": figure.interval(coming.low, coming.high, unit),
    }


def _period(goal: Goal) -> str:
    first, last = (date_format(day) if day else "" for day in (goal.starts_on, goal.ends_on))
    return f"{first} {figure.NONE} {last}".strip() if first or last else _("always")
