"""The embedded engine, where another process owns the file: statements go there, and rows come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from helder.engines.base import NO_LIMITS
from helder.engines.duckdb import DuckDBEngine, opened
from helder.engines.duckdb_rollups import DuckDBRollUps
from helder.errors import StoreBusy

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows of a statement with parameters, which may speak of tables that are given with it by their names.
Ask = Callable[[str, Mapping[str, Any], Mapping[str, "pa.Table"]], "pa.Table"]


class LentDuckDB(DuckDBEngine):
    """A store to be read through the process that owns it; each query is of its own moment."""

    def __init__(self, url: str, ask: Ask) -> None:
        self.path = None
        self.limits = NO_LIMITS
        self.url = url
        self._ask = ask
        self._lent: dict[str, pa.Table] = {}
        self.customers = self.retaining = None
        self.zone = self.properties()["zone"]
        self.rollups = DuckDBRollUps(self.query, self._refused)

    def fetch(self, prepared: str, given: Sequence[date | str] = ()) -> pa.Table:
        """Rows of a prepared expression, with these dates and texts for its marks."""
        return self.query(prepared, opened(prepared, given))

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> pa.Table:
        """Rows of a SQL statement."""
        return self._ask(sql, params or {}, self._lent)

    def batches(self) -> dict[str, int]:
        """By table, the number of the last load that changed any of its rows; looked up anew, as the owner writes."""
        return self._latest()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Each query is of its own moment."""
        yield

    def _refused(self, *, beside: bool = False) -> NoReturn:
        raise StoreBusy("A server owns the store.", where=self.url, fix="Stop it first, or do it through the server.")

    transaction = snapshot = write = _refused

    def close(self) -> None:
        """There is nothing to let go of."""
