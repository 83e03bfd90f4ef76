"""A metric's figures are its own, whatever else is asked with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from oracle.loading import store
from rollups.company import everything
from rollups.test_upkeep import different

from helder import CATALOG
from helder.workspace import Workspace


def test_alone_as_with_all_others() -> None:
    """By month over all there is: whose first rows are of the middle of a month, and whose are of an earlier one."""
    with store(everything(2), "Europe/Amsterdam") as workspace:
        together = _by_place(workspace, *CATALOG)
        for name in CATALOG:
            alone = _by_place(workspace, name)
            theirs = {place: record for place, record in together.items() if place[0] == name and place in alone}
            assert different(alone, theirs) == []
            assert not any(record["n"] for place, record in together.items() if place[0] == name and place not in alone)


def test_the_first_month_is_whole() -> None:
    """Ranks of those who visited in it, which began on the 17th."""
    at = datetime(2026, 1, 17, 10)
    events = [
        {"event_id": f"e{i}", "session_id": f"s{i}", "visitor_id": f"v{i}", "at": at + timedelta(days=i // 3), "event": "view"}
        for i in range(60)
    ]
    answers = [{"answer_id": "a", "instrument": "nps", "score": 9, "answered_at": datetime(2026, 1, 20)}]
    with store({"page_events": events, "answers": answers}) as workspace:
        for names in (["engagement_score"], ["engagement_score", "nps"], ["engagement_score", "churn_rate"]):
            found = {row.start: row.n for row in workspace.show(*names, grain="month") if row.metric.name == "engagement_score"}
            assert {start: n for start, n in found.items() if n} == {date(2026, 1, 1): 45, date(2026, 2, 1): 15}


def _by_place(workspace: Workspace, *names: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    answer = workspace.show(*names, grain="month", until=date(2026, 12, 1))
    records = zip(answer, answer.to_records(), strict=True)
    return {(row.metric.name, row.start, row.by, row.labels): record for row, record in records}
