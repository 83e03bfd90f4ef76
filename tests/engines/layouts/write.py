"""Write a small store as the Helder that runs this keeps it, with figures it gives, for tests of later ones.

    git archive REVISION src | tar -x -C /tmp/then
    PYTHONPATH=/tmp/then/src python tests/engines/layouts/write.py tests/engines/layouts/1

1 is of dabf6b9^, the first layout; 2 of baace56.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import helder
from helder.connectors.reading.load import load
from helder.model import TABLES

#: By table, files to load one after another; some rows are at fault, and some change others.
FILES = {
    "customers": [
        "customer_id,name,country,signed_up_at\nc1,Søren,DK,2025-01-31T23:30:00Z\nc2,Els,NL,yesterday\nc3,,,\n",
        "customer_id,name,country,signed_up_at\nc2,Els,NL,2025-02-01T00:00:00Z\nc1,Søren,SE,2025-01-31T23:30:00Z\n",
    ],
    "orders": [
        "order_id,customer_id,ordered_at,status,revenue,currency\n"
        "o1,c1,2025-03-30T00:59:59Z,paid,19.99,EUR\no2,c1,2025-10-26T01:00:00Z,paid,1000.01,EUR\n"
        "o3,c2,2025-10-26T23:30:00Z,paid,75.00,EUR\no4,c2,2025-11-02T10:00:00Z,cancelled,5.00,EUR\n"
    ],
    "answers": [
        "answer_id,instrument,scale,score,customer_id,answered_at\n"
        "a1,nps,0-10,10,c1,2025-03-01T10:00:00Z\na2,nps,0-10,9,c2,2025-03-02T10:00:00Z\na3,nps,0-10,3,c3,2025-03-03T10:00:00Z\n"
        "a4,nps,0-10,11,c1,2025-03-04T10:00:00Z\na5,csat,1-5,4,c1,2025-03-05T10:00:00Z\n"
    ],
    "contacts": [
        "contact_id,customer_id,offered_at,outcome,wait_seconds\nk1,c1,2025-03-30T01:30:00Z,answered,12.5\n"
        "k2,c2,2025-03-31T22:30:00Z,abandoned,90\n"
    ],
}
QUESTION = {"grain": "month", "since": "2025-01-01", "until": "2026-01-01"}
METRICS = ("nps", "csat", "orders", "average_order_value", "contact_volume")


def figures(workspace: helder.workspace.Workspace) -> list[list[str]]:
    """What the store answers, in words that do not change between versions."""
    rows = workspace.show(*METRICS, **QUESTION)
    return [[row.metric.name, str(row.start), repr(row.value), str(row.n)] for row in rows]


def write(folder: Path) -> None:
    """Make the store and export it, with the figures beside it."""
    with TemporaryDirectory() as scratch, helder.connect(Path(scratch) / "cx.duckdb", zone="Europe/Amsterdam") as workspace:
        for table, files in FILES.items():
            for i, text in enumerate(files):
                path = Path(scratch) / f"{table}-{i}.csv"
                path.write_text(text, encoding="utf-8")
                load(workspace.engine, path, table=TABLES[table])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "figures.json").write_text(json.dumps(figures(workspace), indent=0) + "\n")
        workspace.engine.cursor().execute(f"export database '{folder / 'store'}' (format parquet, compression zstd)")
        (folder / "store" / "load.sql").unlink()  # it names files by where they were written


if __name__ == "__main__":
    write(Path(sys.argv[1]))
