"""A backup holds all there was at one moment, and what is restored from it is the same store, on any engine."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from oracle.elsewhere import ArrowEngine

from helder.engines import open_engine
from helder.errors import StoreError
from helder.model import TABLES
from helder.settings import Settings, load
from helder.store import archive
from helder.store.backup import back_up
from helder.store.restore import place_accounts, place_definitions, restore


def silent(what: str, done: int, rows: int) -> None:
    """Tell nobody."""


def test_a_restored_store_is_the_same_on_any_engine(origin: Any, settings: Settings, tmp_path: Path, contents: Any) -> None:
    said = back_up(origin, settings, tmp_path / "b.zip", silent, piece=500)
    assert said.tables["customers"]["rows"] == origin.counts()["customers"]
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    elsewhere = ArrowEngine(origin.zone)
    restore(archive.opened(tmp_path / "b.zip"), elsewhere, silent)
    back_up(elsewhere, settings, tmp_path / "again.zip", silent)
    target = open_engine("duckdb://", zone=origin.zone, unfinished=True)
    restore(archive.opened(tmp_path / "again.zip"), target, silent)
    assert contents.dumped(target) == contents.dumped(origin)
    target.close()
    elsewhere.close()


def test_the_home_folder_comes_back_without_the_secret(origin: Any, settings: Settings, tmp_path: Path) -> None:
    back_up(origin, settings, tmp_path / "b.zip", silent)
    back_up(origin, settings, tmp_path / "c.zip", silent, secret_key=True)
    found, new = archive.opened(tmp_path / "b.zip"), tmp_path / "new"
    assert place_definitions(found, new) == ["helder.toml", "metrics/kept/own@1.json", "metrics/own.toml"]
    assert load(new, environment={})["currency"] == "DKK"
    assert place_accounts(found, new / "helder.sqlite3")
    with closing(sqlite3.connect(new / "helder.sqlite3")) as accounts:
        assert accounts.execute("select name from person").fetchall() == [("Anna",)]
    assert "secret-key" in place_definitions(archive.opened(tmp_path / "c.zip"), tmp_path / "other")


def test_what_is_in_the_home_folder_is_not_written_over(origin: Any, settings: Settings, tmp_path: Path) -> None:
    back_up(origin, settings, tmp_path / "b.zip", silent)
    found = archive.opened(tmp_path / "b.zip")
    assert place_definitions(found, settings.home) == [
        "helder.toml",
        "metrics/kept/own@1.json",
        "metrics/own.toml",
    ]  # they are alike
    (settings.home / "metrics" / "own.toml").write_text("# mine\n")
    (settings.home / "helder.toml").unlink()
    with pytest.raises(StoreError, match=r"another own\.toml"):
        place_definitions(found, settings.home)
    assert (settings.home / "metrics" / "own.toml").read_text() == "# mine\n"
    assert not (settings.home / "helder.toml").exists()


def test_it_is_of_one_moment_whatever_is_loaded_meanwhile(settings: Settings, tmp_path: Path, origin: Any) -> None:
    engine = open_engine(f"duckdb:///{tmp_path / 'live.duckdb'}", zone=origin.zone)
    names = ("customers", "orders", "benchmarks")
    rows = {name: origin.query(f"from {name}") for name in names}

    def both(first: int) -> None:
        with engine.write() as writer:
            for name in names:
                writer.append(TABLES[name], rows[name].slice(first, 5), source="both")

    both(0)
    back_up(engine, settings, tmp_path / "b.zip", lambda what, done, _: both(5) if what == "customers" else None)
    assert engine.counts()["orders"] == 10
    engine.close()
    held = archive.opened(tmp_path / "b.zip").rows
    assert [held[name] for name in names] == [5, 5, 5]
    assert held["helder_batches"] == 3


def test_an_engine_that_holds_no_moment_refuses_loads_meanwhile(origin: Any, settings: Settings, tmp_path: Path) -> None:
    elsewhere = ArrowEngine(origin.zone)

    def load_something(what: str, done: int, rows: int) -> None:
        if what == "orders":
            with elsewhere.write() as writer:
                writer.append(TABLES["customers"], origin.query("from customers limit 1"), source="meanwhile")

    with elsewhere.write() as writer:
        writer.append(TABLES["orders"], origin.query("from orders"), source="first")
    with pytest.raises(StoreError, match="came into the store while"):
        back_up(elsewhere, settings, tmp_path / "b.zip", load_something)
    assert not list(tmp_path.glob("*b.zip*"))
