"""A store of its own for each test, and files to load into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from helder import model
from helder.connectors.reading import document
from helder.connectors.reading.load import Load, load
from helder.engines import DuckDBEngine, open_engine


@dataclass
class Desk:
    """A store with a folder of files beside it."""

    engine: DuckDBEngine
    folder: Path

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(
        self,
        table: str | None,
        content: str | bytes | Path,
        *,
        mapping: str | None = None,
        name: str = "file.csv",
        **options: Any,
    ) -> Load:
        path = content if isinstance(content, Path) else self.file(name, content)
        said = document.parse(mapping, "map.toml") if mapping else None
        return load(self.engine, path, table=model.table(table) if table else None, mapping=said, **options)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in self.engine.query(sql).to_pylist()]

    def faults(self) -> list[tuple[Any, ...]]:
        return self.rows(
            'select row_number, fault."column", fault.reason '
            "from (select row_number, unnest(faults) as fault from _helder.rejects) order by 1"
        )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    engine = open_engine("duckdb://", zone="Europe/Amsterdam")
    yield Desk(engine, tmp_path)
    engine.close()


@pytest.fixture
def helder(tmp_path: Path) -> Callable[..., Any]:
    """The command itself, in a process of its own, its home in the test's folder."""
    import os
    import subprocess
    import sys

    environment = {**os.environ, "HELDER_HOME": str(tmp_path / "home"), "COLUMNS": "200"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from helder.cli.main import main; main()", *words]
        return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)

    return run


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes, where this may be made."""
    import os
    import subprocess

    folder = tmp_path / "home"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
