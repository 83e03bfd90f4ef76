"""How a survey does: who was asked, who began, who answered it all, and what its answers say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from helder.errors import HelderError
from helder.metrics import Metric
from helder.query.answer import Row
from helder.web.boards import figure
from helder.web.boards.data import Questions
from helder.web.boards.tile import title_of
from helder.web.surveys.definition import Definition
from helder.web.surveys.models import Response, Survey, Version

#: The metrics that answers to an instrument move, by the instrument.
_MOVES = {
    "nps": ("nps",),
    "csat": ("csat", "csat_mean"),
    "ces": ("ces", "ces_mean"),
    "intent": ("visitor_intent",),
    "task": ("task_completion",),
    "employee": ("employee_satisfaction", "content_employees"),
}
_RATES = ("response_rate", "open_rate")
SEGMENTS = ("channel", "segment", "country", "language")


@dataclass(frozen=True)
class Told:
    """One figure: its name, itself, its interval, how many it rests on."""

    title: str
    value: str
    interval: str | None
    n: int | None
    about: str = ""


@dataclass(frozen=True)
class Segment:
    """One value of a dimension: how many were asked, and which shares answered, opened, and did not answer."""

    value: str
    asked: int | None
    answered: str
    opened: str
    silent: str


def counted(surveys: Iterable[Survey]) -> dict[int, dict[str, Any]]:
    """For each survey how many began it, how many completed it, and when the last one began."""
    found = Response.objects.filter(version__survey__in=list(surveys)).values("version__survey").annotate(
        begun=Count("pk"), completed=Count("pk", filter=Q(completed_at__isnull=False)), last=Max("started_at")
    )  # fmt: skip
    return {row["version__survey"]: dict(row) for row in found}


def versions(survey: Survey) -> list[tuple[Version, int]]:
    """The versions of a survey, the latest first, each with how many began it."""
    return [(version, version.begun) for version in survey.versions.annotate(begun=Count("responses"))]


def told(survey: Survey, definition: Definition, questions: Questions) -> list[Told]:
    """The figures of a survey, of the rows that may be seen; without those of which that cannot be told."""
    metrics = ["completion_rate", *_RATES]
    for instrument in dict.fromkeys(question.instrument for question in definition.questions):
        employees = instrument == "nps" and definition.respondent == "employee"
        metrics += ["enps"] if employees else _MOVES.get(instrument, ())
    workspace = questions.workspace
    groups = workspace.scope.apart([workspace.catalog[name] for name in metrics])
    found = [workspace.show(*(one.name for one in group), where=_of(survey), params=_put(group)) for group in groups]
    return [_told(row) for shown in found for row in shown if row.n or row.suppressed]


def _put(metrics: Iterable[Metric]) -> dict[str, str]:
    """The parameter by which what was completed is told by the questions that were put, for metrics that have it."""
    return {"questions": "put"} if any(one.name == "completion_rate" for one in metrics) else {}


def by_segment(survey: Survey, dimension: str, questions: Questions) -> list[Segment]:
    """The rates of answering by a dimension of those asked; empty where nobody was asked, or it is not known."""
    try:
        shown = questions.workspace.show(*_RATES, by=[dimension], where=_of(survey))
    except HelderError:
        return []
    found: dict[str, dict[str, Row]] = {}
    for row in shown:
        found.setdefault(str(row.by[0] or figure.NONE), {})[row.metric.name] = row
    return [_segment(value, rows) for value, rows in sorted(found.items()) if rows["response_rate"].n]


def _segment(value: str, rows: dict[str, Row]) -> Segment:
    answered, opened = rows["response_rate"], rows.get("open_rate")
    silent = None if answered.value is None else 1 - answered.value
    return Segment(
        value,
        answered.n,
        figure.headline(answered.value, "share"),
        figure.headline(opened.value if opened else None, "share"),
        figure.headline(silent, "share"),
    )


def _told(row: Row) -> Told:
    about = ", ".join(str(label) for name, label in row.labels if label is not None)
    value = _("too few to show") if row.suppressed else figure.headline(row.value, row.unit)
    return Told(title_of(row.metric), value, figure.interval(row.low, row.high, row.unit), row.n, about)


def _of(survey: Survey) -> str:
    return f"survey = '{survey.key}'"
