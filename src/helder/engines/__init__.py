"""Engines: where the tables are kept and expressions are run, named by URL."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from helder.engines.bars import Bars
from helder.engines.base import NO_LIMITS, Appended, Capabilities, Engine, Limits, Reader, Snapshot, Writer
from helder.engines.duckdb import DuckDBEngine
from helder.errors import BadSetting, NotSupported, StoreError

#: The ways a store can be named, by the scheme of its URL.
SCHEMES = {
    "duckdb": "a DuckDB file: duckdb:///cx.duckdb",
    "clickhouse": "a ClickHouse server: clickhouse://user:password@host:8123/database",
    "chdb": "ClickHouse in this process: chdb:///folder",
    "spark": "a Spark cluster over a lakehouse: spark://host:7077/folder",
    "sc": "Spark Connect over a lakehouse: sc://host:15002/folder",
}

_CLICKHOUSE, _SPARK = ("clickhouse", "ClickHouseEngine"), ("spark", "SparkEngine")
#: By scheme: the module and the class of an engine that is loaded when it is named, and what installs what it needs.
_REMOTE = {
    "clickhouse": (*_CLICKHOUSE, "pip install 'helder[clickhouse]'"),
    "chdb": (*_CLICKHOUSE, "pip install 'helder[chdb]'"),
    "spark": (*_SPARK, "pip install 'helder[spark]'"),
    "sc": (*_SPARK, "pip install 'helder[spark]'"),
}


#: The property of a store that another is being moved into: how far that is.
UNFINISHED = "unfinished"


def open_engine(
    url: str, *, zone: str | None = None, read_only: bool = False, limits: Limits = NO_LIMITS, unfinished: bool = False,
    home: Path | None = None,
) -> Engine:  # fmt: skip
    """The engine a URL names.

    `duckdb:///relative.duckdb`, `duckdb:////absolute.duckdb`, or `duckdb://` in memory; `clickhouse://user:password@host:port/database`
    and `chdb:///folder`; `spark://host:port/folder` and `sc://host:port/folder`. zone: whose local dates a new store keeps.
    unfinished: also where another store is being moved into it; its figures would be wrong, so it is refused else. home: the
    folder with the key by which rows of erased customers are told; without it nothing is added where there are any.
    """
    engine = _engine(url, zone, read_only=read_only, limits=limits)
    engine.bars = Bars(home) if home is not None else None
    try:
        if not unfinished and UNFINISHED in engine.properties():
            raise StoreError(
                "Another store was being moved or restored into this one, and not all of it is there.",
                where=url,
                fix="Do it again: helder move or helder restore goes on where it was broken off.",
            )
    except BaseException:
        engine.close()
        raise
    return engine


def _engine(url: str, zone: str | None, *, read_only: bool, limits: Limits) -> Engine:
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in SCHEMES:
        raise BadSetting(f"No engine answers to {url!r}.", where="store", fix=f"Name {'; '.join(SCHEMES.values())}.")
    if scheme == "duckdb":
        path = rest.removeprefix("/")
        return DuckDBEngine(Path(path) if path else None, zone_name=zone, read_only=read_only and bool(path), limits=limits)
    engine: Engine = _class(scheme)(url, zone, read_only=read_only, limits=limits)
    return engine


def capabilities(scheme: str) -> Capabilities:
    """What the engine of a scheme can do, and what it cannot. Raises NotSupported where what it needs is not installed."""
    found: Capabilities = (DuckDBEngine if scheme == "duckdb" else _class(scheme)).capabilities
    return found


def _class(scheme: str) -> Any:
    module, name, install = _REMOTE[scheme]
    try:
        return getattr(import_module(f"helder.engines.{module}"), name)
    except ModuleNotFoundError as error:
        raise NotSupported(
            f"There is no {error.name} here, which {scheme}:// needs.", where="store", fix=f"Install it with: {install}"
        ) from error


def absolute(url: str) -> str:
    """The URL of a store with the whole path of its file or folder, so that it means the same from anywhere."""
    scheme, separator, path = url.partition(":///")
    if scheme not in ("duckdb", "chdb") or not path:
        return url
    return f"{scheme}{separator}{Path(path).resolve()}"


__all__ = [
    "NO_LIMITS",
    "SCHEMES",
    "UNFINISHED",
    "Appended",
    "Capabilities",
    "DuckDBEngine",
    "Engine",
    "Limits",
    "Reader",
    "Snapshot",
    "Writer",
    "absolute",
    "capabilities",
    "open_engine",
]
