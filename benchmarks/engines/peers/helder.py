"""Helder, on a store that a URL names; on the DuckDB file of the benchmark where none is named."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import helder
from benchmarks.data import ZONE
from benchmarks.engines import works
from benchmarks.engines.appending import Arriving
from benchmarks.engines.coverage import covered
from benchmarks.engines.peers.peer import Peer, Way
from benchmarks.engines.stores import can_be_copied, copied, filled
from benchmarks.engines.tiles import KINDS, LIVE
from helder import CATALOG
from helder.model import TABLES
from helder.workspace import Workspace


def peer(rows: int, url: str | None = None) -> Peer:
    """All works, with roll-ups where the store has them."""
    place = filled(rows, url)
    h = helder.connect(place, zone=ZONE, read_only=True)
    live = _Live(place)
    ways: dict[str, Way] = {
        works.CATALOGUE: partial(works.afresh, h, works.by_month, CATALOG),
        works.COVERED: partial(works.afresh, h, works.by_month, covered()),
        works.FEW: partial(works.afresh, h, works.by_month, works.SHARED),
        **{name: partial(works.afresh, h, works.drilled, by) for name, by in works.DRILLS.items()},
        works.COUNTS: partial(works.afresh, h, works.by_month, works.DISTINCT),
        works.TILES: partial(works.afresh, h, works.board, KINDS),
        **({name: partial(live.asked, many) for name, many in works.APPENDED.items()} if can_be_copied(place) else {}),
    }

    def close() -> None:
        h.close()
        live.close()

    return Peer({name: {"": way} for name, way in ways.items()}, close)


class _Live:
    """A copy of the store that rows are appended to."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._opened: Workspace | None = None
        self._arriving = Arriving()

    def asked(self, many: int) -> Iterable[dict[str, Any]]:
        """Append some answers, and ask for a board of 30 tiles."""
        if self._opened is None:
            self._opened = helder.connect(copied(self._place), zone=ZONE)
        with self._opened.engine.write() as writer:
            writer.append(TABLES["answers"], self._arriving.next(many), source="benchmark")
        return works.board(self._opened, LIVE)

    def close(self) -> None:
        """Let go of the copy."""
        if self._opened is not None:
            self._opened.close()
