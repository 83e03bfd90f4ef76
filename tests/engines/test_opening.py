"""Opening a store: one process owns it, it keeps its zone, and what is no store is said to be none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from oracle.loading import load
from oracle.small import NOON

import helder
from helder.errors import StoreBusy, StoreError, UnknownName

ROWS = {"contacts": [{"contact_id": "a", "offered_at": NOON}]}
HOLD = "import helder, sys; w = helder.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store with one contact."""
    url = f"duckdb:///{tmp_path / 'cx.duckdb'}"
    with helder.connect(url, zone="Europe/Amsterdam") as workspace:
        load(workspace, ROWS)
    return url


def test_what_was_stored_is_there_when_opened_again(url: str) -> None:
    with helder.connect(url) as workspace:
        assert [r.value for r in workspace.show("contact_volume")] == [1.0]
        assert workspace.engine.zone == "Europe/Amsterdam"


def test_another_zone_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match=r"Europe/Amsterdam, the settings say UTC") as error:
        helder.connect(url, zone="UTC")
    assert error.value.fix


def test_a_second_process_is_told_that_the_store_is_busy(url: str) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "held\n"
        for read_only in (False, True):
            with pytest.raises(StoreBusy) as error:
                helder.connect(url, read_only=read_only)
            assert "Helder server" in str(error.value.fix)
        owner.communicate("")
    with helder.connect(url) as workspace:
        assert len(workspace.show("contact_volume")) == 1


def test_read_only_reads_and_does_not_write(url: str) -> None:
    with helder.connect(url, read_only=True) as workspace:
        assert [r.value for r in workspace.show("contact_volume")] == [1.0]
        with pytest.raises(StoreError):
            load(workspace, {"contacts": [{"contact_id": "b", "offered_at": NOON}]})


def test_read_only_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store yet"):
        helder.connect(tmp_path / "none.duckdb", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database\n" * 1000)
    with pytest.raises(StoreError) as error:
        helder.connect(path)
    assert str(path) in str(error.value)
    assert path.read_text().startswith("not a database")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        helder.connect(tmp_path)


def test_another_program_s_database_is_not_taken_for_a_store(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "other.duckdb")).execute("create table customers (id int)").close()
    with pytest.raises(StoreError):
        helder.connect(tmp_path / "other.duckdb")


def test_an_unknown_zone_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="Did you mean"):
        helder.connect(tmp_path / "cx.duckdb", zone="Europe/Amsterdm")


def test_a_store_in_memory_is_its_own() -> None:
    with helder.connect() as one, helder.connect() as other:
        load(one, ROWS)
        assert [r.value for r in other.show("contact_volume")] == [None]
