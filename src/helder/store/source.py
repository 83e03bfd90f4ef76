"""What a store can be made of: another store, or a backup of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from helder.engines import ledger
from helder.errors import StoreError
from helder.model import BATCH, TABLES, Table
from helder.store import sums
from helder.store.sums import Sums

if TYPE_CHECKING:
    import pyarrow as pa

    from helder.engines import Engine, Snapshot

#: Told of a table, how many of its rows are done, and how many there are.
Progress: TypeAlias = Callable[[str, int, int], None]
#: Rows that are moved at once.
PIECE = 500_000
#: The tables of the ledger that are moved; properties are each store's own, but for the zone it is made with.
NOTED: dict[str, Table] = {name: table for name, table in ledger.LEDGER.items() if table is not ledger.PROPERTIES}
#: The number of the load that made a row of the ledger what it is, which other engines keep with it.
_MADE_BY = {"helder_rejects": "coalesce(mended_in, batch)", "helder_erased": "0::bigint"}


class Source(Protocol):
    """A store's rows, to be read in pieces.

    zone: whose local dates it keeps. identity: a text that no other store has, nor this one once something came into it.
    rows: by table, of the data model and of the ledger.
    """

    @property
    def zone(self) -> str: ...

    @property
    def identity(self) -> str: ...

    @property
    def rows(self) -> Mapping[str, int]: ...

    def pieces(self, table: Table, after: str | None) -> Iterator[tuple[str, pa.Table]]:
        """The rows of a table with their stored columns, each piece with the mark to go on after it."""
        ...

    def sums(self, table: Table) -> Sums:
        """What the rows of a table add up to."""
        ...

    def check(self) -> None:
        """Raise StoreError where something came in since the first piece was read."""
        ...


@dataclass(frozen=True)
class StoreSource:
    """A store as a source."""

    url: str
    zone: str
    identity: str
    rows: Mapping[str, int]
    snapshot: Snapshot
    piece: int = PIECE

    def pieces(self, table: Table, after: str | None) -> Iterator[tuple[str, pa.Table]]:
        """The rows of a table; those of the ledger as one piece."""
        if table.name in TABLES:
            yield from self.snapshot.pieces(table, after, self.piece)
        elif after is None:
            made_by = _MADE_BY.get(table.name, "batch")
            yield "", self.snapshot.ledger(f"select *, {made_by} as {BATCH} from ({ledger.read_out(table.name)})")

    def sums(self, table: Table) -> Sums:
        """What the rows of a table add up to, in the snapshot."""
        return measured(table, self.snapshot)

    def check(self) -> None:
        """Raise StoreError where something came in since: pieces may be of before and of after."""
        if self.snapshot.identity() != self.identity:
            raise StoreError(
                "Something came into the store while it was read.", where=self.url, fix="Try again when nothing is loaded."
            )


@contextmanager
def of_store(engine: Engine, piece: int = PIECE) -> Iterator[StoreSource]:
    """A store as a source, as it is at one moment where its engine can hold on to one."""
    with engine.snapshot() as snapshot:
        counted = {name: snapshot.run(t.expression.aggregate(n=t.expression.count())) for name, t in TABLES.items()}
        rows = {name: int(found["n"][0].as_py()) for name, found in counted.items()}
        rows |= {name: sums.of_ledger(name, snapshot.ledger)["rows"] for name in NOTED}
        yield StoreSource(engine.url, engine.zone, snapshot.identity(), rows, snapshot, piece)


def measured(table: Table, store: Snapshot) -> Sums:
    """What the rows of a table of the data model or of the ledger add up to in a store."""
    if table.name not in TABLES:
        return sums.of_ledger(table.name, store.ledger)
    found, maps = sums.of_table(table, store.run), sums.maps_of(table)
    if maps:
        found |= sums.of_maps(rows for _, rows in store.pieces(table, None, PIECE, maps))
    return found
