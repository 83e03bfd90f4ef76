"""helder customer, beside no server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

from erasing.anna import ANNA, opened, shop
from helder.connectors.arriving.arrivals import Arrivals
from helder.model import TABLES


def _helder(home: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from helder.cli.main import main; main()", "--home", str(home), *words]
    environment = {**os.environ, "HELDER_STORE": f"duckdb:///{home / 'cx.duckdb'}", "HELDER_ZONE": "UTC"}
    return subprocess.run(command, input=said, capture_output=True, text=True, env=environment)


def test_export_and_erase(tmp_path: Path) -> None:
    shop(tmp_path).close()
    file = tmp_path / "anna.zip"
    done = _helder(tmp_path, "customer", "export", ANNA, "--to", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"16 records in 13 files are in {file}.\n"
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as made:
        (order,) = [json.loads(line) for line in made.read("tables/orders.ndjson").splitlines()]
        assert json.loads(made.read("about.json"))["records"]["tables/answers"] == 2
        (rejected,) = [json.loads(line) for line in made.read("tables/rejects.ndjson").splitlines()]
    assert (rejected["table"], rejected["record"]) == ("orders", ["an-order-1", ANNA, "yesterday"])
    assert order == {
        "order_id": "an-order-1", "customer_id": ANNA, "ordered_at": "2026-03-01T10:00:00", "status": "paid", "revenue": 20.0,
        "currency": "EUR", "session_id": "an-visit-1",
    }  # fmt: skip
    assert "There is a file already." in _helder(tmp_path, "customer", "export", ANNA, "--to", str(file)).stderr

    kept = _helder(tmp_path, "customer", "erase", ANNA, said="anna\n")
    assert (kept.returncode, "That is not the key." in kept.stderr) == (2, True)
    gone = _helder(tmp_path, "customer", "erase", ANNA, said=f"{ANNA}\n")
    assert (gone.returncode, gone.stderr) == (0, "")
    assert "2  page events" in gone.stdout
    assert "Nothing is kept of a customer" in _helder(tmp_path, "customer", "erase", ANNA, "--yes").stderr
    assert _helder(tmp_path, "customer", "let-in", ANNA).returncode == 0
    assert "No such customer was erased." in _helder(tmp_path, "customer", "let-in", ANNA).stderr


def test_no_file_of_the_home_folder_names_them(tmp_path: Path) -> None:
    """Nor does the journal of what arrived, which a server left behind."""
    row = {"customer_id": ANNA, "name": "Anna Peters", "email": ANNA}
    with closing(opened(tmp_path)) as engine, closing(Arrivals(engine, tmp_path / "arriving", currency="EUR")) as arrivals:
        arrivals.send(TABLES["customers"], [row], source="shop").result()
    assert ANNA.encode() in b"".join(file.read_bytes() for file in tmp_path.glob("arriving/*.journal"))
    gone = _helder(tmp_path, "customer", "erase", ANNA, "--yes")
    assert (gone.returncode, gone.stderr) == (0, "")
    named = [file for file in tmp_path.rglob("*") if file.is_file() and ANNA.encode() in file.read_bytes()]
    assert named == []
