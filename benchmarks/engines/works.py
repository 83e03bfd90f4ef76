"""What is asked of all peers, and what Helder answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from benchmarks.engines import tiles
from helder import CATALOG
from helder.query.answer import Answer
from helder.workspace import Workspace

SINCE, UNTIL = date(2024, 1, 1), date(2026, 1, 1)
QUARTER = date(2025, 7, 1), date(2025, 10, 1)
#: Drill-downs by the two dimensions of each; where one of them is about people who work here, Helder hides small groups.
DRILLS = {"drill-down": ("queue", "topic"), "drill-down by team": ("team", "topic")}
#: Those that peers without a hand-written query for every metric are asked for.
SHARED = (
    "nps", "promoters", "passives", "detractors", "csat", "csat_mean", "ces", "ces_mean", "task_completion", "visitor_intent",
    "sales", "average_order_value", "orders",
    "contact_volume", "request_volume", "service_level", "average_speed_of_answer", "abandonment_rate", "average_handle_time",
    "transfer_rate",
    "conversion_rate", "engagement_rate", "session_duration", "sessions", "pages_per_session", "clicks_per_session",
)  # fmt: skip
DISTINCT = ("visitors", "purchase_frequency", "resolution_time_median", "resolution_time_p90")

CATALOGUE, COVERED, FEW = "the whole catalogue", "metrics written by hand", "metrics of all peers"
COUNTS, TILES = "distinct and quantiles", "60 tiles"
#: Rows appended before a board of 30 tiles is asked for, by the name of the work.
APPENDED = {"1 row, then 30 tiles": 1, "1,000 rows, then 30 tiles": 1000}


def afresh(h: Workspace, work: Callable[..., list[dict[str, Any]]], *words: Any) -> list[dict[str, Any]]:
    """What a work gives, asked of the store itself: a workspace remembers what it was told while no rows come, peers do not."""
    h._store.forget()
    return work(h, *words)


def by_month(h: Workspace, names: Iterable[str]) -> list[dict[str, Any]]:
    """Metrics by month, and by channel where they have one."""
    wanted = list(names)
    by_channel = [name for name in wanted if "channel" in CATALOG[name].dimensions]
    others = [name for name in wanted if name not in by_channel]
    found: list[dict[str, Any]] = []
    if by_channel:
        found += rows(h.show(*by_channel, by=["channel"], grain="month", since=SINCE, until=UNTIL))
    if others:
        found += rows(h.show(*others, grain="month", since=SINCE, until=UNTIL), channel=None)
    return found


def drilled(h: Workspace, by: tuple[str, str]) -> list[dict[str, Any]]:
    """One metric by two dimensions, of one segment, in one quarter."""
    since, until = QUARTER
    answer = h.show("average_handle_time", by=by, where="segment = 'business'", since=since, until=until)
    return rows(answer, start=None)


def board(h: Workspace, kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Tiles of all survey metrics; those of one kind are asked for together, and of parts first, as boards do."""
    found: list[dict[str, Any]] = []
    for kind in sorted(kinds, key=lambda kind: tiles.KINDS[kind].by == () and not tiles.KINDS[kind].by_month):
        tile = tiles.KINDS[kind]
        grain = "month" if tile.by_month else None
        answer = h.show(*tiles.METRICS, by=tile.by, grain=grain, since=tile.since, until=tile.until)
        fixed = {} if tile.by_month else {"start": None}
        for row in rows(answer, kind=kind, **fixed):
            row["slice"] = row.pop(tile.by[0]) if tile.by else None
            found.append(row)
    return found


def rows(answer: Answer, **fixed: Any) -> list[dict[str, Any]]:
    """Helder's rows as those of others are written. fixed: columns that are the same in all."""
    return [
        {
            "metric": row.metric.name, "start": row.start, **dict(zip(answer.question.by, row.by, strict=True)),
            "label": row.labels[0][1] if row.labels else None, "value": row.value, "n": row.n, "numerator": row.numerator,
            "denominator": row.denominator, "low": row.low, "high": row.high, **fixed,
        }
        for row in answer.rows
    ]  # fmt: skip
