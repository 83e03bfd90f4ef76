"""Loads into a lakehouse: no cluster is needed for them."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from engines.spark.conftest import Lake

from helder.engines import open_engine
from helder.engines.spark import SparkEngine, lakehouse
from helder.errors import StoreBusy, StoreError
from helder.model import TABLES

CUSTOMERS, ORDERS = TABLES["customers"], TABLES["orders"]
WHEN = datetime(2026, 3, 1, 12)


def customers(rows: dict[str, str]) -> pa.Table:
    return pa.table({"customer_id": list(rows), "signed_up_at": [WHEN] * len(rows), "country": list(rows.values())})


def kept(engine: SparkEngine) -> dict[str, str]:
    rows = engine._all(CUSTOMERS)
    assert len(rows) == engine.counts()["customers"]
    return dict(zip(rows["customer_id"].to_pylist(), rows["country"].to_pylist(), strict=True))


def test_the_latest_of_a_key_wins_as_in_duckdb(lake: Lake) -> None:
    """Loads at random, of new keys and known ones, changed or not: what is told of them and what is kept is the same."""
    random, ours = Random(4), lake()
    with open_engine("duckdb://").write() as first:
        theirs = first
        for number in range(25):
            rows = customers({str(random.randrange(40)): random.choice("ABC") for _ in range(random.randrange(1, 12))})
            with ours.write() as writer:
                found = writer.append(CUSTOMERS, rows, source="s")
            expected = theirs.append(CUSTOMERS, rows, source="s")
            assert found == expected, number
        rows = theirs.connection.sql("select customer_id, country from customers").fetchall()
    assert kept(ours) == dict(rows)
    assert kept(lake()) == dict(rows)


def test_many_small_files_become_one(lake: Lake) -> None:
    engine = lake()
    for number in range(36):
        with engine.write() as writer:
            writer.append(CUSTOMERS, customers({str(number): "NL"}), source="s")
    assert len(engine._lakehouse.latest().of("customers")) < 5
    assert kept(engine) == {str(number): "NL" for number in range(36)}


def test_a_large_load_is_in_several_files(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lakehouse, "LARGEST", 10)
    engine = lake()
    with engine.write() as writer:
        writer.append(CUSTOMERS, customers({str(number): "NL" for number in range(95)}), source="s")
    with engine.write() as writer:
        writer.append(CUSTOMERS, customers({"7": "BE", "95": "DK"}), source="s")
    assert len(engine._lakehouse.latest().of("customers")) >= 10
    assert kept(engine) == {str(number): "NL" for number in range(95)} | {"7": "BE", "95": "DK"}


def test_of_two_who_load_at_once_the_second_is_told(lake: Lake) -> None:
    """Neither load is lost, or half there: the second can be given again."""
    ours, theirs = lake(), lake()

    def late() -> None:
        with ours.write() as writer:
            writer.append(CUSTOMERS, customers({"a": "NL"}), source="ours")
            with theirs.write() as sooner:
                sooner.append(CUSTOMERS, customers({"b": "BE"}), source="theirs")

    with pytest.raises(StoreBusy, match="Another process loaded"):
        late()
    assert kept(ours) == {"b": "BE"}
    with ours.write() as writer:
        writer.append(CUSTOMERS, customers({"a": "NL"}), source="ours")
    assert kept(theirs) == {"a": "NL", "b": "BE"}


def test_a_load_that_fails_leaves_nothing(lake: Lake, tmp_path: Path) -> None:
    engine = lake()
    files = sorted(tmp_path.rglob("*.*"))

    def fail() -> None:
        with engine.write() as writer:
            writer.append(CUSTOMERS, customers({"a": "NL"}), source="s")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert sorted(tmp_path.rglob("*.*")) == files


def test_what_no_longer_counts_is_removed_in_time(lake: Lake, tmp_path: Path) -> None:
    """Files stay for a day, as somebody may be reading them; then they go."""
    engine = lake()

    def change(times: int) -> None:
        for number in range(times):
            with engine.write() as writer:
                writer.append(CUSTOMERS, customers({"a": str(number)}), source="s")

    change(32)
    files = set(tmp_path.rglob("*.parquet"))
    assert len(files) > 32
    old = time.time() - 90_000
    for path in tmp_path.rglob("*.*"):
        os.utime(path, (old, old))
    change(32)
    manifest = json.loads(max(tmp_path.rglob("*.json")).read_text())
    counted = {tmp_path / "lake" / path for listed in manifest["files"].values() for path, _ in listed}
    assert counted <= set(tmp_path.rglob("*.parquet"))
    assert len([path for path in files if path.exists() and path.parent.name == "customers"]) <= 1
    assert kept(engine) == {"a": "31"}


def test_a_column_that_files_do_not_have_yet_is_empty(lake: Lake, tmp_path: Path) -> None:
    """A store that an older Helder wrote, whose tables lack a column."""
    import pyarrow.parquet as pq

    engine = lake()
    with engine.write() as writer:
        writer.append(CUSTOMERS, customers({"a": "NL"}), source="s")
    (path,) = (tmp_path / "lake" / file.path for file in engine._lakehouse.latest().of("customers"))
    pq.write_table(pq.read_table(path).drop_columns(["gender"]), path)
    with engine.write() as writer:
        writer.append(CUSTOMERS, customers({"b": "BE"}), source="s")
    assert kept(engine) == {"a": "NL", "b": "BE"}


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("a file")
    with pytest.raises(StoreError, match=r"Not a directory: .*lake"):
        open_engine(f"spark://127.0.0.1:1{tmp_path / 'lake'}")
