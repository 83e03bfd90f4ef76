"""The Spark engine: a cluster answers questions over tables in a lakehouse."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import ibis.expr.operations as ops
from ibis.common.exceptions import IbisError

from helder.engines.base import NO_LIMITS, Capabilities, Limits, dates_of
from helder.engines.compiled import once
from helder.engines.ledger import LEDGER
from helder.engines.remote import RemoteEngine
from helder.engines.spark import address, asking, session
from helder.engines.spark.compiler import compiler
from helder.engines.spark.lakehouse import Lakehouse, Manifest
from helder.engines.spark.views import Views
from helder.errors import NotSupported
from helder.model import TABLES, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_LENT = "_helder_"


@dataclass(frozen=True)
class Prepared:
    """SQL with dates left open, the tables it reads, and the types of its columns. marks: what stands in it for the dates."""

    sql: str
    tables: tuple[str, ...]
    schema: pa.Schema
    marks: tuple[str, ...]


class SparkEngine(RemoteEngine):
    """A lakehouse in a folder, asked through a Spark cluster; loads are written by this process and need no cluster.

    Raises BadSetting for a URL that names no folder, StoreError where the folder or the cluster cannot be reached.
    """

    capabilities = Capabilities(
        "Spark",
        refused={
            "ApproxCountDistinct": "it is an estimate",
            "ApproxMedian": "it is an estimate",
            "ApproxQuantile": "it is an estimate",
            "Capitalize": "letters such as ß have no capital that all agree on",
            "First": "which row comes first is not said",
            "LStrip": "it takes off spaces only",
            "Last": "which row comes last is not said",
            "Mode": "of values met equally often, which it gives is not said",
            "RStrip": "it takes off spaces only",
            "Uppercase": "letters such as ß have no capital that all agree on",
        },
    )

    def __init__(self, url: str, zone_name: str | None, *, read_only: bool = False, limits: Limits = NO_LIMITS) -> None:
        self._address = address.parse(url)
        self._lakehouse = Lakehouse(self._address.folder, self._address.url)
        self._base = Manifest()
        self._lent: dict[str, pa.Table] = {}
        self._views: Views | None = None
        self._asking = threading.Lock()
        super().__init__(self._address.url, zone_name, read_only=read_only, limits=limits)

    def _tables(self) -> set[str]:
        self._begin()
        return {*TABLES, *LEDGER} if self._base.number else set()  # one without files is empty

    def _make(self, tables: Mapping[str, Table]) -> None:
        """Nothing: a table without files is empty."""

    def _begin(self) -> None:
        self._base = self._lakehouse.latest()

    def _send(self, rows: Mapping[Table, pa.Table]) -> None:
        self._lakehouse.add(self._base, rows)

    def _all(self, table: Table) -> pa.Table:
        return self._lakehouse.rows(table)

    def _kept(self, table: Table, keys: pa.Table) -> pa.Table:
        return self._lakehouse.rows(table, keys)

    def run(self, expression: ir.Table) -> pa.Table:
        return self.fetch(self.prepare(expression))

    def prepare(self, expression: ir.Table, marks: Sequence[date | str] = ()) -> Prepared:
        """The SQL of an expression. Raises NotSupported where Spark cannot do it exactly."""
        names = sorted({node.name for node in expression.op().find(ops.UnboundTable)})
        sql = self._compiled(expression, pretty=False)
        dates = tuple(_literal(mark) for mark in dates_of(marks))
        return Prepared(sql, tuple(names), expression.schema().to_pyarrow(), dates)

    def sql(self, expression: ir.Table) -> str:
        return self._compiled(expression, pretty=True)

    def _compiled(self, expression: ir.Table, *, pretty: bool) -> str:
        self.capabilities.check(expression, self.url)
        try:
            return _laid_out(expression) if pretty else _in_short(expression)
        except IbisError as error:
            raise NotSupported(str(error).splitlines()[0], where=self.url) from error

    def fetch(self, prepared: Prepared, given: Sequence[date | str] = ()) -> pa.Table:
        """Rows of a prepared expression. Raises StoreError where Spark fails, or takes longer than it may."""
        sql = prepared.sql
        for mark, day in zip(prepared.marks, dates_of(given), strict=False):
            moment = isinstance(day, datetime)
            sql = sql.replace(mark, f"CAST('{day.isoformat()}' AS TIMESTAMP)" if moment else f"DATE '{day.isoformat()}'")
        rows = asking.ask(self._spark(), sql, prepared.tables, self.url, self.limits.seconds)
        return rows.cast(prepared.schema)

    def lend(self, name: str, rows: pa.Table) -> ir.Table:
        import ibis

        own = f"{_LENT}{name}"
        kept = self._lent.setdefault(own, rows)
        return ibis.table(ibis.Schema.from_pyarrow(kept.schema), name=own)

    def counts(self) -> dict[str, int]:
        manifest = self._lakehouse.latest()
        return {name: manifest.rows(name) for name in TABLES}

    def health(self) -> dict[str, str]:
        manifest = self._lakehouse.latest()
        files = sum(len(manifest.of(name)) for name in manifest.files)
        return {
            "engine": f"Spark {self._spark().session.version}",
            "server": self._address.server,
            "size": f"{files:,} files in {self._address.folder}",
        }

    def _spark(self) -> Views:
        """The views of this store's tables in a session with Spark, made when first wanted: loads need none."""
        with self._asking:
            if self._views is None:
                self._views = Views(session.open_session(self._address), self._lakehouse, self._lent)
            return self._views

    def close(self) -> None:
        """Let go of the session; the process keeps its connection with the cluster for other stores."""
        with self._asking:
            if self._views is not None:
                self._views.close()
            self._views = None


def _laid_out(expression: ir.Table) -> str:
    return str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect, pretty=True, copy=False))


@once
def _in_short(expression: ir.Table) -> str:
    return str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect, copy=False))


def _literal(mark: date) -> str:
    """A date or a moment as it stands in compiled SQL."""
    if isinstance(mark, datetime):
        return f"CAST('{mark.isoformat()}' AS TIMESTAMP)"
    return f"MAKE_DATE({mark.year}, {mark.month}, {mark.day})"
