"""Files in an object store, over real S3: what is new or has changed is loaded once, whatever happens on the way."""

from __future__ import annotations

import gzip

import pytest
from connectors.sources.office import Office
from connectors.sources.storing import ANSWERS, BEGAN, connect, put
from s3 import CLOSED, FAILED, S3, SLOW_DOWN

from helder.connectors.sources import line


def read_again(store: S3) -> list[str]:
    """The files asked for since last looked at."""
    found = [one for one in store.asked if one.startswith("GET") and "answers-" in one.partition("?")[0]]
    store.asked.clear()
    return [one.rpartition("/")[2].partition("?")[0] for one in found]


def test_new_and_changed_files_are_loaded_once(office: Office, store: S3) -> None:
    put(store, 1)
    put(store, 2, score=0)
    store.put("daily/notes.txt", "not a word of this", BEGAN)
    store.put("answers-9.csv", "of another folder", BEGAN)
    first = office.run("drop")
    assert (first.error, first.pages, first.accepted) == (None, 2, 2)
    assert office.value("nps") == 0
    read_again(store)
    assert office.run("drop").pages == 0
    assert read_again(store) == []
    put(store, 2, score=9, after=60)
    put(store, 3, score=9, after=60)
    assert office.run("drop").changed == 2
    assert read_again(store) == ["answers-0002.csv", "answers-0003.csv"]
    assert office.value("nps") == 100
    put(store, 4, score=9, after=30)  # older than the latest one, and new
    assert office.run("drop").changed == 1


def test_more_files_than_a_page_of_the_list_has(office: Office, store: S3) -> None:
    for number in range(1_100):
        put(store, number)
    connect(office, store, pattern="answers-*[05]0.csv")
    run = office.run("drop")
    assert (run.error, run.accepted) == (None, 22)
    lists = [one for one in store.asked if "list-type=2" in one and "continuation-token" in one]
    assert len(lists) == 1
    assert office.rows("select max(answer_id::int), count(distinct answer_id) from answers") == [(1050, 22)]


def test_folders_within_and_packed_files(office: Office, store: S3) -> None:
    store.put("daily/2026/03/answers-1.csv.gz", gzip.compress(f"{ANSWERS}a,nps,10,2026-03-02\n".encode()), BEGAN)
    store.put("daily/2026/", b"", BEGAN)
    connect(office, store, pattern="**/answers-*")
    assert office.run("drop").accepted == 1


def test_a_file_loaded_twice_counts_once(office: Office, store: S3) -> None:
    put(store, 1)
    store.put("daily/answers-copy.csv", f"{ANSWERS}1,nps,10,2026-03-02\n1,nps,10,2026-03-02\n", BEGAN)
    assert office.run("drop").error is None
    assert office.rows("select count(*) from answers") == [(1,)]


def test_throttling_and_failures_are_waited_out(office: Office, store: S3) -> None:
    put(store, 1)
    store.faults = [("list-type=2", SLOW_DOWN), ("list-type=2", FAILED), ("answers-0001", SLOW_DOWN), ("answers-0001", FAILED)]
    run = office.run("drop")
    assert (run.error, run.accepted) == (None, 1)
    assert store.faults == []


def test_a_store_that_keeps_failing_is_told_and_the_next_run_goes_on(
    office: Office, store: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "ATTEMPTS", 1)
    for number in range(1, 4):
        put(store, number, after=number)
    store.faults = [("GET /exports/daily/answers-0002", FAILED)]
    run = office.run("drop")
    assert "answers-0002.csv cannot be read" in (run.error or "")
    assert "goes on" in (run.fix or "")
    assert run.accepted == 1
    read_again(store)
    assert (office.run("drop").accepted, read_again(store)) == (2, ["answers-0002.csv", "answers-0003.csv"])


def test_a_connection_that_ends_half_way_leaves_no_half_a_file(office: Office, store: S3) -> None:
    rows = "".join(f"{number},nps,10,2026-03-02\n" for number in range(5_000))
    store.put("daily/answers-1.csv", ANSWERS + rows, BEGAN)
    store.faults = [("answers-1", 50_000), ("answers-1", 70_000)]
    run = office.run("drop")
    assert (run.error, run.accepted) == (None, 5_000)
    store.put("daily/answers-2.csv", ANSWERS + rows.replace(",10,", ",0,"), BEGAN)
    store.faults = [("answers-2", 50_000)] * 50
    run = office.run("drop")
    assert "answers-2.csv cannot be read" in (run.error or "")
    assert run.accepted == 0
    store.faults.clear()
    assert office.run("drop").changed == 5_000


def test_a_file_that_may_not_be_read_keeps_none_of_the_others(office: Office, store: S3) -> None:
    put(store, 1)
    put(store, 2)
    store.faults = [("GET /exports/daily/answers-0001", CLOSED)]
    run = office.run("drop")
    assert "answers-0001.csv cannot be read" in (run.error or "")
    assert run.accepted == 1
    assert office.run("drop").accepted == 1


def test_a_file_that_is_replaced_while_it_is_read_waits_for_the_next_run(office: Office, store: S3) -> None:
    put(store, 1)
    store.faults = [("GET /exports/daily/answers-0001", lambda: put(store, 1, score=0, after=1))]
    run = office.run("drop")
    assert "answers-0001.csv cannot be read" in (run.error or "")
    assert office.run("drop").accepted == 1
    assert office.value("nps") == -100


def test_a_file_taken_away_since_it_was_listed_is_passed_over(office: Office, store: S3) -> None:
    put(store, 1)
    put(store, 2)
    store.faults = [("HEAD /exports/daily/answers-0001", lambda: store.remove("daily/answers-0001.csv"))]
    run = office.run("drop")
    assert (run.error, run.accepted) == (None, 1)
