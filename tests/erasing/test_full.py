"""Where the disk has no room to overwrite what lay beneath, the store is opened all the same, and the rest is done later."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from erasing.anna import ANNA, TEXTS, opened, shop
from erasing.people import bytes_of
from helder.engines.erasing import Erasure

#: Takes Anna out, and then overwrites and opens anew while no file may grow.
FULL = """
import resource, sys
from pathlib import Path
from helder.engines import open_engine
from helder.engines.erasing import Erasure
from helder.errors import StoreError

file = Path(sys.argv[1])
engine = open_engine(f"duckdb:///{file}", home=file.parent)
engine.customers.take_out(Erasure(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, resource.RLIM_INFINITY))
try:
    engine.customers.finish()
except StoreError as error:
    print(error.what)
engine.close()
engine = open_engine(f"duckdb:///{file}", home=file.parent)
print(engine.counts()["orders"], engine.customers.counts(sys.argv[2]), engine.customers.unfinished())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_full_disk_locks_nobody_out(tmp_path: Path) -> None:
    file = tmp_path / "cx.duckdb"
    shop(tmp_path).close()
    command = [sys.executable, "-c", FULL, str(file), ANNA]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ)
    assert done.stdout.splitlines() == [
        "The rows are gone, but what lay beneath in the file is not overwritten yet, as the disk is full.",
        "2 {} True",
    ], done.stderr
    assert "not overwritten yet" in done.stderr
    assert bytes_of(file, TEXTS)
    with closing(opened(tmp_path)) as engine:
        assert not engine.customers.unfinished()
    assert bytes_of(file, TEXTS) == set()


def test_one_that_goes_on_reading_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.engines import duckdb_overwriting
    from helder.errors import StoreError

    monkeypatch.setattr(duckdb_overwriting, "_PATIENCE", 0.2)
    with closing(shop(tmp_path)) as engine:
        with engine.snapshot(), pytest.raises(StoreError, match="as somebody goes on reading"):
            engine.customers.erase(Erasure(ANNA))
        assert engine.customers.unfinished()
        engine.customers.finish()
        assert not engine.customers.unfinished()
    assert bytes_of(tmp_path / "cx.duckdb", TEXTS) == set()
