"""Opening a store on ClickHouse: one process owns a folder, one writes at a time, and what is no store is said to be none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from oracle.loading import load
from oracle.small import NOON

import helder
from helder.errors import BadSetting, StoreBusy, StoreError

ROWS = {"contacts": [{"contact_id": "a", "offered_at": NOON}]}
HOLD = "import helder, sys; w = helder.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store with one contact."""
    url = f"chdb:///{tmp_path / 'store'}"
    with helder.connect(url, zone="Europe/Amsterdam") as workspace:
        load(workspace, ROWS)
    return url


def test_what_was_stored_is_there_when_opened_again_for_reading_or_writing(url: str) -> None:
    for read_only in (True, False):
        with helder.connect(url, read_only=read_only) as workspace:
            assert [r.value for r in workspace.show("contact_volume")] == [1.0]
            assert workspace.engine.zone == "Europe/Amsterdam"


def test_reading_only_writes_nothing(url: str, tmp_path: Path) -> None:
    with helder.connect(url, read_only=True) as workspace, pytest.raises(StoreError, match="reading only"):
        load(workspace, ROWS)
    with pytest.raises(StoreError, match="There is no store yet"):
        helder.connect(f"chdb:///{tmp_path / 'none'}", read_only=True)
    assert not (tmp_path / "none").exists()


def test_another_zone_and_another_layout_are_refused(url: str) -> None:
    with pytest.raises(StoreError, match="Europe/Amsterdam, the settings say UTC"):
        helder.connect(url, zone="UTC")
    with helder.connect(url) as workspace:
        workspace.engine._connections.command("insert into helder_properties values ('layout', '99', 1)")
    with pytest.raises(StoreError, match="layout 99"):
        helder.connect(url)


def test_a_second_process_is_told_that_the_folder_is_busy(url: str) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy) as error:
            helder.connect(url)
        assert "Helder server" in str(error.value.fix)
        owner.communicate("")


def test_a_process_can_have_one_folder_open(url: str, tmp_path: Path) -> None:
    with helder.connect(url), pytest.raises(StoreBusy, match="another chdb"):
        helder.connect(f"chdb:///{tmp_path / 'other'}")
    with helder.connect(f"chdb:///{tmp_path / 'other'}") as workspace:
        assert workspace.engine.counts()["contacts"] == 0


def test_two_who_write_at_once_do_so_one_after_another_or_are_told(url: str) -> None:
    with helder.connect(url) as one, helder.connect(url) as other:
        with one.engine.write(), pytest.raises(StoreBusy, match="Somebody else is writing") as error, other.engine.write():
            pass
        assert "_helder_claim" in str(error.value.fix)
        load(other, ROWS | {"orders": [{"order_id": "b", "ordered_at": NOON, "status": "paid"}]})
        assert one.engine.counts()["orders"] == 1


def test_a_store_that_lacks_a_column_is_given_it(url: str) -> None:
    with helder.connect(url) as workspace:
        workspace.engine._connections.command("alter table contacts drop column queue", "drop table goals")
    with helder.connect(url) as workspace:
        assert [r.by for r in workspace.show("contact_volume", by=["queue"])] == [(None,)]
        assert workspace.engine.counts()["goals"] == 0


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ("chdb:///", BadSetting), ("clickhouse:///x", BadSetting), ("clickhouse://host:port/x", BadSetting),
        ("clickhouse://somebody:secret@127.0.0.1:1/x", StoreError),
    ],
)  # fmt: skip
def test_what_is_no_address_or_does_not_answer_is_told_without_the_password(wrong: str, error: type[Exception]) -> None:
    with pytest.raises(error) as told:
        helder.connect(wrong)
    assert told.value.fix  # type: ignore[attr-defined]
    assert "secret" not in str(told.value)


def test_a_database_with_tables_of_others_is_left_alone(tmp_path: Path) -> None:
    import clickhouse_connect

    with clickhouse_connect.get_client(interface="chdb", path=str(tmp_path)) as client:
        client.command("create database helder")
        client.command("create table helder.orders (id Int64) engine = MergeTree order by id")
    with pytest.raises(StoreError, match="orders that is not Helder's"):
        helder.connect(f"chdb:///{tmp_path}")
