"""A made-up company whose customers have names, and said something; what its store has, and rules of how long that is kept."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from rollups.company import everything

from helder.engines import Engine
from helder.engines.duckdb import DuckDBEngine
from helder.model import TABLES, retention_file
from helder.model.retention import Rule
from helder.workspace import Workspace

SEED = int(os.environ.get("ORACLE_SEEDS", "2"))
#: Columns of people, by table, and what they say in a row.
SAID = {
    "customers": ("name", "Name of {}"), "answers": ("comment", "comment {}"), "turns": ("text", "words {}"),
    "mentions": ("author", "author {}"), "contacts": ("recording", "/calls/{}.wav"),
}  # fmt: skip


def people(seed: int = SEED) -> dict[str, list[dict[str, Any]]]:
    """The rows of a company, many of which say something personal; some customers are known from long ago, or only by name."""
    data = everything(seed)
    for table, (column, said) in SAID.items():
        data[table] = [row if i % 3 == 0 else {**row, column: said.format(i)} for i, row in enumerate(data[table])]
    known = (datetime(2020, 5, 1), datetime(2019, 5, 1), datetime(2018, 5, 1), datetime(2025, 3, 1), None)
    for i, moment in enumerate(known):
        data["customers"].append({"customer_id": f"old{i}", "name": f"Name of old{i}", "signed_up_at": moment})
    for i, moment in enumerate((datetime(2021, 5, 1), datetime(2025, 10, 30), datetime(2025, 5, 1))):
        data["orders"].append(
            {
                **data["orders"][0],
                "order_id": f"of-old{i}",
                "customer_id": f"old{i}",
                "ordered_at": moment,
                "attributes": {"a": "b"},
            }
        )
    foretold = {"subject": "customer", "subject_id": "old0", "model": "alive", "made_at": datetime(2025, 11, 24), "value": 0.1}
    data["predictions"].append(foretold)
    return data


def there(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """All rows of the store by table, as they are kept."""
    assert isinstance(engine, DuckDBEngine)
    return {name: engine.query(f"from {name} order by all").to_pylist() for name in TABLES}


def rules(home: Path, text: str) -> dict[str, Rule]:
    """The rules that a text says, in the file of a home folder."""
    (home / retention_file.FILE).write_text(text)
    return retention_file.read(home)


def embedded(workspace: Workspace) -> DuckDBEngine:
    """The engine of a workspace, which is the embedded one."""
    assert isinstance(workspace.engine, DuckDBEngine)
    return workspace.engine
