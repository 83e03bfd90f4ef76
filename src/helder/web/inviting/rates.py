"""How many answer, by segment: from the metrics of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from helder.errors import NotInScope, StoreError
from helder.web.boards import figure
from helder.web.boards.data import Questions
from helder.web.inviting.models import Channel

_DAYS = 90
_METRICS = ("response_rate", "open_rate", "completion_rate")


@dataclass(frozen=True)
class OfSegment:
    """One segment's rates, written out. invited: how many were. silent: the share that did not answer."""

    segment: str | None
    invited: str
    answered: str
    silent: str
    opened: str
    completed: str
    provisional: bool


def by_segment(survey: str, channel: str, questions: Questions) -> list[OfSegment]:
    """Rates of a survey over one channel in the last 90 days: of all together first, then by segment."""
    until = questions.today() + timedelta(days=1)
    about: dict[str, Any] = {
        "since": until - timedelta(days=_DAYS),
        "until": until,
        "where": f"survey = '{survey}' and channel = '{channel}'",
        "params": {"invited": "sent"} if channel == Channel.LINK else {},
    }
    try:
        whole = questions.workspace.show(*_METRICS, **about).to_records()
        split = questions.workspace.show(*_METRICS, by=["segment"], **about).to_records()
    except (StoreError, NotInScope):
        return []
    named = {row["segment"] for row in split if row["n"]}
    rows = [_of(None, whole)] + [
        _of(str(name or _("not known")), [r for r in split if r["segment"] == name]) for name in sorted(named, key=str)
    ]
    return [row for row in rows if row.invited != "0"] if len(named) > 1 else rows[:1]


def _of(segment: str | None, rows: list[dict[str, Any]]) -> OfSegment:
    found = {row["metric"]: row for row in rows}

    def told(name: str, silent: bool = False) -> str:
        value = found.get(name, {}).get("value")
        return figure.full(1 - value if silent and value is not None else value, "share")

    asked = found.get("response_rate", {})
    return OfSegment(
        segment,
        figure.number(asked.get("n") or 0),
        told("response_rate"),
        told("response_rate", silent=True),
        told("open_rate"),
        told("completion_rate"),
        bool(asked.get("provisional")),
    )
