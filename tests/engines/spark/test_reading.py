"""A lakehouse opened for reading alone: tables of which nothing was ever kept are empty, not lacking."""

from __future__ import annotations

from pathlib import Path

from oracle.loading import load

import helder
from helder.engines import open_engine


def test_after_one_load_of_one_table(tmp_path: Path) -> None:
    url = f"spark://local[1]{tmp_path}/lake"
    with helder.connect(url) as workspace:
        load(workspace, {"customers": [{"customer_id": "c1"}]})
    engine = open_engine(url, read_only=True)
    try:
        assert engine.counts()["customers"] == 1
        assert engine.counts()["answers"] == 0
        assert engine.ledger("select count(*) as n from _helder.rejects")["n"].to_pylist() == [0]
    finally:
        engine.close()
