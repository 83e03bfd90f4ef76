"""A board of survey metrics, every tile a query of its own, as BI tools ask; in SQL that all peers understand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Kind:
    """What the tiles of one kind show of a metric: a year, by month, or by a dimension."""

    since: date
    by_month: bool = False
    by: tuple[str, ...] = ()

    @property
    def until(self) -> date:
        """The end of the year."""
        return date(self.since.year + 1, 1, 1)


_NOW = date(2025, 1, 1)
KINDS = {
    "value": Kind(_NOW),
    "value before": Kind(date(2024, 1, 1)),
    "by month": Kind(_NOW, by_month=True),
    "by channel": Kind(_NOW, by=("channel",)),
    "by touchpoint": Kind(_NOW, by=("touchpoint",)),
    "by survey": Kind(_NOW, by=("survey",)),
}
#: The kinds of a board of 30 tiles.
LIVE = ("value", "by month", "by channel")

_NPS = "100.0 * (count(*) filter (where score >= 9) - count(*) filter (where score <= 6)) / count(*)"
_EASE = "case when direction = 'effort' then 8 - score else score end"
_SHARE = "1.0 * count(*) filter (where {}) / count(*)"
_SCORED = "instrument = '{}' and score is not null"
#: By metric: what its figures are kept apart by, which answers count, and the figure.
_SQL = {
    "nps": ("coalesce(scale, '0-10')", _SCORED.format("nps"), _NPS),
    "promoters": ("coalesce(scale, '0-10')", _SCORED.format("nps"), _SHARE.format("score >= 9")),
    "passives": ("coalesce(scale, '0-10')", _SCORED.format("nps"), _SHARE.format("score > 6 and score < 9")),
    "detractors": ("coalesce(scale, '0-10')", _SCORED.format("nps"), _SHARE.format("score <= 6")),
    "csat": (
        "coalesce(scale, '1-5')", _SCORED.format("csat"), _SHARE.format("score >= case when scale = '1-10' then 8 else 4 end")
    ),
    "csat_mean": ("coalesce(scale, '1-5')", _SCORED.format("csat"), "avg(score)"),
    "ces": ("coalesce(scale, '1-7')", _SCORED.format("ces"), _SHARE.format(f"{_EASE} >= 5")),
    "ces_mean": ("coalesce(scale, '1-7')", _SCORED.format("ces"), f"avg({_EASE})"),
    "task_completion": ("null", "instrument = 'task' and choice in ('yes', 'no')", _SHARE.format("choice = 'yes'")),
    "visitor_intent": (
        "choice", "instrument = 'intent' and choice is not null", "1.0 * count(*) / sum(count(*)) over (partition by {})"
    ),
}  # fmt: skip
METRICS = tuple(_SQL)


def queries(kinds: Iterable[str] = KINDS) -> list[str]:
    """One query for each tile."""
    return [_query(metric, name) for name in kinds for metric in METRICS]


def _query(metric: str, name: str) -> str:
    label, counted, value = _SQL[metric]
    kind = KINDS[name]
    start = "cast(date_trunc('month', answered_at_day) as date)" if kind.by_month else "null"
    by = kind.by[0] if kind.by else "null"
    keys = [column for column in (start, by, label) if column != "null"]
    groups = [column for column in (start, by) if column != "null"]
    grouped = f" group by {', '.join(keys)}" if keys else ""
    return (
        f"select '{metric}' as metric, '{name}' as kind, {start} as start, {by} as slice, {label} as label, "
        f"{value.format(', '.join(groups) or '1')} as value from answers where {counted} "
        f"and answered_at_day >= '{kind.since}' and answered_at_day < '{kind.until}'{grouped}"
    )
