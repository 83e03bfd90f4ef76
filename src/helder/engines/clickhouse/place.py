"""Where a ClickHouse is, from the URL that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from helder.errors import BadSetting, NotSupported, StoreError

#: Where none is named. In a folder there is one called default, too, but that cannot keep views up to date.
_DATABASE = "helder"


@dataclass(frozen=True)
class Place:
    """target: what opens a connection. shown: the URL as others may see it. own: whether it is this process's alone."""

    target: Mapping[str, Any]
    shown: str
    database: str
    own: bool


def place(url: str, *, make: bool) -> Place:
    """The place a URL names; make: whether a folder is made where there is none. Raises HelderError where it can be none."""
    return _folder(url, make=make) if url.startswith("chdb:") else _server(url)


def _folder(url: str, *, make: bool) -> Place:
    if find_spec("chdb") is None:
        raise NotSupported(
            "There is no chdb here, which chdb:// needs.", where="store", fix="Install it with: pip install 'helder[chdb]'"
        )
    named = url.partition("://")[2].removeprefix("/")
    if not named:
        raise BadSetting(f"{url} names no folder.", where="store", fix="Name one: chdb:///folder, or chdb:////a/whole/path.")
    folder = Path(named)
    try:
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        if not folder.is_dir() or not (make or any(folder.iterdir())):
            raise StoreError("There is no store yet.", where=url, fix="Load something first: helder load TABLE FILE.")
    except OSError as error:
        raise StoreError(f"The folder cannot be used: {error.strerror}.", where=url) from error
    return Place({"interface": "chdb", "path": str(folder.resolve())}, url, _DATABASE, own=True)


def _server(url: str) -> Place:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise BadSetting(f"{parts.netloc.rpartition('@')[2]} is no address.", where="store", fix=_EXAMPLE) from None
    if not parts.hostname:
        raise BadSetting("The URL names no server.", where="store", fix=_EXAMPLE)
    database = unquote(parts.path.strip("/")) or _DATABASE
    query = f"?{parts.query}" if parts.query else ""
    shown = (
        f"clickhouse://{parts.username + '@' if parts.username else ''}{parts.hostname}{f':{port}' if port else ''}/{database}"
    )
    return Place({"dsn": f"clickhouse://{parts.netloc}{query}"}, shown, database, own=False)


_EXAMPLE = "As: clickhouse://user:password@host:8123/database, with ?secure=true for HTTPS."
