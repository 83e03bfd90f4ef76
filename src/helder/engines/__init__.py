"""Engines: where the tables are kept and expressions are run, named by URL."""

from __future__ import annotations

from pathlib import Path

from helder.engines.base import Appended, Engine, Reader, Writer
from helder.engines.duckdb import DuckDBEngine
from helder.errors import BadSetting


def open_engine(url: str, *, zone: str | None = None, read_only: bool = False) -> DuckDBEngine:
    """The engine a URL names: `duckdb:///relative.duckdb`, `duckdb:////absolute.duckdb`, or `duckdb://` in memory."""
    scheme, separator, rest = url.partition("://")
    if separator and scheme == "duckdb":
        path = rest.removeprefix("/")
        return DuckDBEngine(Path(path) if path else None, zone_name=zone, read_only=read_only and bool(path))
    raise BadSetting(f"No engine answers to {url!r}.", where="store", fix="Name a DuckDB file: duckdb:///cx.duckdb")


__all__ = ["Appended", "DuckDBEngine", "Engine", "Reader", "Writer", "open_engine"]
