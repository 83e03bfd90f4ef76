"""A store on a server, asked over HTTP."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import ibis
import pytest
from engines.clickhouse.servers import servers
from oracle.company import Company
from oracle.loading import load
from oracle.loading import store as in_duckdb
from oracle.opening import CALENDARS

import helder
from helder.engines import Limits, open_engine
from helder.errors import StoreBusy, StoreError


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server, with its user and password."""
    with servers(tmp_path_factory.mktemp("served")) as (one,):
        yield one.url


def test_a_company_is_loaded_and_asked_as_in_duckdb(server: str) -> None:
    company = Company(4)
    data = company.people() | company.answers() | company.service()
    question = {"by": ["channel"], "grain": "month", "params": {"calendar": "own"}}
    metrics = ("nps", "csat", "service_level", "average_resolution_time", "resolution_time_median", "first_contact_resolution")
    with helder.connect(f"{server}/company", zone="Europe/Amsterdam", calendars=CALENDARS) as workspace:
        load(workspace, data)
        load(workspace, data)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: workspace.show(*metrics, **question).to_records(), range(4)))
        assert workspace.engine.counts()["contacts"] == len(data["contacts"])
    with in_duckdb(data, "Europe/Amsterdam") as workspace:
        expected = workspace.show(*metrics, **question).to_records()
    cells = [
        sorted((str(r["metric"]), str(r["start"]), str(r["channel"]), str(r["value"]), r["n"]) for r in rows)
        for rows in (*found, expected)
    ]
    assert all(cells[0] == other for other in cells)


def test_a_database_is_a_store_of_its_own_and_made_only_for_writing(server: str) -> None:
    with pytest.raises(StoreError, match="There is no store yet") as error:
        helder.connect(f"{server}/nothing", read_only=True)
    assert "secret" not in str(error.value)
    with helder.connect(f"{server}/one") as one, helder.connect(f"{server}/other") as other:
        load(one, {"contacts": [{"contact_id": "a", "offered_at": datetime(2026, 3, 2)}]})
        assert (one.engine.counts()["contacts"], other.engine.counts()["contacts"]) == (1, 0)


def test_a_wrong_password_is_told(server: str) -> None:
    address = server.partition("@")[2]
    with pytest.raises(StoreError, match="does not know that user or password") as error:
        helder.connect(f"clickhouse://helder:mistaken@{address}/company")
    assert "mistaken" not in str(error.value)


def test_a_question_beyond_its_limits_is_told(server: str) -> None:
    engine = open_engine(f"{server}/limited", limits=Limits(seconds=0.001))
    try:
        numbers = ibis.range(0, 5_000_000).unnest().name("n").as_table()
        with pytest.raises(StoreError, match="took longer than it may"):
            engine.run(numbers.aggregate(r=numbers.n.nunique()))
    finally:
        engine.close()


def test_dates_that_the_server_would_make_others_are_refused(server: str) -> None:
    """Versions before 26.9 have none before 1900 and after 2299, and say nothing."""
    with helder.connect(f"{server}/dates") as workspace:
        for far in (date(1850, 2, 28), date(2300, 1, 1)):
            with pytest.raises(StoreError, match=f"customers.born_on has {far}") as error:
                load(workspace, {"customers": [{"customer_id": "a", "born_on": far}]})
            assert "26.9" in str(error.value.fix)
        with pytest.raises(StoreError, match=r"contacts.offered_at has 1800-01-01"):
            load(workspace, {"contacts": [{"contact_id": "a", "offered_at": datetime(1800, 1, 1)}]})
        assert not any(workspace.engine.counts().values())


WRITES = """
import sys, helder
with helder.connect(sys.argv[1]) as workspace, workspace.engine.write():
    print("writing", flush=True)
    sys.stdin.read()
"""


def test_two_processes_write_one_after_another_and_one_that_died_is_no_hindrance(server: str) -> None:
    url = f"{server}/shared"
    with helder.connect(url) as workspace:
        with subprocess.Popen([sys.executable, "-c", WRITES, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout is not None
            other.stdout.readline()
            with pytest.raises(StoreBusy, match=f"process {other.pid} on"), workspace.engine.write():
                pass
            other.kill()
            other.wait()
        began = time.monotonic()
        load(workspace, {"contacts": [{"contact_id": "a", "offered_at": datetime(2026, 3, 2)}]})
        assert time.monotonic() - began < 8, "nobody is waited for"
