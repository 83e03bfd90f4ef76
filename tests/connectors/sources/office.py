"""A home folder, its store, and connections to run in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helder.connectors.sources.run import Runner
from helder.connectors.sources.runs import Place, Run
from helder.engines import DuckDBEngine
from helder.metrics import CATALOG
from helder.settings import Settings
from helder.workspace import Workspace


@dataclass
class Office:
    """A home folder, its store, and its connections."""

    settings: Settings
    engine: DuckDBEngine

    @property
    def home(self) -> Path:
        return self.settings.home

    def connect(self, name: str, text: str) -> None:
        (self.home / "sources").mkdir(exist_ok=True)
        (self.home / "sources" / f"{name}.toml").write_text(text)

    def run(self, name: str, **more: Any) -> Run:
        return Runner(self.settings, lambda work: work(self.engine), CATALOG, **more).run(name)

    def place(self, name: str) -> Place:
        return Place(self.home, name)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in self.engine.query(sql).to_pylist()]

    def value(self, metric: str, **asked: Any) -> float | None:
        """A metric's one figure in March 2026."""
        workspace = Workspace(self.engine, "EUR")
        (row,) = workspace.show(metric, since="2026-03-01", until="2026-04-01", **asked)
        return row.value
