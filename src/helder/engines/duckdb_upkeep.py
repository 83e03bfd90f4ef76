"""Keeping roll-ups up to date with what a transaction adds: what rows added before is taken out, what they add after put in.

A roll-up's own query is run over the rows related to those that came, which are in temporary tables that stand before the
store's of the same name: once as they are, once as they were. A roll-up of sums gets both as rows of its own, the second with
the sums turned round; whoever reads it adds up. One that has the rows of a fact gets those that are other than they were, and
hands them on: to the roll-ups made of it, they are rows that come. All of it is done once, when the transaction is to be kept,
for whatever it has added: rows of several tables are often of the same customers and cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from helder.engines import quoting
from helder.engines.duckdb_parsed import Parsed
from helder.engines.duckdb_related import ALWAYS, MOST, Changed, Family, RelatedRows, any_rows, families, same_key
from helder.engines.duckdb_rollups import blurred, follow, mark_stale, note_change, place, registered
from helder.engines.kept import Kept
from helder.model import Table

if TYPE_CHECKING:
    import duckdb


class Upkeep:
    """The roll-ups of a file, while a transaction adds rows to it.

    parsed: the statements of roll-ups, which are long, and the same each time.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, parsed: Parsed) -> None:
        self._connection = connection
        self._parsed = parsed
        self._changes: dict[str, Changed] = {}
        self._past: set[str] = set()

    def note(self, table: Table, come: str, given: Mapping[str, object], gone: str | None, rows: int) -> None:
        """Note what was added to a table, so many rows.

        come: the rows as what follows `insert into` the table, with its parameters. gone: a temporary table of those they took
        the place of, if any.
        """
        if table.name in self._past:
            return
        if table.name not in self._changes and not follow(self._connection, table.name):
            self._past.add(table.name)
            return
        if rows > ALWAYS and rows > MOST * self._count(table):
            self._give_up(table.name)
            return
        change = self._changes.get(table.name) or self._begun(table)
        # What came in this transaction and is gone already was never there before it.
        before, since = quoting.name(change.gone), quoting.name(change.come)
        if gone:
            same = same_key(change.key, "one", "other")
            self._run(f"insert into {before} select one.* from {gone} as one anti join {since} as other on {same}")
            self._run(f"delete from {since} as one using {gone} as other where {same}")
        self._parsed.run(self._connection, f"insert into {since} {come}", given)

    def _count(self, table: Table) -> int:
        ((there,),) = self._run(f"select count(*) from {quoting.name(table.name)}").fetchall()
        return int(there)

    def _begun(self, table: Table) -> Changed:
        change = self._changes[table.name] = Changed(table.name, table.key, f"{table.name} come", f"{table.name} gone")
        for name in (change.come, change.gone):
            self._run(f"create temp table {quoting.name(name)} as from {quoting.name(table.name)} limit 0")
        return change

    def _give_up(self, table: str) -> None:
        """Follow a table no longer, as too much of it changes."""
        self._past.add(table)
        self._changes.pop(table, None)
        for rollup, _ in registered(self._connection, [table]):
            mark_stale(self._connection, rollup.name)

    def settle(self) -> None:
        """Bring the roll-ups up to what was noted, those first that have the rows of a fact, which others are made of."""
        noted = list(self._changes.values())
        self._changes = {change.name: change for change in noted if self._any(change)}
        for made_of_facts in (False, True):
            rollups = registered(self._connection, list(self._changes)) if self._changes else []
            self._follow([(rollup, query) for rollup, query in rollups if (rollup.fact is not None) is made_of_facts])
        for change in {*noted, *self._changes.values()}:
            self._run(f"drop table {quoting.name(change.come)}; drop table {quoting.name(change.gone)}")
        self._changes.clear()

    def _any(self, change: Changed) -> bool:
        return any(any_rows(self._connection, quoting.name(name)) for name in (change.come, change.gone))

    def _follow(self, rollups: list[tuple[Kept, str]]) -> None:
        followed = []
        for rollup, query in rollups:
            if rollup.related is not None and self._concern(rollup) <= rollup.related.keys():
                followed.append((rollup, query))
            else:
                mark_stale(self._connection, rollup.name)
        for family in families(followed, self._changes):
            self._follow_together(family)

    def _follow_together(self, family: Family) -> None:
        """Bring up roll-ups of one family; where too many rows are related to all of them, in smaller ones, if it can be."""
        rows = RelatedRows(self._connection, family, self._changes)
        few = rows.gather()
        if few:
            self._bring_up(family, rows)
        rows.forget()
        parts = [] if few else families(family.rollups, self._changes, closely=True)
        if len(parts) > 1:
            for part in parts:
                self._follow_together(part)
        elif parts:
            for rollup, _ in family.rollups:
                mark_stale(self._connection, rollup.name)

    def _concern(self, rollup: Kept) -> set[str]:
        """What has changed of all that a roll-up depends on."""
        own = rollup.reads if rollup.fact is None else (rollup.fact, *rollup.looked_up)
        return set(own) & self._changes.keys()

    def _bring_up(self, family: Family, rows: RelatedRows) -> None:
        note_change(self._connection, [rollup.name for rollup, _ in family.rollups])
        with rows.standing_for_tables():
            self._tell(family, 1)
        rows.as_they_were()
        taken_out = rows.any()
        if taken_out:
            with rows.standing_for_tables():
                self._tell(family, -1)
        for rollup, _ in family.rollups:
            if not rollup.sums:
                self._hand_on(rollup)
            elif taken_out and blurred(self._connection, rollup):
                mark_stale(self._connection, rollup.name)

    def _tell(self, family: Family, sign: int) -> None:
        """What the related rows come to: added to what sums there are, or noted where they are rows of a fact."""
        for rollup, query in family.rollups:
            told = _unplaced(query, rollup)
            if not rollup.sums:
                noted = quoting.name(_noted(rollup, "after" if sign > 0 else "before"))
                self._parsed.run(self._connection, f"create or replace temp table {noted} as {told}")
                continue
            turned = ", ".join(f"{sign} * {quoting.name(name)} as {quoting.name(name)}" for name in rollup.sums)
            columns = f"{quoting.names(rollup.keys)}, {turned}" if rollup.keys else turned
            self._parsed.run(self._connection, f"insert into {place(rollup.name)} by name select {columns} from ({told})")

    def _hand_on(self, rollup: Kept) -> None:
        """Write the rows of a fact that are other than they were, and note them for those roll-ups that are made of them."""
        change = Changed(rollup.name, rollup.keys, _noted(rollup, "come"), _noted(rollup, "gone"))
        after, before, other = (quoting.name(_noted(rollup, when)) for when in ("after", "before", "other"))
        come, gone = quoting.name(change.come), quoting.name(change.gone)
        self._run(f"create temp table if not exists {before} as from {after} limit 0")
        self._run(
            f"create temp table {other} as select * exclude (_turn), sum(_turn) as _turn from "
            f"(select *, 1 as _turn from {after} union all by name select *, -1 as _turn from {before}) "
            "group by all having sum(_turn) <> 0"
        )
        for relation, sign in ((come, ">"), (gone, "<")):
            self._run(f"create temp table {relation} as select * exclude (_turn) from {other} where _turn {sign} 0")
        self._run(f"delete from {place(rollup.name)} as old using {gone} as gone where {same_key(rollup.keys, 'old', 'gone')}")
        self._run(f"insert into {place(rollup.name)} by name from {come}")
        for name in (after, before, other):
            self._run(f"drop table {name}")
        self._changes[rollup.name] = change

    def _run(self, sql: str, given: Mapping[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        return self._connection.execute(sql, given)


def _unplaced(query: str, rollup: Kept) -> str:
    """A query that reads the rows of a fact wherever a table of that name is."""
    return query.replace(place(rollup.fact, quoted=True), quoting.name(rollup.fact)) if rollup.fact else query


def _noted(rollup: Kept, when: str) -> str:
    """A temporary table of some rows of a roll-up."""
    return f"{rollup.name} {when}"
