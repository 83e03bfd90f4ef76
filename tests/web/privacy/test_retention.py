"""The server lets go of old rows once a day, and notes how many."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from web.privacy.long_ago import DONE, ROWS, entries

from helder.engines import duckdb_overwriting
from helder.errors import BadSetting, StoreError
from helder.model import TABLES
from helder.settings import load


def test_once_a_day(here: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Noted without what the rows said; nothing more on that day, and again on the next."""
    from helder.store import retention
    from helder.web.privacy.jobs import let_go

    engine = here.questions.workspace.engine
    before = engine.batches()
    let_go()
    assert entries() == [DONE]
    assert engine.query("select recording from contacts")["recording"].to_pylist() == [None]
    assert engine.query("select text from turns")["text"].to_pylist() == ["somebody speaks"]
    assert not engine.customers.unfinished()
    assert b"Zoe" not in b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert all(engine.batches()[name] > before[name] for name in ROWS)
    let_go()
    assert entries() == [DONE]
    today = retention.today(engine)
    monkeypatch.setattr(retention, "today", lambda _: today + timedelta(days=1))
    let_go()
    assert entries() == [DONE, ("applied_retention", "", {})]


def test_the_server_knows_the_job(here: Any) -> None:
    from helder.web.privacy.jobs import let_go

    assert let_go.minutes == 60
    assert let_go.name in here.jobs._tasks


def test_what_arrived_is_in_no_file_either(here: Any, tmp_path: Path) -> None:
    from helder.web.privacy import retaining

    row = {"answer_id": "a2", "answered_at": "2016-03-01T10:00:00Z", "instrument": "nps", "score": 3, "comment": "Zoe sent"}
    assert here.arrivals.send(TABLES["answers"], [row], source="api").result().accepted == 1
    done = retaining.apply(None)
    assert done["answers"].rows == 2
    assert b"Zoe sent" not in b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())


def test_nothing_without_rules(here: Any, tmp_path: Path) -> None:
    from helder.web.privacy.jobs import let_go

    (tmp_path / "retention.toml").unlink()
    let_go()
    assert entries() == []


def test_never_twice_at_once(here: Any) -> None:
    from helder.web.privacy import retaining
    from helder.web.privacy.jobs import let_go

    with retaining._at_work:
        let_go()
        assert entries() == []
    let_go()
    assert entries() == [DONE]


def test_one_that_broke_off_is_noted_and_done_again(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.engines.duckdb_writer import DuckDBWriter
    from helder.web.privacy.jobs import let_go

    whole = DuckDBWriter.retain

    def half(self: Any, bounds: Any, name: str, staying: Any) -> Any:
        if name == "contacts":
            raise StoreError("The disk is full.")
        return whole(self, bounds, name, staying)

    monkeypatch.setattr(DuckDBWriter, "retain", half)
    with pytest.raises(StoreError, match="full"):
        let_go()
    broke_off = ("broke_off_retention", "", {"rows_let_go": {"turns": 1, "answers": 1}})
    assert entries() == [broke_off]
    monkeypatch.setattr(DuckDBWriter, "retain", whole)
    let_go()
    assert entries() == [broke_off, ("applied_retention", "", {"rows_emptied": {"contacts": 1}})]
    assert not here.questions.workspace.engine.customers.unfinished()


def test_while_somebody_reads_it_is_noted_and_overwritten_later(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web.privacy import retaining

    engine = here.questions.workspace.engine
    monkeypatch.setattr(duckdb_overwriting, "_PATIENCE", 0.2)
    with engine.snapshot(), pytest.raises(StoreError, match="not overwritten yet, as somebody goes on reading"):
        retaining.apply(None)
    assert entries() == [DONE]
    assert engine.customers.unfinished()
    retaining.apply(None)
    assert not engine.customers.unfinished()


def test_no_start_with_rules_that_are_wrong(tmp_path: Path, site: Any) -> None:
    from helder.web import serving

    (tmp_path / "retention.toml").write_text('turns = "0 days"\n')
    with pytest.raises(BadSetting, match="a day at least"):
        serving.begin(load(tmp_path, environment={}))
    assert not (tmp_path / "helder.duckdb").exists()
