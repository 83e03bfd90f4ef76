"""The doctor's finding about rows that have arrived."""

from __future__ import annotations

import shutil
from pathlib import Path

from helder.connectors.arriving.arrivals import Arrivals
from helder.doctor.examine import examine
from helder.doctor.finding import Status
from helder.engines import open_engine
from helder.model import TABLES


def test_rows_that_wait_in_the_journal_are_told(tmp_path: Path) -> None:
    engine = open_engine(f"duckdb:///{tmp_path / 'helder.duckdb'}", zone="Europe/Amsterdam")
    arrivals = Arrivals(engine, tmp_path / "arriving", currency="EUR")
    row = {"answer_id": "a", "answered_at": "2026-03-01T10:00:00Z"}
    with engine.write():  # nothing comes into the store meanwhile
        arrivals.send(TABLES["answers"], [row], source="t").result()
        shutil.copytree(tmp_path / "arriving", tmp_path / "kept")
    arrivals.close()
    engine.close()
    told = {finding.about: finding for finding in examine(tmp_path, None, environment={})}
    assert (told["arriving rows"].status, told["arriving rows"].what) == (Status.ok, "all are in the store")
    shutil.rmtree(tmp_path / "arriving")
    shutil.move(tmp_path / "kept", tmp_path / "arriving")
    (tmp_path / "arriving" / "identity").write_text("another\n")
    told = {finding.about: finding for finding in examine(tmp_path, None, environment={})}
    assert told["arriving rows"].what == "1 groups are in the journal and not in the store"
