"""The doctor's findings about stores, whatever state they are in: never a traceback, and always what to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

import helder
from helder.model import TABLES

Findings = list[dict[str, Any]]
HOLD = "import helder, sys; w = helder.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def doctor(tmp_path: Path) -> Callable[..., tuple[int, Findings]]:
    """Runs the command on a home folder, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HELDER_")}

    def run(**more: str) -> tuple[int, Findings]:
        command = [sys.executable, "-c", "from helder.cli.main import main; main()", "--home", str(tmp_path), "doctor"]
        done = subprocess.run(
            [*command, "--format", "json"], capture_output=True, text=True, env={**environment, **more}, check=False, timeout=120
        )
        assert done.stderr == ""
        return done.returncode, json.loads(done.stdout)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A store with some customers, as a home folder has it."""
    with helder.connect(tmp_path / "helder.duckdb", zone="Europe/Amsterdam") as workspace, workspace.engine.write() as writer:
        rows = workspace.engine.query("select i::varchar as customer_id, hash(i)::varchar as name from range(50000) t(i)")
        writer.append(TABLES["customers"], rows, source="first")
    return tmp_path / "helder.duckdb"


def faults(found: Findings) -> str:
    assert all(one["fix"] for one in found if one["status"] != "ok")
    return "\n".join(f"{one['about']}: {one['what']}" for one in found if one["status"] == "fault")


def test_a_sound_store_has_no_faults(doctor: Any, file: Path) -> None:
    status, found = doctor()
    assert (status, faults(found)) == (0, "")
    said = " ".join(one["what"] for one in found if one["about"] == "store")
    assert "layout 3, zone Europe/Amsterdam" in said
    assert "50,000 rows in 1 tables, as its loads noted" in said


def test_no_store_yet_is_no_fault(doctor: Any) -> None:
    status, found = doctor()
    assert (status, faults(found)) == (0, "")
    assert any("no store yet" in one["what"] for one in found if one["status"] == "warning")


def _random(file: Path) -> None:
    file.write_bytes(os.urandom(300_000))


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _overwritten(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(13_000)
        opened.write(os.urandom(file.stat().st_size - 13_000))


def _later(file: Path) -> None:
    with duckdb.connect(file) as store:
        store.execute("update _helder.properties set value = '999' where name = 'layout'")


def _another(file: Path) -> None:
    file.unlink()
    duckdb.connect(file).execute("create table t (i int)").close()


def _lost_rows(file: Path) -> None:
    with duckdb.connect(file) as store:
        store.execute("delete from customers where customer_id = '7'")


def _unfinished(file: Path) -> None:
    with duckdb.connect(file) as store:
        store.execute("insert into _helder.properties values ('unfinished', '{}')")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_random, "store: "),
        (_cut, "store: "),
        (_overwritten, "store: "),
        (_later, "layout 999"),
        (_another, "not a Helder store"),
        (_lost_rows, "customers has 49,999 rows, its loads noted 50,000"),
        (_unfinished, "not all of it is there"),
    ],
)
def test_what_is_wrong_with_a_store_is_told(doctor: Any, file: Path, harm: Callable[[Path], None], said: str) -> None:
    harm(file)
    status, found = doctor()
    assert status == 1
    assert said in faults(found)


def test_a_store_another_process_has_is_told(doctor: Any, file: Path) -> None:
    command = [sys.executable, "-c", HOLD, f"duckdb:///{file}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        status, found = doctor()
        holder.communicate("")
    assert status == 0
    assert any("Another process" in one["what"] for one in found if one["status"] == "warning")


def test_a_clock_that_went_back_is_told(doctor: Any, file: Path) -> None:
    with duckdb.connect(file) as store:
        store.execute("update _helder.batches set loaded_at = ?", [datetime(2100, 1, 1) + timedelta(hours=1)])
    _, found = doctor()
    assert any("went back" in one["what"] for one in found if one["status"] == "warning")
