"""Goals as people are given them."""

from __future__ import annotations

from typing import Any, ClassVar

from helder.goals.goal import Goal
from helder.goals.records import Records
from helder.goals.standing import Standing


class Standings(Records[Standing]):
    """How goals stand, ordered by metric, segment and period; `status` says it in one word.

    In every form the columns are goal, metric, dimension, segment, apart, starts_on, ends_on, owner, bound, target, unit; the
    figure so far: since, until (not included), value, n, low, high, provisional, suppressed; against the target: gap, and of a
    total progress (the share of the target there is) and expected (the share that is usual by then), significant; what is to
    come: forecast, forecast_low, forecast_high, chance (that the target is reached); status, note (why there is no forecast)
    and version.

    lost: goals of metrics that are no longer in the catalogue, which are not among the rows.
    """

    kinds: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("goal", "metric", "dimension", "segment", "apart"), "text"),
        **dict.fromkeys(("starts_on", "ends_on"), "date"),
        **dict.fromkeys(("owner", "bound"), "text"),
        "target": "number",
        "unit": "text",
        **dict.fromkeys(("since", "until"), "date"),
        "value": "number",
        "n": "integer",
        "low": "number",
        "high": "number",
        **dict.fromkeys(("provisional", "suppressed"), "flag"),
        **dict.fromkeys(("gap", "progress", "expected"), "number"),
        "significant": "flag",
        **dict.fromkeys(("forecast", "forecast_low", "forecast_high", "chance"), "number"),
        "status": "text",
        "note": "text",
        "version": "integer",
    }

    def __init__(self, each: tuple[Standing, ...], lost: tuple[Goal, ...] = ()) -> None:
        super().__init__(each)
        self.lost = lost

    def _record(self, one: Standing) -> dict[str, Any]:
        goal, row, coming = one.goal, one.row, one.forecast
        return {
            "goal": goal.goal_id,
            "metric": goal.metric,
            "dimension": goal.dimension,
            "segment": goal.value,
            "apart": goal.apart,
            "starts_on": goal.starts_on,
            "ends_on": goal.ends_on,
            "owner": goal.owner,
            "bound": "at least" if goal.wants_more(one.metric) else "at most",
            "target": goal.target,
            "unit": row.unit if row else one.metric.unit.name,
            "since": one.since,
            "until": one.until,
            "value": row and row.value,
            "n": row and row.n,
            "low": row and row.low,
            "high": row and row.high,
            "provisional": row and row.provisional,
            "suppressed": row and row.suppressed,
            "gap": one.gap,
            "progress": one.progress,
            "expected": one.expected,
            "significant": one.significant,
            "forecast": coming and coming.value,
            "forecast_low": coming and coming.low,
            "forecast_high": coming and coming.high,
            "chance": one.chance,
            "status": one.status.value,
            "note": one.note,
            "version": one.metric.version,
        }
