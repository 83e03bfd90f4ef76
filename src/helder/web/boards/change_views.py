"""The page that tells what a change is made of: what changed within segments, and what came of there being more of some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helder.boards.suggesting import best_dimension, shared
from helder.errors import BadQuestion, UnknownName
from helder.metrics import Metric
from helder.query.decomposition import APPEARED, POOLED, VANISHED, Decomposition, Effect
from helder.web.accounts.access import person
from helder.web.boards import figure
from helder.web.boards.board_page import Choice, pickers
from helder.web.boards.metric_views import SEGMENTS, known
from helder.web.boards.opening import questions_of, view_of_metric
from helder.web.boards.tile import title_of
from helder.web.boards.views import partial
from helder.web.writing import language

#: The width that effects are drawn on, and segments shown at most.
_WIDTH, _MOST = 200, 40


@dataclass(frozen=True)
class Bar:
    """An effect drawn from the middle: where it begins and how wide it is."""

    x: float
    width: float


@dataclass(frozen=True)
class Line:
    """A segment, or all together. verdict: whether what it did is better or worse. rate and mix are None for a total."""

    label: str
    value: str
    previous: str
    weights: str
    rate: str | None
    interval: str | None
    mix: str | None
    effect: str
    verdict: str
    state: str
    rate_bar: Bar | None
    mix_bar: Bar | None
    effect_bar: Bar | None


@require_safe
def change(request: HttpRequest, name: str) -> HttpResponse:
    """A metric's change against the period before, by the values of a dimension."""
    metric, questions = known(name), questions_of(person(request))
    view = view_of_metric(person(request), name, request.GET)
    names = [one for one in shared([metric]) if one not in {n for n, values in view.filters if len(values) == 1}]
    by = request.GET.get("by") or best_dimension([metric], but=[n for n, _values in view.filters]) or next(iter(names), None)
    if by is not None and by not in metric.dimensions:
        raise UnknownName(_("dimension"), by, names, where=metric.name)
    here = f"/metrics/{metric.name}/change"
    context: dict[str, Any] = {
        "metric": metric,
        "title": title_of(metric),
        "by": by,
        "dimension": metric.dimensions[by].title_in(language()) if by else "",
        "dimensions": [
            Choice(metric.dimensions[one].title_in(language()), f"{here}?{view.query}&by={one}", one == by, f"by-{one}")
            for one in names
        ],
        **pickers(view, here, questions, SEGMENTS),
    }
    if by is not None:
        try:
            context |= _told(metric, by, questions.decompose(name, by, view))
        except BadQuestion as fault:
            context["fault"] = fault
    return render(request, "boards/_change.html" if partial(request) else "boards/change.html", context)


def _told(metric: Metric, by: str, found: Decomposition) -> dict[str, Any]:
    """The change as a table: of several scales or currencies, that with most rows."""
    if not found.wholes:
        return {"lines": []}
    whole = max(found.wholes, key=lambda one: one.n or 0)
    effects = [one for one in found if one.segment and one.labels == whole.labels]
    shown = effects[:_MOST]
    reach = max((abs(value) for one in (whole, *shown) for value in (one.rate, one.mix, one.effect) if value), default=0.0)
    labels = metric.dimensions[by]
    lines = [_line(one, metric, reach, _label(one, labels)) for one in shown]
    return {
        "lines": lines,
        "whole": _line(whole, metric, reach, ""),
        "fraction": whole.rate is not None,
        "others": [
            figure.dashed(str(value)) for one in found.wholes if one is not whole and one.n for _name, value in one.labels
        ],
        "more": len(effects) - len(shown),
        "provisional": found.provisional,
        "previous_since": found.previous_since,
        "previous_until": found.previous_until,
        "since": found.since,
        "summary": _summary(whole, shown, labels),
    }


def _label(effect: Effect, dimension: Any) -> str:
    if effect.state == POOLED:
        return _("small groups together")
    (value,) = effect.by
    return _("not known") if value is None else str(dimension.told(value, language()))


def _line(one: Effect, metric: Metric, reach: float, label: str) -> Line:
    def told(value: float | None) -> str | None:
        return None if value is None else figure.change(value, one.unit)

    states = {APPEARED: _("new in this period"), VANISHED: _("gone since")}
    ends = (told(one.rate_low), told(one.rate_high))
    return Line(
        label,
        figure.headline(one.value, one.unit),
        figure.headline(one.previous, one.unit),
        " → ".join(figure.full(share, "share") for share in (one.previous_weight, one.weight) if share is not None),
        told(one.rate),
        _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]} if all(ends) else None,
        told(one.mix),
        told(one.effect) or figure.NONE,
        "" if _may_be_chance(one) else _verdict(one.effect, metric),
        states.get(one.state, ""),
        _bar(one.rate, reach),
        _bar(one.mix, reach),
        _bar(one.effect, reach),
    )


def _verdict(effect: float | None, metric: Metric) -> str:
    if not effect or metric.better is None:
        return ""
    return "better" if (effect > 0) == (metric.better == "higher") else "worse"


def _bar(value: float | None, reach: float) -> Bar | None:
    if value is None or not reach:
        return None
    width = _WIDTH / 2 * abs(value) / reach
    return Bar(round(_WIDTH / 2 - (width if value < 0 else 0), 1), round(width, 1))


def _may_be_chance(one: Effect) -> bool:
    """Whether what happened within a value may be nothing: its interval has zero in it."""
    return one.rate_low is not None and one.rate_high is not None and one.rate_low <= 0 <= one.rate_high


def _summary(whole: Effect, effects: Sequence[Effect], dimension: Any) -> str:
    """The change in a sentence: how much of it came from within, how much from the mix, and what did most."""
    if whole.effect is None or not effects:
        return ""
    most = effects[0]
    told = {
        "change": figure.change(whole.effect, whole.unit),
        "most": _label(most, dimension),
        "effect": figure.change(most.effect or 0.0, most.unit),
    }
    doubt = " " + _("Chance alone could have done that.") if _may_be_chance(most) else ""
    if whole.rate is None or whole.mix is None:
        return _("It changed by %(change)s; %(most)s did most of it: %(effect)s.") % told + doubt
    told |= {"rate": figure.change(whole.rate, whole.unit), "mix": figure.change(whole.mix, whole.unit)}
    return (
        _(
            "It changed by %(change)s: %(rate)s within the segments, and %(mix)s as some of them grew and others shrank. "
            "%(most)s did most: %(effect)s."
        )
        % told
    ) + doubt
