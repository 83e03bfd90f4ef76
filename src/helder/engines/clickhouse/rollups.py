"""Roll-ups on ClickHouse: its own materialised views, refreshed when they are made, and good until rows come."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from helder.engines.clickhouse.connections import Connections
from helder.engines.clickhouse.tables import literal, name
from helder.engines.kept import Kept
from helder.errors import StoreError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from helder.engines.clickhouse.engine import Prepared

_REGISTER = "helder_rollups"
_MADE = f"""
create table if not exists {_REGISTER} (name String, told String, gone Bool, at DateTime64(6, 'UTC'))
engine = ReplacingMergeTree(at) order by name"""
#: A view is refreshed when Helder says so; ClickHouse wants to know how often it would be otherwise.
_SELDOM = "refresh every 100 year"


class ClickHouseRollUps:
    """The roll-ups of a database. batches: the last load of each table, by which it is known whether they lack rows."""

    follows = False

    def __init__(self, connections: Connections, batches: Callable[[], Mapping[str, int]]) -> None:
        self._connections = connections
        self._batches = batches

    def kept(self) -> list[Kept]:
        """Those there are."""
        told = self._register()
        batches = self._batches() if told else {}
        found = []
        for one in told:
            stale = any(batches.get(table, 0) != last for table, last in one["batches"].items())
            made = datetime.fromisoformat(one["built_at"])
            keys, sums, reads = (tuple(one[part]) for part in ("keys", "sums", "reads"))
            found.append(Kept(one["name"], one["spec"], keys, sums, reads, None, stale, 0, made))
        return found

    def keep(self, rollup: Kept, prepared: Prepared) -> int:
        """Make one, or make it anew. Raises StoreError where rows keep coming while it is made."""
        view = _view(rollup.name)
        self._connections.command(_MADE, f"drop view if exists {view}")
        self._connections.command(
            f"create materialized view {view} {_SELDOM} engine = MergeTree order by tuple() empty as {prepared.sql}"
        )
        before = self._last(rollup.reads)
        self._connections.command(f"system refresh view {view}", f"system wait view {view}")
        if self._last(rollup.reads) != before:
            self.drop(rollup.name)
            raise StoreError(
                f"Rows came while {rollup.name} was made.", where=self._connections.where, fix="Make it when nothing is loaded."
            )
        schema = {column: str(kind) for column, kind in _types(prepared).items()}
        self._note(rollup.name, {
            "name": rollup.name, "spec": rollup.spec, "keys": rollup.keys, "sums": rollup.sums, "reads": rollup.reads,
            "batches": before, "schema": schema, "built_at": datetime.now(UTC).replace(tzinfo=None).isoformat(),
        })  # fmt: skip
        return self.rows(rollup.name)

    def drop(self, name: str) -> None:
        """Keep one no longer."""
        self._connections.command(f"drop view if exists {_view(name)}")
        self._note(name, None)

    def rows(self, name: str) -> int:
        """The rows of one."""
        return int(self._connections.rows(f"select count() as n from {_view(name)}")["n"][0].as_py())

    def table(self, name: str) -> ir.Table:
        """One as a table for expressions to speak of."""
        import ibis

        (told,) = (one for one in self._register() if one["name"] == name)
        return ibis.table(told["schema"], name=f"{_REGISTER}_{name}")

    def _register(self) -> list[dict[str, Any]]:
        there = f"select count() as n from system.tables where database = currentDatabase() and name = '{_REGISTER}'"
        if not self._connections.rows(there)["n"][0].as_py():
            return []
        rows = self._connections.rows(f"select told from {_REGISTER} final where not gone order by name")
        return [json.loads(str(told)) for told in rows["told"].to_pylist()]

    def _note(self, rollup: str, told: Mapping[str, object] | None) -> None:
        values = f"{literal(rollup)}, {literal(json.dumps(told))}, {told is None}, now64(6)"
        self._connections.command(f"insert into {_REGISTER} values ({values})")

    def _last(self, tables: tuple[str, ...]) -> dict[str, int]:
        batches = self._batches()
        return {table: batches.get(table, 0) for table in tables}


def _view(rollup: str) -> str:
    return name(f"{_REGISTER}_{rollup}")


def _types(prepared: Prepared) -> dict[str, Any]:
    import ibis

    return dict(ibis.Schema.from_pyarrow(prepared.schema).items())
