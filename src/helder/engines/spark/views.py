"""The tables of a lakehouse as Spark sees them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from helder.engines.spark.lakehouse import File, Lakehouse
from helder.model import TABLES, Table

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_TYPES = {
    "string": "STRING",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "timestamp(6)": "TIMESTAMP_NTZ",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "map<string, string>": "MAP<STRING, STRING>",
}
#: Rows for which one partition of a shuffle is enough.
_PER_PARTITION = 500_000
_PARTITIONS = 200


class Views:
    """Temporary views of a session, made when a query speaks of them and made anew when a load changed their tables."""

    def __init__(self, session: SparkSession, lakehouse: Lakehouse, lent: Mapping[str, pa.Table]) -> None:
        self.session = session
        self._lakehouse = lakehouse
        self._lent = lent
        self._shown: dict[str, tuple[File, ...]] = {}
        self._making = threading.Lock()

    def frame(self, sql: str, tables: Iterable[str]) -> DataFrame:
        """A query over some tables, all of them as of one load."""
        with self._making:
            manifest = self._lakehouse.latest()
            for name in tables:
                if name in self._lent:
                    self._lend(name)
                elif self._shown.get(name) != manifest.of(name):
                    self._show(TABLES[name], manifest.of(name))
            return self.session.sql(sql)

    def _lend(self, name: str) -> None:
        if name not in self._shown:
            import ibis

            rows = self._lent[name]
            kinds = {column: str(kind) for column, kind in ibis.Schema.from_pyarrow(rows.schema).items()}
            self.session.createDataFrame(rows, schema=_columns(kinds)).createOrReplaceTempView(name)
            self._shown[name] = ()

    def _show(self, table: Table, files: tuple[File, ...]) -> None:
        if files:
            paths = [f"file://{self._lakehouse.folder / file.path}" for file in files]
            rows = self.session.read.schema(_columns(table.stored)).parquet(*paths)
        else:
            nothing = ", ".join(f"CAST(NULL AS {_TYPES[kind]}) AS `{name}`" for name, kind in table.stored.items())
            rows = self.session.sql(f"SELECT {nothing} WHERE FALSE")
        rows.createOrReplaceTempView(table.name)
        self._shown[table.name] = files
        held = sum(file.rows for shown in self._shown.values() for file in shown)
        self.session.conf.set("spark.sql.shuffle.partitions", min(_PARTITIONS, 1 + held // _PER_PARTITION))

    def close(self) -> None:
        """Drop the views; of a server's, end the session."""
        if isinstance(self.session, SparkSession):
            with suppress(PySparkException, Py4JError):  # Spark may be gone
                for name in self._shown:
                    self.session.catalog.dropTempView(name)
            return
        with suppress(PySparkException):
            self.session.client.release_session()
        self.session.client.close()


def _columns(kinds: Mapping[str, str]) -> str:
    """Columns of some types in Spark's DDL."""
    return ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in kinds.items())
