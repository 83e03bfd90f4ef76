"""The boards that come with Helder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from helder.boards.board import Board
from helder.boards.reading import parsed
from helder.metrics import CATALOG

#: By key, in the order they are offered.
READY_MADE = (
    "executive", "customer-journey", "contact-centre", "service-quality", "loyalty", "digital", "employees", "voice",
    "own-work",
)  # fmt: skip


@cache
def ready_made() -> Mapping[str, Board]:
    """Every board that comes with Helder, by its key."""
    folder = files("helder.boards") / "ready_made"
    return {key: parsed((folder / f"{key}.toml").read_text(encoding="utf-8"), CATALOG, f"{key}.toml") for key in READY_MADE}
