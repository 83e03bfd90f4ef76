"""Taking rows that are older than they are kept out of the embedded engine, and what is personal out of others.

A table is done in one transaction, roll-ups and the rows of facts included. What the file has of them beneath is overwritten
afterwards (duckdb_overwriting).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from helder.engines import duckdb_overwriting, quoting
from helder.engines.duckdb_exchange import exchange, note_batch
from helder.engines.duckdb_overwriting import Place
from helder.engines.duckdb_rollups import empty_stale, kept_names
from helder.engines.erasing import REJECTS, without_person
from helder.engines.kept import ROLLUPS
from helder.engines.old_rows import OldRows
from helder.engines.retaining import SOURCE, Aged, Bounds, Staying
from helder.model import Table

if TYPE_CHECKING:
    import duckdb

    from helder.engines.duckdb_upkeep import Upkeep
    from helder.engines.duckdb_writer import DuckDBWriter

_STAGE, _GONE = "_helder_stage", "_helder_gone"


class DuckDBRetaining:
    """The old rows of one file. write: as of its engine."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, write: Callable[[], AbstractContextManager[DuckDBWriter]]) -> None:
        self._connection = connection
        self._write = write

    def counts(self, bounds: Mapping[str, Bounds], staying: Staying) -> dict[str, Aged]:
        """What there is, by table, all of one moment."""
        cursor = self._connection.cursor()
        try:
            cursor.begin()
            found = {name: Retention(cursor, bounds, name, staying).count() for name in bounds}
            cursor.rollback()
            return found
        finally:
            cursor.close()

    def take_out(self, bounds: Mapping[str, Bounds], staying: Staying) -> Iterator[tuple[str, Aged]]:
        """Take out what is older, a table at a time, and note what is then to be overwritten."""
        for name in bounds:
            with self._write() as writer:
                done, touched = writer.retain(bounds, name, staying)
                if touched:
                    duckdb_overwriting.note(writer.connection, touched)
            yield name, done


class Retention:
    """One table whose old rows are looked for, within a transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, bounds: Mapping[str, Bounds], name: str, staying: Staying) -> None:
        self._connection = connection
        self._table: Table = bounds[name].table
        rows, old = bounds[name], OldRows(bounds)
        self._old = old.old(self._table, rows.rows)
        self._dated = old.dated(self._table)
        self._emptied = without_person(self._table, staying)
        says = " or ".join(f"r.{quoting.name(c)} is distinct from {value}" for c, value in self._emptied.items()) or "false"
        self._personal = f"({old.old(self._table, rows.personal)} and not {self._old} and ({says}))"
        self._rejected = (
            f"""where "table" = {quoting.literal(name)} and batch in """
            f"(select batch from _helder.loads group by batch having max(loaded_at) < timestamp '{rows.shortest.moment}')"
        )

    def count(self) -> Aged:
        """What there is."""
        told = f"{self._old} as old, {self._personal} as personal, {self._dated} as dated"
        ((rows, personal, unknown),) = self._connection.execute(
            "select count(*) filter (old), count(*) filter (personal), count(*) filter (not dated) "
            f"from (select {told} from main.{quoting.name(self._table.name)} as r)"
        ).fetchall()
        ((rejects,),) = self._connection.execute(f"select count(*) from _helder.{REJECTS} {self._rejected}").fetchall()
        return Aged(int(rows), int(personal), int(unknown), int(rejects))

    def take_out(self, upkeep: Upkeep | None) -> tuple[Aged, list[Place]]:
        """Take out what is older; what that was, and the tables of the file that had it. upkeep: None without roll-ups."""
        found, touched = self.count(), []
        if found.rows or found.personal:
            self._exchange(upkeep)
            touched.append(("main", self._table.name))
            if upkeep:
                upkeep.settle()
                empty_stale(self._connection)
                touched += [(ROLLUPS, name) for name in kept_names(self._connection)]
        if found.rejects:
            self._connection.execute(f"delete from _helder.{REJECTS} {self._rejected}")
            touched.append(("_helder", REJECTS))
        return found, touched

    def _exchange(self, upkeep: Upkeep | None) -> None:
        """Put rows without what is personal in the place of those, and nothing in that of the others."""
        run, table = self._connection.execute, self._table
        values = {name: self._emptied.get(name, f"r.{quoting.name(name)}") for name in table.stored}
        selected = ", ".join(f"{value} as {quoting.name(name)}" for name, value in values.items())
        kept = f"main.{quoting.name(table.name)} as r"
        run(f"create or replace temp table {_STAGE} as select {selected} from {kept} where {self._personal}")
        run(f"create or replace temp table {_GONE} as select r.* from {kept} where {self._old} or {self._personal}")
        note_batch(self._connection, table, SOURCE, exchange(self._connection, table, _STAGE, _GONE, upkeep), _STAGE)
        run(f"drop table {_STAGE}; drop table {_GONE}")
