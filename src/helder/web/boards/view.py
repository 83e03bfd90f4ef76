"""What is looked at: the period, its grain and the segment, as an address carries them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helder.boards.board import Board, Filters
from helder.errors import BadQuestion, UnknownName
from helder.facts import CLOCK
from helder.facts.titles import of_grain
from helder.metrics import Metric
from helder.query.periods import shifted
from helder.web.writing import language, narrowed

GRAINS = {
    "hour": gettext_lazy("Hour"),
    "day": gettext_lazy("Day"),
    "week": gettext_lazy("Week"),
    "month": gettext_lazy("Month"),
    "quarter": gettext_lazy("Quarter"),
}
PERIODS = {
    "today": gettext_lazy("Today"),
    "4-weeks": gettext_lazy("Last 4 weeks"),
    "3-months": gettext_lazy("Last 3 months"),
    "12-months": gettext_lazy("Last 12 months"),
    "12-whole-months": gettext_lazy("Last 12 whole months"),
    "this-year": gettext_lazy("This year"),
    "last-year": gettext_lazy("Last year"),
}
_USUAL_GRAIN = {
    "today": "hour",
    "4-weeks": "day",
    "3-months": "week",
    "12-months": "month",
    "12-whole-months": "month",
    "this-year": "month",
    "last-year": "month",
}
_STARTING = "3-months"
_MOST_CELLS = 800
#: First and last year that can be looked at.
_YEARS = (1900, 2200)
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 28, "quarter": 90}


@dataclass(frozen=True)
class View:
    """A period [since, until), its grain, and the values that dimensions may have: any of them, and of all dimensions named.

    period: a name of PERIODS, or "custom". confidential: small groups are hidden, whatever they are of.
    """

    period: str
    since: date
    until: date
    grain: str
    filters: Filters = ()
    confidential: bool = False

    @property
    def query(self) -> str:
        """The view as the query of an address, without its question mark."""
        given: dict[str, str | list[str]] = {"period": self.period}
        if self.period == "custom":
            given = {"since": self.since.isoformat(), "until": (self.until - timedelta(days=1)).isoformat()}
        given["grain"] = self.grain
        if self.filters:
            given["segment"] = [f"{name}:{value}" for name, values in self.filters for value in values]
        if self.confidential:
            given["confidential"] = "1"
        return urlencode(given, doseq=True, safe=":")

    @property
    def where(self) -> str | None:
        """The filters as a condition."""
        return " and ".join(_any_of(name, values) for name, values in self.filters) or None

    @property
    def segment(self) -> tuple[str, str] | None:
        """The one value it is narrowed to, where it is one."""
        if len(self.filters) == 1 and len(self.filters[0][1]) == 1:
            return (self.filters[0][0], self.filters[0][1][0])
        return None

    @property
    def narrowed(self) -> str:
        """What it is narrowed to, in words."""
        return "; ".join(narrowed(name, values) for name, values in self.filters)

    def unknown_to(self, metric: Metric) -> str | None:
        """The dimension by which a metric is not known, of those it is narrowed by."""
        return next((name for name, _ in self.filters if name not in metric.dimensions), None)

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.until - timedelta(days=1)

    @property
    def before(self) -> tuple[date, date]:
        """First and last day of the period before, with which it is compared."""
        since, until = shifted(self.since, self.until, "previous")
        return since, until - timedelta(days=1)

    @property
    def each(self) -> str:
        """What one of its cells is called: hour, day, week ..."""
        return of_grain(self.grain, language())

    @property
    def title(self) -> str:
        """The period in words."""
        return str(PERIODS.get(self.period, _("Chosen period")))

    @property
    def grains(self) -> tuple[str, ...]:
        """The grains it is drawn by: one day by its hours, or as it is; hours of no more than a day."""
        if (self.until - self.since).days == 1:
            return ("hour", "day")
        return tuple(grain for grain in GRAINS if grain != "hour")

    @property
    def dated(self) -> View:
        """The same view by its days, so that whoever opens it another day sees the same."""
        return replace(self, period="custom")

    def over(self, period: str, today: date) -> View:
        """The same view of another named period, at that period's usual grain."""
        since, until = bounds(period, today)
        return replace(self, period=period, since=since, until=until, grain=_USUAL_GRAIN[period])

    def by(self, grain: str) -> View:
        """The same view at another grain."""
        return replace(self, grain=grain)

    def of(self, segment: tuple[str, str] | None) -> View:
        """The same view of one value of a dimension instead of those it had; of everyone where it is None."""
        if segment is None:
            return replace(self, filters=())
        name, value = segment
        return replace(self, filters=_merged([*((n, v) for n, v in self.filters if n != name), (name, (value,))]))

    def without(self, name: str) -> View:
        """The same view of all values of a dimension."""
        return replace(self, filters=tuple(one for one in self.filters if one[0] != name))

    def also(self, filters: Filters) -> View:
        """The same view, narrowed further: of a dimension it is narrowed by already, to the values in both."""
        found = dict(self.filters)
        for name, values in filters:
            found[name] = tuple(value for value in found[name] if value in values) if name in found else values
        return replace(self, filters=tuple(found.items()))

    @property
    def empty(self) -> bool:
        """Whether it is narrowed to nothing."""
        return any(not values for _, values in self.filters)


def read(query: Mapping[str, str], today: date, board: Board | None = None) -> View:
    """The view that an address asks for; what it says nothing of is as the board opens.

    Raises BadQuestion or UnknownName for a value it cannot have.
    """
    since, until = query.get("since", "").strip(), query.get("until", "").strip()
    if since or until:
        period = "custom"
        first, last = _day(since, "since"), _day(until, "until") if until else today
        opens, closes = first, last + timedelta(days=1)
        if first > last:
            raise BadQuestion(_("The period ends before it begins."), where="since", fix=_("Choose an earlier first day."))
    else:
        period = query.get("period") or (board.period if board else _STARTING)
        if period not in PERIODS:
            raise UnknownName(_("period"), period, PERIODS, where="period")
        opens, closes = bounds(period, today)
    fits = board and period == board.period and (board.grain != "hour" or (closes - opens).days == 1)
    opening = board.grain if board and fits else None
    grain = query.get("grain") or opening or _USUAL_GRAIN.get(period) or fitting((closes - opens).days)
    if grain not in GRAINS:
        raise UnknownName(_("grain"), grain, GRAINS, where="grain")
    if not drawable(grain, View(period, opens, closes, grain)):
        raise BadQuestion(
            _("That is too many points to draw."), where="grain", fix=_("Choose a coarser grain or a shorter period.")
        )
    filters = board.filters if board and not {"segment", "period", "since", "until"} & set(query) else _filters(query)
    confidential = query.get("confidential") == "1" or (board is not None and board.confidential)
    view = View(period, opens, closes, grain, filters, confidential)
    if grain == "hour" and grain not in view.grains:
        raise BadQuestion(_("Hours can be drawn of one day."), where="grain", fix=_("Choose one day, or another grain."))
    return view


def bounds(period: str, today: date) -> tuple[date, date]:
    """First day and the day after the last of a named period; but for today's it ends with yesterday, the last whole day."""
    if period == "today":
        return today, today + timedelta(days=1)
    if period == "4-weeks":
        return today - timedelta(days=28), today
    if period == "3-months":
        return today - timedelta(days=91), today
    if period == "12-months":
        return _a_year_before(today), today
    if period == "12-whole-months":
        return _a_year_before(today.replace(day=1)), today.replace(day=1)
    if period == "last-year":
        return date(today.year - 1, 1, 1), date(today.year, 1, 1)
    return date(today.year, 1, 1), max(today, date(today.year, 1, 2))


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _day(text: str, where: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        fix = _("Write a day as 2026-03-29.")
        raise BadQuestion(_("There is no day %(text)r.") % {"text": text}, where=where, fix=fix) from None
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        first, last = (str(year) for year in _YEARS)
        raise BadQuestion(
            _("%(text)s is too far from today to be looked at.") % {"text": text}, where=where,
            fix=_("Choose a day from the years %(first)s to %(last)s.") % {"first": first, "last": last},
        )  # fmt: skip
    return day


def _filters(query: Mapping[str, str]) -> Filters:
    """Every segment an address names: values of one dimension together."""
    texts = query.getlist("segment") if isinstance(query, MultiValueDict) else [query.get("segment", "")]
    return _merged(_segment(text) for text in texts if text)


def _merged(given: Iterable[tuple[str, tuple[str, ...]]]) -> Filters:
    found: dict[str, list[str]] = {}
    for name, values in given:
        found.setdefault(name, []).extend(value for value in values if value not in found.get(name, ()))
    return tuple((name, tuple(values)) for name, values in found.items())


def _segment(text: str) -> tuple[str, tuple[str, ...]]:
    dimension, colon, value = text.partition(":")
    if not colon or not value or not re.fullmatch(r"\w+", dimension):
        raise BadQuestion(_("%(text)r is no segment.") % {"text": text}, where="segment", fix=_("Write one as country:NL."))
    return dimension, (value,)


def _any_of(name: str, values: tuple[str, ...]) -> str:
    literals = [value if name in CLOCK and value.isdigit() else "'{}'".format(value.replace("'", "''")) for value in values]
    return f"{name} = {literals[0]}" if len(literals) == 1 else f"{name} in ({', '.join(literals)})"


def drawable(grain: str, view: View) -> bool:
    """Whether a view's period is not too long to be drawn by a grain."""
    return (view.until - view.since).days / _DAYS[grain] <= _MOST_CELLS


def fitting(days: int) -> str:
    """The grain at which a period of so many days is drawn, where none is asked for."""
    if days == 1:
        return "hour"
    return "day" if days <= 45 else "week" if days <= 200 else "month"
