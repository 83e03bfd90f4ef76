"""Someone of a department is answered from its rows, whatever they ask and however they ask it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from helder.connectors.reading.load import load
from helder.errors import NotInScope
from helder.facts import conditions
from helder.metrics import CATALOG
from helder.model import TABLES
from helder.query.scope import WHOLE, Scope
from helder.workspace import Workspace, connect

PHONE = Scope(((("channel", ("phone",)),),))
PHONE_A = Scope(((("channel", ("phone",)), ("team", ("a",))),))
EITHER = Scope(((("channel", ("phone",)),), (("channel", ("it's",)), ("team", ("b",)))))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Sixty calls, forty chats and twenty of another channel, of teams a and b in turn."""
    contacts = pd.DataFrame(
        {
            "contact_id": [f"c{i}" for i in range(120)],
            "channel": ["phone"] * 60 + ["chat"] * 40 + ["it's"] * 20,
            "team": ["a", "b"] * 60,
            "offered_at": [datetime(2026, 3, 2, 9 + i % 4) for i in range(120)],
        }
    )
    file = tmp_path_factory.mktemp("scope") / "contacts.csv"
    contacts.to_csv(file, index=False)
    with connect("duckdb://", zone="UTC") as opened:
        load(opened.engine, Path(file), table=TABLES["contacts"])
        yield opened


def volume(workspace: Workspace, **asked: str) -> float | None:
    (row,) = workspace.show("contact_volume", **asked)  # type: ignore[arg-type]
    return row.value


@pytest.mark.parametrize(("scope", "rows"), [(WHOLE, 120), (PHONE, 60), (PHONE_A, 30), (EITHER, 70), (Scope(((),)), 120)])
def test_only_rows_of_the_departments_count(workspace: Workspace, scope: Scope, rows: int) -> None:
    assert volume(workspace.within(scope)) == rows
    assert workspace.within(scope).rows("contact_volume", limit=None).num_rows == rows
    assert sum(part.counted for part in workspace.within(scope).explain("contact_volume").parts) == rows


@pytest.mark.parametrize(
    "where", ["channel = 'chat'", "true or true", "1 = 1 or channel = 'chat'", "channel = 'chat' or team = 'b'"]
)
def test_no_condition_opens_more(workspace: Workspace, where: str) -> None:
    narrowed = workspace.within(PHONE)
    try:
        found = narrowed.rows("contact_volume", where=where, limit=None)
    except Exception as error:  # noqa: BLE001 - what is no condition is refused, which opens nothing either
        assert type(error).__name__ == "BadQuestion"  # noqa: PT017
    else:
        assert set(found["channel"].to_pylist()) <= {"phone"}


def test_each_slice_is_of_them(workspace: Workspace) -> None:
    answer = workspace.within(EITHER).show("contact_volume", by=["channel"])
    assert {row.by[0]: row.value for row in answer} == {"phone": 60, "it's": 10}


def test_a_metric_that_cannot_be_told_apart_is_refused(workspace: Workspace) -> None:
    team = Scope(((("queue", ("north",)),),))
    assert not team.knows(CATALOG["sales"])
    with pytest.raises(NotInScope, match="sales"):
        workspace.within(team).show("sales")
    with pytest.raises(NotInScope):
        workspace.within(Scope(())).show("contact_volume")


def test_the_workspace_itself_stays_whole(workspace: Workspace) -> None:
    workspace.within(PHONE)
    assert volume(workspace) == 120


def test_metrics_are_asked_together_where_they_are_known_alike() -> None:
    metrics = [CATALOG[name] for name in ("contact_volume", "service_level", "sales", "sessions", "share_price")]
    assert [[m.name for m in group] for group in EITHER.apart(metrics)] == [
        ["contact_volume", "service_level", "sales"],
        ["sessions"],
    ]


def test_a_segment_is_what_is_seen_only_where_it_is_just_that() -> None:
    assert PHONE.is_segment("channel", "phone")
    assert not PHONE.is_segment("channel", "chat")
    assert not PHONE_A.is_segment("channel", "phone")
    assert not PHONE.is_segment(None, None)
    assert WHOLE.is_segment(None, None)


@pytest.mark.parametrize("value", ["phone", "chat", "it's", "none of them", conditions.TEXTS[0]])
def test_each_value_of_a_filter_is_its_own_though_one_plan_serves_all(workspace: Workspace, value: str) -> None:
    counts = {"phone": 60, "chat": 40, "it's": 20}
    quoted = value.replace("'", "''")
    rows = workspace.show("contact_volume", "service_level", where=f"channel = '{quoted}'").rows
    assert [row.value for row in rows if row.metric.name == "contact_volume"] == ([counts[value]] if value in counts else [None])


def test_a_date_is_compared_as_a_date_whatever_was_asked_before(workspace: Workspace) -> None:
    for day, rows in (("2026-03-02", 120), ("2026-03-03", 0)):
        found = workspace.rows("contact_volume", where=f"offered_at_day = '{day}'", limit=None)
        assert found.num_rows == rows
