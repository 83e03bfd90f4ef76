"""A process that erases a customer is killed at any moment: the customer is there whole or not at all, and then gone for good."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from erasing.anna import ANNA, TEXTS, opened, shop
from erasing.people import bytes_of, everywhere
from erasing.test_gone import ROWS
from helder.engines.duckdb_overwriting import TO_OVERWRITE
from helder.engines.erasing import Erasure

ERASING = """
import sys
from pathlib import Path
from helder.engines import open_engine
from helder.engines.erasing import Erasure

folder = Path(sys.argv[1])
engine = open_engine(f"duckdb:///{folder / 'cx.duckdb'}", home=folder)
print("erasing", flush=True)
engine.customers.erase(Erasure(sys.argv[2]))
print("done", flush=True)
"""


@pytest.mark.parametrize("moment", [0.05, 0.25, 0.35, 0.45, 0.6])
def test_kill_9_while_erasing(tmp_path: Path, moment: float) -> None:
    shop(tmp_path).close()
    with subprocess.Popen([sys.executable, "-c", ERASING, str(tmp_path), ANNA], stdout=subprocess.PIPE, text=True) as erasing:
        assert erasing.stdout is not None
        assert erasing.stdout.readline() == "erasing\n"
        time.sleep(moment)
        erasing.send_signal(signal.SIGKILL)
    with closing(opened(tmp_path)) as engine:
        there = {name: rows.num_rows for name, rows in engine.customers.rows(ANNA).items()}
        assert there in ({}, ROWS)
        if there:
            engine.customers.erase(Erasure(ANNA))
        assert TO_OVERWRITE not in engine.properties()
        assert everywhere(engine, TEXTS) == []
        assert engine.counts()["orders"] == 2
    assert bytes_of(tmp_path / "cx.duckdb", TEXTS) == set()
