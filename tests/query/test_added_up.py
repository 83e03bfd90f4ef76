"""What was told of parts of a cut is added up to the whole: the same figures, with fewer questions, and never old ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from oracle.cells import Data
from oracle.loading import load, store
from rollups.company import everything
from rollups.test_upkeep import different

from helder import CATALOG
from helder.query import added_up
from helder.query.added_up import adds_up
from helder.workspace import Workspace

ZONE = "Europe/Amsterdam"
#: From within a week and a month to within others: their first and last parts are cut off.
PERIOD: dict[str, Any] = {"since": date(2025, 3, 12), "until": date(2025, 6, 19)}
NAMES = tuple(CATALOG)
BY_CHANNEL, BY_HOUR = (tuple(n for n in NAMES if name in CATALOG[n].dimensions) for name in ("channel", "hour"))
#: What is asked first, and then of the whole of it.
ASKED: dict[str, tuple[tuple[str, ...], dict[str, Any], dict[str, Any]]] = {
    "weeks": (NAMES, {"grain": "week"}, {}),
    "hours": (BY_HOUR, {"by": ["hour"]}, {}),
    "channels": (BY_CHANNEL, {"by": ["channel"]}, {}),
    "channels by month": (BY_CHANNEL, {"by": ["channel"], "grain": "month"}, {"grain": "month"}),
    "channels of channels by month": (BY_CHANNEL, {"by": ["channel"], "grain": "month"}, {"by": ["channel"]}),
    "a segment": (BY_CHANNEL, {"grain": "day", "where": "channel = 'phone'"}, {"where": "channel = 'phone'"}),
    "beside the period before": (NAMES, {"grain": "month"}, {"compare": "previous"}),
}


@pytest.fixture(scope="module")
def company() -> Data:
    return everything(5)


@pytest.mark.parametrize("name", ASKED)
def test_the_same_as_asked_alone(company: Data, name: str) -> None:
    names, parts, whole = ASKED[name]
    with store(company, ZONE) as workspace, store(company, ZONE) as other:
        workspace.show(*names, **parts, **PERIOD)
        with _asked(workspace) as after:
            found = _by_place(workspace, *names, **whole, **PERIOD)
        with _asked(other) as alone:
            expected = _by_place(other, *names, **whole, **PERIOD)
    assert different(found, expected) == []
    assert found
    assert len(after) < len(alone)


def test_what_has_come_since_is_in_it() -> None:
    answers = [
        {"answer_id": f"a{i}", "instrument": "nps", "scale": "0-10", "score": 9.0, "answered_at": datetime(2025, 4, 1, i)}
        for i in range(8)
    ]
    with store({"answers": answers[:5]}) as workspace:
        workspace.show("nps", grain="week", **PERIOD)
        load(workspace, {"answers": answers[5:]})
        assert [row.n for row in workspace.show("nps", **PERIOD)] == [8]


def test_other_cuts_are_no_parts_of_it() -> None:
    """Of another period, another filter, or by another dimension."""
    contacts = [
        {
            "contact_id": f"k{i}",
            "offered_at": datetime(2025, 4, i, 12),
            "channel": "phone" if i % 3 else "chat",
            "queue": str(i % 2),
        }
        for i in range(1, 25)
    ]
    with store({"contacts": contacts}) as workspace:
        workspace.show("contact_volume", grain="day", since=date(2025, 4, 1), until=date(2025, 4, 9))
        workspace.show("contact_volume", by=["queue"], where="channel = 'chat'", **PERIOD)
        workspace.show("contact_volume", by=["queue"], **PERIOD)
        for options, expected in (({}, [24]), ({"by": ["channel"]}, [8, 16]), ({"where": "channel = 'phone'"}, [16])):
            assert [row.value for row in workspace.show("contact_volume", **options, **PERIOD)] == expected


def test_no_more_is_kept_than_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked with ever other parameters; of what is told in many rows nothing."""
    monkeypatch.setattr(added_up, "_KEPT", 4)
    contacts = [{"contact_id": f"k{i}", "queued_at": datetime(2025, 4, 1, i), "wait_seconds": 10.0 * i} for i in range(8)]
    with store({"contacts": contacts}) as workspace:
        kept = workspace._store._added_up._told
        for threshold in range(10, 16):
            workspace.show("service_level", grain="week", params={"threshold": threshold}, **PERIOD)
            assert 0 < len(kept) <= 4
        workspace._store.forget()
        monkeypatch.setattr(added_up, "_FEW", 0)
        workspace.show("service_level", grain="week", **PERIOD)
        assert not kept


def test_only_what_adds_up_is_kept_so() -> None:
    kept = {m.name for m in CATALOG.values() if all(adds_up(one) for one in m.measured({}).measures)}
    assert {"nps", "contact_volume", "sales", "average_handle_time"} <= kept
    assert not kept & {"visitors", "first_response_time_median", "purchase_frequency", "churn_rate", "ticket_backlog"}


@contextmanager
def _asked(workspace: Workspace) -> Iterator[list[str]]:
    """The statements that are put to the engine."""
    found: list[str] = []
    engine: Any = workspace.engine
    fetch = engine.fetch

    def noted(prepared: str, given: Any = ()) -> Any:
        found.append(prepared)
        return fetch(prepared, given)

    engine.fetch = noted
    yield found
    engine.fetch = fetch


def _by_place(workspace: Workspace, *names: str, **options: Any) -> dict[tuple[Any, ...], dict[str, Any]]:
    answer = workspace.show(*names, **options)
    records = zip(answer, answer.to_records(), strict=True)
    return {(row.metric.name, row.start, row.by, row.labels): record for row, record in records}
