"""The embedded engine keeps to its memory and its time, and says what to do where that is not enough."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import helder
from helder.engines import memory
from helder.errors import BadQuestion, StoreError
from helder.workspace import Workspace

CONTACTS = 2_000_000
ENDLESS = "select count(*) from range(100000000) a(i), range(1000000) b(j) where (i * j) % 7 = 3"
COMMAND = f"""
import typer
from helder.cli.app import app
from helder.cli.main import main
from helder.cli.store import reading

@app.command()
def endless(context: typer.Context):
    with reading(context) as workspace:
        print("asking", flush=True)
        workspace.engine.query({ENDLESS!r})

main()
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose contacts are of as many customers and queues, on two thousand topics and a thousand days."""
    path = tmp_path_factory.mktemp("large") / "cx.duckdb"
    with helder.connect(path) as workspace:
        workspace.engine.query(
            "insert into contacts (contact_id, customer_id, queue, topic, talk_seconds, offered_at, offered_at_day, _batch) "
            "select i, 'a long name ' || hash(i), i, i % 2000, i % 997, day + interval 10 hour, day, 1 "
            f"from (select i, date '2024-01-01' + (i % 1000)::int as day from range({CONTACTS}) t(i))"
        )
    return path


def limited(path: Path, **limits: Any) -> Workspace:
    return helder.connect(path, read_only=True, **limits)


def test_what_does_not_fit_in_memory_goes_to_the_disk_and_gives_the_same(path: Path) -> None:
    sql = (
        "select offered_at_day, count(distinct customer_id) as n, sum(talk_seconds) as s from contacts group by all order by all"
    )
    with limited(path, memory="4GB") as roomy:
        expected = roomy.engine.query(sql)
    with limited(path, memory="150 MB") as tight:
        assert tight.engine.query(sql) == expected
        tight.engine.query("set max_temp_directory_size = '1 MB'")
        with pytest.raises(StoreError, match="disk") as error:
            tight.engine.query(sql)
        assert "memory" in str(error.value.fix)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_more_memory_than_there_is_is_told(path: Path) -> None:
    with limited(path, memory=100 * 10**6) as tight:
        tight.engine.query("set temp_directory = ''")
        with pytest.raises(StoreError, match="more memory") as error:
            tight.engine.query("select len(list(customer_id)) from contacts")
        assert "setting memory" in str(error.value.fix)
        assert tight.engine.query("select 1 as one").to_pylist() == [{"one": 1}]


def test_half_of_the_memory_is_what_it_takes_by_default(tmp_path: Path) -> None:
    half = memory.half()
    assert half is not None
    with helder.connect(tmp_path / "cx.duckdb") as workspace:
        (told,) = workspace.engine.query("select current_setting('memory_limit') as told")["told"].to_pylist()
    number, unit = told.split()
    assert float(number) * 1024 ** {"MiB": 2, "GiB": 3}[unit] == pytest.approx(half, rel=0.01)


def test_a_control_group_s_limit_is_the_memory_there_is(tmp_path: Path) -> None:
    (tmp_path / "groups" / "outer" / "inner").mkdir(parents=True)
    (tmp_path / "groups" / "outer" / "memory.max").write_text("300000000\n")
    (tmp_path / "groups" / "outer" / "inner" / "memory.max").write_text("max\n")
    (tmp_path / "membership").write_text("0::/outer/inner\n")
    assert memory.available(tmp_path / "groups", tmp_path / "membership") == 300_000_000


def test_a_question_that_takes_too_long_is_broken_off(path: Path) -> None:
    with limited(path, question_seconds=0.3) as hurried:
        began = time.monotonic()
        with pytest.raises(BadQuestion, match=r"longer than 0\.3 seconds") as error:
            hurried.engine.query(ENDLESS)
        assert time.monotonic() - began < 5
        assert "question_seconds" in str(error.value.fix)
        assert hurried.engine.query("select 1 as one").to_pylist() == [{"one": 1}]


def test_in_other_threads_too_and_it_alone(path: Path) -> None:
    """As a server asks: what takes too long is broken off wherever it is asked, and what is asked beside it is answered."""
    with limited(path, question_seconds=0.5) as hurried, ThreadPoolExecutor(3) as threads:
        for _ in range(2):
            endless = [threads.submit(hurried.engine.query, ENDLESS) for _ in range(2)]
            began = time.monotonic()
            while time.monotonic() - began < 1:
                one = threads.submit(hurried.engine.query, "select 1 as one").result(5)
                assert one.to_pylist() == [{"one": 1}]
            for question in endless:
                with pytest.raises(BadQuestion, match=r"longer than 0\.5 seconds"):
                    question.result(10)


def test_ctrl_c_ends_a_question_at_once(path: Path) -> None:
    command = [sys.executable, "-c", COMMAND, "--store", f"duckdb:///{path}", "endless"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "asking\n"
        time.sleep(0.5)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert time.monotonic() - began < 5
    assert process.returncode == 130
    assert "Traceback" not in said


@pytest.mark.parametrize("question", [{"by": ["queue"]}, {"by": ["topic"], "grain": "day"}])
def test_an_answer_of_too_many_cells_is_refused(path: Path, question: dict[str, Any]) -> None:
    with limited(path) as workspace:
        assert len(workspace.show("contact_volume", by=["topic"])) == 2000
        with pytest.raises(BadQuestion, match="more than 1,000,000 cells") as error:
            workspace.show("contact_volume", **question)
        assert "coarser grain" in str(error.value.fix)
