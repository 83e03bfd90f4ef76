"""Which keys a table may have: so that rows with keys never seen are not looked for among millions.

A filter says of a key that it is not there, or that it may be. It is kept in memory by the one process that owns the file, and
made anew from the table when that starts. Keys that were added and undone, or that are gone, only make it look in vain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from helder.engines import quoting
from helder.model import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    from numpy.typing import NDArray

#: Bits a key, and how many of them are set for one: of 10,000 new keys about one is taken for known.
_BITS, _SET = 24, 4
#: Rows of a table from which a filter pays, and of an append up to which.
_PAYS, _SMALL = 20_000, 20_000
_PIECE = 1_000_000


class KeyFilter:
    """The keys of one table, by their hashes. room: how many it has bits for."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.held = 0
        self._size = np.uint64(max(room, 1) * _BITS)
        self._bytes = np.zeros(int(self._size) // 8 + 1, np.uint8)

    def add(self, hashes: NDArray[np.uint64]) -> None:
        """Note keys."""
        self.held += len(hashes)
        for place in self._places(hashes):
            np.bitwise_or.at(self._bytes, (place >> np.uint64(3)).astype(np.int64), _bit(place))

    def may_have(self, hashes: NDArray[np.uint64]) -> bool:
        """Whether any of the keys may be there."""
        found = np.ones(len(hashes), bool)
        for place in self._places(hashes):
            found &= self._bytes[(place >> np.uint64(3)).astype(np.int64)] & _bit(place) != 0
        return bool(found.any())

    def _places(self, hashes: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
        step = (hashes >> np.uint64(32)) | np.uint64(1)
        return [(hashes + np.uint64(turn) * step) % self._size for turn in range(_SET)]


class KnownKeys:
    """The filters of a store's tables, each made when it is first of use."""

    def __init__(self) -> None:
        self._filters: dict[str, KeyFilter] = {}

    def surely_new(self, connection: duckdb.DuckDBPyConnection, table: Table, rows: str, many: int) -> bool:
        """Whether none of some rows has a key that the table has, nor that of another; False where that costs much to tell.

        rows: SQL that gives them, so many. Those that are surely new are noted, before they are there.
        """
        known = None if many > _SMALL else self._filters.get(table.name) or self._made(connection, table)
        if known is None or known.held + many > known.room:
            return False
        hashes = _hashes(connection, table, rows)
        if len(np.unique(hashes)) < many or known.may_have(hashes):
            return False
        known.add(hashes)
        return True

    def added(self, connection: duckdb.DuckDBPyConnection, table: Table, rows: str, many: int) -> None:
        """Note the keys of rows that were looked for, before they are there; a filter that has no room for them is let go of."""
        known = self._filters.get(table.name)
        if known is None:
            return
        if many > _SMALL or known.held + many > known.room:
            del self._filters[table.name]
        else:
            known.add(_hashes(connection, table, rows))

    def forget(self) -> None:
        """Let go of all: rows came in by another way."""
        self._filters.clear()

    def _made(self, connection: duckdb.DuckDBPyConnection, table: Table) -> KeyFilter | None:
        relation = quoting.name(table.name)
        ((rows,),) = connection.execute(f"select count(*) from {relation}").fetchall()
        if rows < _PAYS:
            return None
        known = self._filters[table.name] = KeyFilter(2 * rows)
        reader = connection.sql(f"select hash({quoting.names(table.key)}) as h from {relation}").to_arrow_reader(_PIECE)
        for piece in reader:
            known.add(piece["h"].to_numpy())
        return known


def _hashes(connection: duckdb.DuckDBPyConnection, table: Table, relation: str) -> NDArray[np.uint64]:
    found: Mapping[str, NDArray[np.uint64]] = connection.sql(
        f"select hash({quoting.names(table.key)}) as h from {relation}"
    ).fetchnumpy()
    return np.asarray(found["h"], np.uint64)


def _bit(place: NDArray[np.uint64]) -> NDArray[np.uint8]:
    bits: NDArray[np.uint8] = np.left_shift(np.uint8(1), (place & np.uint64(7)).astype(np.uint8)).astype(np.uint8)
    return bits
