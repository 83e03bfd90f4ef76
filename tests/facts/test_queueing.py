"""Who waits in the queue: now, at the end of a day that is over, and a moment later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from oracle.clocks import afternoon

import helder
from helder.engines import open_engine
from helder.model import TABLES
from helder.workspace import Workspace

METRICS = ("waiting_contacts", "longest_wait")


def ago(**some: float) -> datetime:
    return datetime.now(UTC).replace(tzinfo=None) - timedelta(**some)


def asked(*contacts: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The figures of today by metric, over some contacts, in a zone in which it is past noon."""
    now = datetime.now(UTC).replace(tzinfo=None)
    zone, ahead = afternoon(now)
    with Workspace(open_engine("duckdb://", zone=zone), "EUR") as workspace:
        with workspace.engine.write() as writer:
            columns = dict.fromkeys(("contact_id", *(name for row in contacts for name in row)))
            rows = [{**columns, "contact_id": str(i), **row} for i, row in enumerate(contacts)]
            writer.append(TABLES["contacts"], pa.Table.from_pylist(rows), source="a test")
        since = options.pop("since", (now + ahead).date())
        answer = workspace.show(*METRICS, since=since, until=options.pop("until", since + timedelta(days=1)), **options)
        return {row.metric.name: row.value for row in answer}


def test_who_is_in_the_queue_waits_until_now() -> None:
    found = asked(
        {"queued_at": ago(minutes=2)}, {"queued_at": ago(minutes=9)}, {"queued_at": ago(minutes=40), "outcome": "blocked"}
    )
    assert found["waiting_contacts"] == 2
    assert found["longest_wait"] == pytest.approx(540, abs=30)


@pytest.mark.parametrize(
    "left",
    [
        {"answered_at": ago(minutes=1)},
        {"ended_at": ago(minutes=1)},
        {"outcome": "abandoned"},
        {"outcome": "abandoned", "wait_seconds": 30.0},
        {"outcome": "callback", "ended_at": ago(minutes=4)},
    ],
)
def test_who_left_it_waits_no_more(left: dict[str, Any]) -> None:
    assert asked({"queued_at": ago(minutes=5), **left}) == {"waiting_contacts": 0, "longest_wait": None}


def test_one_that_never_entered_it_does_not_wait() -> None:
    assert asked({"offered_at": ago(minutes=5)})["waiting_contacts"] is None


def test_one_of_yesterday_of_whose_end_nobody_tells_waits_no_more() -> None:
    found = asked({"queued_at": ago(hours=20)}, {"queued_at": ago(minutes=5)})
    assert found["waiting_contacts"] == 1


def test_a_period_that_goes_on_beyond_today_is_asked_as_of_now() -> None:
    days = {"since": datetime.now(UTC).date() - timedelta(days=3), "until": datetime.now(UTC).date() + timedelta(days=30)}
    assert asked({"queued_at": ago(minutes=5)}, **days)["waiting_contacts"] == 1


def test_what_is_asked_beside_it_stays_as_it_is() -> None:
    """Now is the end of a period for the queue alone: of a subscription that is ended already, but for later, both tell alike."""
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = {
        "subscriptions": [
            {
                "subscription_id": "s",
                "customer_id": "a",
                "started_at": now - timedelta(days=90),
                "ended_at": now + timedelta(hours=1),
            }
        ],
        "contacts": [{"contact_id": "k", "queued_at": now - timedelta(minutes=1)}],
    }
    with helder.connect() as workspace:
        with workspace.engine.write() as writer:
            for name, of in rows.items():
                writer.append(TABLES[name], pa.Table.from_pylist(of), source="a test")
        period = {"since": (now - timedelta(days=30)).date(), "until": (now + timedelta(days=3)).date()}
        (alone,) = workspace.show("churn_rate", **period)
        beside = next(row for row in workspace.show("churn_rate", *METRICS, **period) if row.metric.name == "churn_rate")
    assert (alone.value, beside.value) == (1.0, 1.0)
