"""Backups of other versions of Helder, and restoring that is broken off."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from helder.engines import open_engine
from helder.errors import BadInput, StoreError
from helder.settings import Settings
from helder.store import archive
from helder.store.backup import back_up
from helder.store.restore import restore

Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def silent(what: str, done: int, rows: int) -> None:
    """Tell nobody."""


@pytest.fixture
def made(origin: Any, settings: Settings, tmp_path: Path) -> Path:
    back_up(origin, settings, tmp_path / "b.zip", silent, piece=500)
    return tmp_path / "b.zip"


def changed(path: Path, change: Change) -> Path:
    """The backup as another Helder would have made it: its files and its manifest changed alike."""
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    said = json.loads(files.pop("manifest.json"))
    change(files, said)
    said["files"] = {name: {"bytes": len(d), "sha256": hashlib.sha256(d).hexdigest()} for name, d in files.items()}
    other = path.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)
        new.writestr("manifest.json", json.dumps(said))
    return other


def test_restoring_broken_off_goes_on_where_it_was(made: Path, origin: Any, contents: Any) -> None:
    steps: list[tuple[str, int, int]] = []

    def broken_off(*step: Any) -> None:
        steps.append(step)
        if step[0] == "page_events":
            raise KeyboardInterrupt

    target = open_engine("duckdb://", zone=origin.zone, unfinished=True)
    with pytest.raises(KeyboardInterrupt):
        restore(archive.opened(made), target, broken_off)
    restore(archive.opened(made), target, lambda *step: steps.append(step))
    assert len(steps) == len(set(steps)), "a piece was restored twice"
    assert contents.dumped(target) == contents.dumped(origin)
    target.close()


def test_what_an_earlier_helder_had_not_is_empty(made: Path, origin: Any) -> None:
    def earlier(files: dict[str, bytes], said: dict[str, Any]) -> None:
        del files["tables/goals.parquet"], said["tables"]["goals"]
        orders = parquet.read_table(io.BytesIO(files["tables/orders.parquet"])).drop_columns(["channel"])
        parquet.write_table(orders, sink := io.BytesIO())
        files["tables/orders.parquet"] = sink.getvalue()
        said["tables"]["orders"] = {k: v for k, v in said["tables"]["orders"].items() if not k.startswith("channel.")}

    target = open_engine("duckdb://", zone=origin.zone, unfinished=True)
    restore(archive.opened(changed(made, earlier)), target, silent)
    assert target.counts()["goals"] == 0
    rows = "select order_id, revenue, customer_id from orders order by all"
    assert target.query(rows) == origin.query(rows)
    assert target.query("select count(channel) as n from orders").to_pylist() == [{"n": 0}]
    target.close()


def _form(files: dict[str, bytes], said: dict[str, Any]) -> None:
    said["form"], said["helder"] = 99, "9.9"


def _column(files: dict[str, bytes], said: dict[str, Any]) -> None:
    said["tables"]["orders"]["mood.n"], said["helder"] = 1, "9.9"


def _table(files: dict[str, bytes], said: dict[str, Any]) -> None:
    said["tables"]["moods"], said["helder"] = {"rows": 0}, "9.9"


@pytest.mark.parametrize("change", [_form, _column, _table])
def test_what_a_later_helder_made_is_refused_not_left_out(made: Path, change: Change) -> None:
    with pytest.raises(BadInput, match=r"made by Helder 9\.9") as error:
        archive.opened(changed(made, change))
    assert "later one" in str(error.value.fix)


def test_rows_that_do_not_add_up_are_told(made: Path, origin: Any) -> None:
    def lying(files: dict[str, bytes], said: dict[str, Any]) -> None:
        said["tables"]["orders"]["revenue.sum"] += 1

    target = open_engine("duckdb://", zone=origin.zone, unfinished=True)
    with pytest.raises(StoreError, match=r"orders is not what it was: revenue\.sum"):
        restore(archive.opened(changed(made, lying)), target, silent)
    target.close()
