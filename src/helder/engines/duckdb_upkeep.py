"""Keeping roll-ups up to date with an append: what the rows it touches added before is taken out, what they add after put in.

What a row adds may depend on other rows: those of its case, its customer, its visit. So a roll-up's own query is run over the
rows related to those that come, over however many steps. These are in temporary tables, which stand before the store's of the
same name: once as they were, once as they are. The roll-up gets both as rows of its own, the first with the sums turned round;
whoever reads it adds up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.engines import quoting
from helder.engines.duckdb_rollups import blurred, mark_stale, note_change, place, registered
from helder.engines.kept import Kept, Related
from helder.model import BATCH, TABLES, Table

if TYPE_CHECKING:
    import duckdb

#: Where more than this share of a table's rows, and more than so many, are related to those that come, a roll-up is made anew.
_MOST, _ALWAYS = 0.2, 10_000


class Upkeep:
    """The roll-ups that read a table, while rows are added to it.

    stage, gone: temporary tables with the rows that come and with the rows they take the place of.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: Table, stage: str, gone: str) -> None:
        self._connection = connection
        self._table = table
        self._stage = stage
        self._gone = gone
        self._families: list[_Family] = []

    def begin(self) -> None:
        """Take out what the rows related to those that come have added so far."""
        if not self._connection.execute(f"select 1 from {quoting.name(self._stage)} limit 1").fetchall():
            return
        following = []
        for rollup, query in registered(self._connection, self._table.name):
            if rollup.related is None or self._table.name not in rollup.related:
                mark_stale(self._connection, rollup.name)
            else:
                following.append((rollup, query))
        for related, rollups in _together(following, self._table.name):
            family = _Family(self._connection, self._table, related, self._stage, self._gone, len(self._families))
            if not family.gather():
                for rollup, _ in rollups:
                    mark_stale(self._connection, rollup.name)
                continue
            self._families.append(family)
            family.taken_out = family.touched()
            if family.taken_out:
                family.shadow()
                self._add(rollups, -1)
                family.uncover()
            family.rollups = rollups

    def end(self, batch: int) -> None:
        """Put in what they add now that the rows are there."""
        if self._families:
            note_change(self._connection, [rollup.name for family in self._families for rollup, _ in family.rollups])
        for family in self._families:
            family.replace(batch)
            family.shadow()
            self._add(family.rollups, 1)
            family.uncover()
            family.forget()
            for rollup, _ in family.rollups:
                if family.taken_out and blurred(self._connection, rollup):
                    mark_stale(self._connection, rollup.name)

    def _add(self, rollups: list[tuple[Kept, str]], sign: int) -> None:
        for rollup, query in rollups:
            if not rollup.sums:
                self._rows(rollup, query, sign)
                continue
            turned = ", ".join(f"{sign} * {quoting.name(name)} as {quoting.name(name)}" for name in rollup.sums)
            columns = f"{quoting.names(rollup.keys)}, {turned}" if rollup.keys else turned
            self._connection.execute(f"insert into {place(rollup.name)} by name select {columns} from ({query})")

    def _rows(self, rollup: Kept, query: str, sign: int) -> None:
        """Take rows out of a roll-up that is nothing else, by what they are of, or put them in."""
        if sign > 0:
            self._connection.execute(f"insert into {place(rollup.name)} by name ({query})")
            return
        same = " and ".join(f"old.{quoting.name(key)} = gone.{quoting.name(key)}" for key in rollup.keys)
        keys = quoting.names(rollup.keys)
        self._connection.execute(
            f"delete from {place(rollup.name)} as old using (select {keys} from ({query})) as gone where {same}"
        )


def _together(rollups: list[tuple[Kept, str]], table: str) -> list[tuple[Related, list[tuple[Kept, str]]]]:
    """Roll-ups whose related rows are gathered together: what is tied to the rows of a table in one way, and more besides.

    A table stands only for a roll-up's own related rows, not for one that it looks up.
    """
    found: list[tuple[dict[str, dict[str, tuple[str, ...]]], list[tuple[Kept, str]]]] = []
    for rollup, query in rollups:
        assert rollup.related is not None
        own = {name: dict(kinds) for name, kinds in rollup.related.items()}
        for related, others in found:
            looked_up = set(rollup.reads) - own.keys()
            theirs = {name for other, _ in others for name in set(other.reads) - (other.related or {}).keys()}
            if related[table] == own[table] and not looked_up & related.keys() and not theirs & own.keys():
                for name, kinds in own.items():
                    related.setdefault(name, {}).update(kinds)
                others.append((rollup, query))
                break
        else:
            found.append((own, [(rollup, query)]))
    return [(related, others) for related, others in found]


class _Family:
    """The rows of some tables that are related to those that come, in temporary tables of their own."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, table: Table, related: Related, stage: str, gone: str, number: int
    ) -> None:
        self._connection = connection
        self._table = table
        self._related = related
        self._stage = stage
        self._gone = gone
        self._number = number
        self.rollups: list[tuple[Kept, str]] = []
        self.taken_out = False
        ((self._database,),) = connection.execute("select current_database()").fetchall()

    def gather(self) -> bool:
        """Find the related rows; False where they are too many for it to pay."""
        kinds = {kind for columns in self._related.values() for kind in columns}
        for kind in kinds:
            self._connection.execute(f"create or replace temp table {_values(kind)} (value varchar, step integer)")
        for name in self._related:
            self._connection.execute(f"create or replace temp table {self._rows(name)} as from {self._kept(name)} limit 0")
        self._connection.execute(f"insert into {self._rows(self._table.name)} from {quoting.name(self._gone)}")
        for source in (self._stage, self._gone):
            self._learn(self._table.name, quoting.name(source), 0)
        at_once = len(kinds) == 1 and all(self._related.values())
        step = 0
        while any(self._new(kind, step) for kind in kinds):
            for name in self._related:
                self._collect(name, step)
            if not self._few():
                self.forget()
                return False
            if at_once:
                break
            step += 1
            for name in self._related:
                self._learn(name, self._rows(name), step)
        return True

    def _learn(self, table: str, relation: str, step: int) -> None:
        """Note the things that the rows of a table name, those not known yet."""
        described = self._connection.execute(f"describe {relation}").fetchall()
        there = {str(row[0]) for row in described}  # rows that come may lack columns, which are then missing
        for kind, columns in self._related[table].items():
            if not there.issuperset(columns):
                columns = tuple(column for column in columns if column in there)
            if not columns:
                continue
            value = _named(columns, len(self._related[table][kind]))
            self._connection.execute(
                f"insert into {_values(kind)} select distinct {value}, {step} from {relation} as r "
                f"where {value} is not null and not exists (from {_values(kind)} as v where v.value = {value})"
            )

    def _new(self, kind: str, step: int) -> bool:
        return bool(self._connection.execute(f"select 1 from {_values(kind)} where step = {step} limit 1").fetchall())

    def _collect(self, table: str, step: int) -> None:
        """Add the rows of a table that name a thing learnt in a step."""
        kept, found = self._kept(table), self._rows(table)
        same = " and ".join(f"f.{quoting.name(c)} = r.{quoting.name(c)}" for c in TABLES[table].key)
        for kind, columns in self._related[table].items():
            if self._new(kind, step):
                self._connection.execute(
                    f"insert into {found} select r.* from {kept} as r semi join "
                    f"(from {_values(kind)} where step = {step}) as v on v.value = {_named(columns)} "
                    f"where not exists (from {found} as f where {same})"
                )

    def _few(self) -> bool:
        for name in self._related:
            ((found,),) = self._connection.execute(f"select count(*) from {self._rows(name)}").fetchall()
            ((of,),) = self._connection.execute(f"select count(*) from {self._kept(name)}").fetchall()
            if found > _ALWAYS and found > of * _MOST:
                return False
        return True

    def touched(self) -> bool:
        """Whether there are any related rows yet."""
        return any(self._connection.execute(f"select 1 from {self._rows(name)} limit 1").fetchall() for name in self._related)

    def replace(self, batch: int) -> None:
        """Make the related rows those that are there now."""
        own, same = self._rows(self._table.name), _same(self._table, "f", "s")
        self._connection.execute(f"delete from {own} as f using {quoting.name(self._stage)} as s where {same}")
        new, same = self._kept(self._table.name), _same(self._table, "n", "s")
        self._connection.execute(
            f"insert into {own} select n.* from {new} as n semi join {quoting.name(self._stage)} as s on {same} "
            f"where n.{quoting.name(BATCH)} = {batch}"
        )

    def shadow(self) -> None:
        """Let the related rows stand for the tables."""
        for name in self._related:
            self._connection.execute(f"alter table {self._rows(name)} rename to {quoting.name(name)}")

    def uncover(self) -> None:
        """Let the tables stand for themselves again."""
        for name in self._related:
            self._connection.execute(f"alter table temp.{quoting.name(name)} rename to {self._rows(name)}")

    def forget(self) -> None:
        """Let go of the temporary tables."""
        for name in self._related:
            self._connection.execute(f"drop table if exists {self._rows(name)}")

    def _rows(self, table: str) -> str:
        return quoting.name(f"_helder_related_{self._number}_{table}")

    def _kept(self, name: str) -> str:
        return f"{quoting.name(self._database)}.main.{quoting.name(name)}"


def _values(kind: str) -> str:
    return quoting.name(f"_helder_things_{kind}")


def _named(columns: tuple[str, ...], of: int | None = None) -> str:
    """The thing a row names: the first of some columns that is not missing, told apart by the column where there are several.

    of: how many columns there are, where rows have only some of them.
    """
    if (of or len(columns)) == 1:
        return f"r.{quoting.name(columns[0])}"
    told = ", ".join(f"{quoting.literal(c + ' ')} || r.{quoting.name(c)}" for c in columns)
    return f"coalesce({told})"


def _same(table: Table, one: str, other: str) -> str:
    return " and ".join(f"{one}.{quoting.name(c)} = {other}.{quoting.name(c)}" for c in table.key)
