"""What keeping rows no longer than their table's rule says means, on whatever engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from helder.errors import NotSupported
from helder.model import Table, retention_file

if TYPE_CHECKING:
    from helder.engines.base import Engine

#: Who notes it in the record of loads.
SOURCE = "retention"


@dataclass(frozen=True, order=True)
class Since:
    """The first day that is kept, in the workspace's zone, and the moment at which it begins, in UTC."""

    day: date
    moment: datetime


@dataclass(frozen=True)
class Bounds:
    """From when on rows of a table are kept, and what is personal in them; None for any time."""

    table: Table
    rows: Since | None
    personal: Since | None

    @property
    def shortest(self) -> Since:
        """The later of both."""
        return max(one for one in (self.rows, self.personal) if one is not None)


@dataclass(frozen=True)
class Aged:
    """What there is of a table, in rows.

    rows: older than they are kept. personal: not those, but with something personal that is older than it is kept. unknown: whose
    age nothing tells; they stay. rejects: rejected ones, older by when they were loaded than the shorter of the two.
    """

    rows: int = 0
    personal: int = 0
    unknown: int = 0
    rejects: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is anything to be taken out."""
        return bool(self.rows or self.personal or self.rejects)


#: By table, the attributes whose values stay, as figures are told by them.
Staying = Mapping[str, tuple[str, ...]]


class Retaining(Protocol):
    """What an engine can do about rows that are older than they are kept. bounds: by table, in the order to be done in."""

    def counts(self, bounds: Mapping[str, Bounds], staying: Staying) -> dict[str, Aged]:
        """What there is, by table."""
        ...

    def take_out(self, bounds: Mapping[str, Bounds], staying: Staying) -> Iterator[tuple[str, Aged]]:
        """Take out what is older, a table at a time, each told when it is done.

        What lay beneath is noted, to be overwritten by `finish` of the engine's customers.
        """
        ...


def retaining_of(engine: Engine) -> Retaining:
    """What an engine can do about old rows. Raises NotSupported where it can do nothing."""
    if engine.retaining is None:
        raise not_supported(engine.capabilities.engine, retention_file.FILE)
    return engine.retaining


def not_supported(name: str, where: str) -> NotSupported:
    """The error of an engine that cannot let go of old rows."""
    return NotSupported(
        f"{name} cannot let go of rows by their age yet.",
        where=where,
        fix="Move the store to a DuckDB file (helder move), or delete the rows there by its own means, without retention.toml.",
    )
