"""Roll-ups as an engine keeps them: tables of sums, each with the query it was made by and what must be done when rows come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The schema that holds the tables of roll-ups.
ROLLUPS = "_helder_rollups"

#: By table, the columns that say which rows belong together: kind of thing to the columns of which the first that is not
#: missing names one.
Related = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Kept:
    """A roll-up.

    name: of its table. spec: what it is, in the words of who defined it. keys: columns that say what a row is of. sums: the
    others, which add up; none where rows are final, of which there is one for its keys. reads: the tables its query reads.
    related: how rows of those tables belong together: what a row adds depends on those related to it alone, over however many
    steps, so that it can be kept up to date row by row; None where it cannot. stale: whether rows have come since that are not
    in it. version: another after each change of it. looked_up: tables that its query looks up only, by what others of `related`
    name of them, in a tie of the table's name. fact: the roll-up whose rows its query reads instead of those of tables.
    """

    name: str
    spec: str
    keys: tuple[str, ...]
    sums: tuple[str, ...]
    reads: tuple[str, ...]
    related: Related | None
    stale: bool = False
    version: int = 0
    built_at: datetime | None = None
    looked_up: tuple[str, ...] = ()
    fact: str | None = None


class RollUps(Protocol):
    """Where an engine keeps roll-ups. follows: whether those that can be are brought up to date with every append, in its
    transaction."""

    follows: bool

    def kept(self) -> list[Kept]:
        """Those there are."""
        ...

    def keep(self, rollup: Kept, prepared: Any) -> int:
        """Make one, or make it anew, of what `prepare` made of its expression; returns its rows."""
        ...

    def drop(self, name: str) -> None:
        """Keep one no longer."""
        ...

    def rows(self, name: str) -> int:
        """The rows of one."""
        ...

    def table(self, name: str) -> ir.Table:
        """One as a table for expressions to speak of."""
        ...
