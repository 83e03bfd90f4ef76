"""What became of the rows of one send."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rejected:
    """A fault of one row. row: its place in the send, from 1. column, value: where the fault lies, where it lies in one."""

    row: int
    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True)
class Receipt:
    """What became of a send. accepted: rows kept, durably. rejected: the faults of the others, which are kept to be mended."""

    accepted: int
    rejected: tuple[Rejected, ...] = ()

    @property
    def refused(self) -> int:
        """Rows rejected; one may have several faults."""
        return len({fault.row for fault in self.rejected})
