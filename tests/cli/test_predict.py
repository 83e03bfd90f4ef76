"""helder predict."""

from __future__ import annotations

from pathlib import Path

import pyarrow.csv
from oracle.loading import stored
from oracle.predicted import of_orders

from helder.model import TABLES


def test_predict_then_show(tmp_path: Path, run) -> None:
    rows = stored(
        TABLES["orders"], [{**r, "revenue": r["revenue"] // 100, "cost": r["cost"] // 100} for r in of_orders(200)["orders"]]
    )
    pyarrow.csv.write_csv(rows, tmp_path / "orders.csv")
    assert run("--home", tmp_path, "load", "orders", tmp_path / "orders.csv").status == 0
    done = run("--home", tmp_path, "predict", "lifetime-value", "--until", "2026-01-01")
    assert done.status == 0, done.err
    assert b"EUR: 200 customers, as clv_bg_nbd" in done.out
    assert b"BG/NBD, times in weeks: r " in done.out
    assert b"predictions: 400 new, 0 changed, 0 unchanged" in done.out
    shown = run("--home", tmp_path, "show", "customer_lifetime_value", "--format", "csv")
    assert b"EUR" in shown.out
    refused = run("--home", tmp_path, "predict", "lifetime-value", "--model", "crystal_ball")
    assert (refused.status, "Traceback" in refused.err) == (2, False)
    assert "pareto_nbd" in refused.err
