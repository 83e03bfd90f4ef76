"""Roll-ups that an older Helder made, in a register that knew less of each."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
from oracle.loading import load

import helder


def test_they_go_on_being_followed(tmp_path: Path) -> None:
    """Opened, loaded into and asked; and made anew beside rows of facts."""
    url = f"duckdb:///{tmp_path / 'cx.duckdb'}"
    contact = {"channel": "phone", "offered_at": datetime(2026, 3, 2, 10), "outcome": "answered", "customer_id": "c1"}
    with helder.connect(url) as made:
        load(made, {"contacts": [{"contact_id": "k1", **contact}]})
        assert list(made.rollups.add(["channel"]))
    with duckdb.connect(str(tmp_path / "cx.duckdb")) as older:
        older.execute("alter table _helder_rollups.register drop looked_up; alter table _helder_rollups.register drop fact")
    with helder.connect(url, read_only=True) as reading:
        assert [row.value for row in reading.show("contact_volume", by=["channel"])] == [1]
    with helder.connect(url) as opened:
        load(opened, {"contacts": [{"contact_id": "k2", **contact}]})
        assert [row.value for row in opened.show("contact_volume", by=["channel"])] == [2]
        following = [one for one in opened.rollups.listed() if one.follows]
        assert following
        assert not any(one.stale for one in following)
        list(opened.rollups.add_facts())
        list(opened.rollups.renew())
        load(opened, {"contacts": [{"contact_id": "k3", **contact}]})
        assert [row.value for row in opened.show("contact_volume", by=["channel"])] == [3]
        assert [row.n for row in opened.show("service_to_sales", by=["channel"])] == [3]
