"""`helder demo`, from the outside."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helder.engines import open_engine

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def helder(tmp_path: Path) -> Run:
    """The command in a process of its own, its home in the test's folder."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from helder.cli.main import main; main()", *words],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, "HELDER_HOME": str(tmp_path / "home")},
        )

    return run


def rows(tmp_path: Path) -> int:
    engine = open_engine(f"duckdb:///{tmp_path / 'home' / 'helder.duckdb'}", read_only=True)
    try:
        return engine.query("select count(*) as n from orders")["n"][0].as_py()
    finally:
        engine.close()


def test_it_fills_an_empty_store_once(helder: Run, tmp_path: Path):
    first = helder("demo", "--customers", "100", "--seed", "5", "--until", "2026-03-18")
    assert first.returncode == 0, first.stderr
    assert "100 customers (seed 5)" in first.stdout
    held = rows(tmp_path)
    assert held > 100

    for words in ((), ("--customers", "100", "--seed", "5", "--until", "2026-03-18")):
        again = helder("demo", *words)
        assert again.returncode == 0, again.stderr
        assert again.stdout.startswith("The demonstration company is there: 100 customers, seed 5")
    assert rows(tmp_path) == held

    for words in (("--seed", "6"), ("--until", "2026-03-19")):
        other = helder("demo", *words)
        assert other.returncode == 2
        assert "another company: 100 customers, seed 5" in other.stderr
        assert "--home DIR" in other.stderr
    assert rows(tmp_path) == held


def test_it_is_not_mixed_with_rows_of_ones_own(helder: Run, tmp_path: Path):
    (tmp_path / "own.csv").write_text("order_id,ordered_at,revenue,status\n1,2026-03-01T10:00:00,10,paid\n")
    assert helder("load", "orders", str(tmp_path / "own.csv")).returncode == 0
    refused = helder("demo", "--customers", "100")
    assert refused.returncode == 2
    assert "rows of your own" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert rows(tmp_path) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--customers", "5"), "--customers"),
        (("--until", "2026-02-30"), "2026-02-30"),
        (("--until", "1960-01-01"), "1960-01-01"),
        (("--seed", "-1"), "--seed"),
    ],
)
def test_what_cannot_be_is_refused(helder: Run, words: tuple[str, str], said: str):
    refused = helder("demo", *words)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
