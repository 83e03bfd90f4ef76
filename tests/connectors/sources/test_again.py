"""What comes again, and what is at fault: nothing is lost, and nothing counted twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from connectors.sources.office import Office
from connectors.sources.playing import Played
from connectors.sources.zendesk import TICKETS, stream, ticket

from helder.connectors.sources import rest

EXPORT = "/api/v2/incremental/tickets/cursor.json"


def test_a_failure_half_way_keeps_what_came_and_repeats_no_more_than_a_portion(
    desk: Office, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "PORTION", 10)
    many = [ticket(n, updated_at=f"2026-03-{1 + n // 24:02}T{n % 24:02}:00:00Z") for n in range(1, 101)]
    stream(played, EXPORT, "tickets", many, 10, "after_url")
    sound = played.paths[EXPORT]
    played.paths[EXPORT] = lambda asked: b"broken" if asked.query.get("cursor") == "0-50" else sound(asked)
    assert desk.run("desk").error is not None
    assert desk.rows("select count(*) from cases") == [(50,)]
    played.paths[EXPORT] = sound
    played.asked.clear()
    assert desk.run("desk").error is None
    start = next(int(asked.query["start_time"]) for asked in played.asked if "start_time" in asked.query)
    assert datetime.fromtimestamp(start, UTC) == datetime(2026, 3, 3, 1, 50, tzinfo=UTC)  # the fiftieth's, ten minutes back
    assert desk.rows("select count(*), count(distinct case_id) from cases") == [(100, 100)]


def test_duplicates_are_one_row(desk: Office, played: Played) -> None:
    stream(played, EXPORT, "tickets", [*TICKETS, *TICKETS, ticket(2, status="solved")], 2, "after_url")
    assert desk.run("desk").error is None
    assert desk.rows("select case_id, status from cases order by 1") == [("1", "solved"), ("2", "solved")]


def test_rows_at_fault_are_kept_to_be_mended(desk: Office, played: Played) -> None:
    stream(played, EXPORT, "tickets", [ticket(7, created_at="yesterday"), ticket(8)], 2, "after_url")
    run = desk.run("desk")
    assert (run.error, run.rejected, run.accepted) == (None, 1, 1)
    faults = desk.rows('select fault."column", fault.value from (select unnest(faults) as fault from _helder.rejects)')
    assert ("opened_at", "yesterday") in faults


def test_rows_at_fault_are_kept_once_however_often_they_come_again(desk: Office, played: Played) -> None:
    stream(played, EXPORT, "tickets", [ticket(8), ticket(7, created_at="yesterday")], 2, "after_url")
    desk.run("desk")
    stream(played, EXPORT, "tickets", [ticket(7, created_at="yesterday"), ticket(9)], 2, "after_url")
    run = desk.run("desk")
    assert (run.rejected, run.accepted) == (0, 1)
    assert desk.rows("select count(*) from _helder.rejects") == [(1,)]
