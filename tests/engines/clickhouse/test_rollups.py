"""Roll-ups on ClickHouse: what they tell is what the rows tell, until rows come; then the rows are asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from engines.clickhouse.servers import clusters
from oracle.loading import load, store
from rollups.company import everything, in_loads
from rollups.test_upkeep import asked, different

import helder
from helder.facts import STORED

LOADS = in_loads(everything(3), 3, loads=2)


@pytest.fixture(params=["in a folder", "on a cluster"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty store is to be."""
    if request.param == "in a folder":
        yield f"chdb:///{tmp_path / 'folder'}"
        return
    with clusters(tmp_path / "shards") as (first, _):
        yield f"{first.url}/cx"


def test_the_same_with_and_without(url: str) -> None:
    with (
        helder.connect(url, zone="Europe/Amsterdam") as kept,
        store({}, "Europe/Amsterdam") as plain,
    ):
        for rows in (LOADS[0], LOADS[1]):
            load(kept, rows)
            load(plain, rows)
            list(kept.rollups.renew() if kept.rollups.listed() else kept.rollups.add(("channel",)))
            assert not any(one.stale for one in kept.rollups.listed())
            assert different(asked(kept, ("channel",), "month"), asked(plain, ("channel",), "month")) == []


def test_rows_of_facts(url: str) -> None:
    """Read where they are kept, by whatever they are sliced, until rows come."""
    with (
        helder.connect(url, zone="Europe/Amsterdam") as kept,
        store({}, "Europe/Amsterdam") as plain,
    ):
        for workspace in (kept, plain):
            load(workspace, LOADS[0])
        assert len(list(kept.rollups.add_facts())) == len(STORED)
        assert different(asked(kept, ("topic",), "quarter"), asked(plain, ("topic",), "quarter")) == []
        for workspace in (kept, plain):
            load(workspace, LOADS[1])
        assert any(one.stale for one in kept.rollups.listed())
        assert different(asked(kept, ("topic",), "quarter"), asked(plain, ("topic",), "quarter")) == []


def test_stale_once_rows_come(url: str) -> None:
    contacts = {"contacts": [{"contact_id": "k1", "channel": "phone", "offered_at": _at(1), "outcome": "answered"}]}
    more = {"contacts": [{"contact_id": "k2", "channel": "phone", "offered_at": _at(2), "outcome": "answered"}]}
    with helder.connect(url) as kept:
        load(kept, contacts)
        assert list(kept.rollups.add(("channel",)))
        assert [row.value for row in kept.show("contact_volume", by=["channel"])] == [1]
        load(kept, more)
        assert any(one.stale for one in kept.rollups.listed())
        assert [row.value for row in kept.show("contact_volume", by=["channel"])] == [2]
        assert kept.rollups.drop() > 0
        assert kept.rollups.listed() == []


def _at(day: int) -> datetime:
    return datetime(2026, 3, day)
