"""Keeping roll-ups up to date with an append: what the rows it touches added before is taken out, what they add after put in.

What a row adds may depend on other rows: those of its case, its customer, its visit. So a roll-up's own query is run over the
rows related to those that come, over however many steps. These are in temporary tables, which stand before the store's of the
same name: once as they were, once as they are. A roll-up of sums gets both as rows of its own, the first with the sums turned
round; whoever reads it adds up. One that has the rows of a fact gets those that are other than they were, and hands them on: to
the roll-ups made of it, they are rows that come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from helder.engines import quoting
from helder.engines.duckdb_parsed import Parsed
from helder.engines.duckdb_rollups import blurred, keys_of, mark_stale, note_change, place, registered
from helder.engines.kept import Kept, Related
from helder.model import BATCH, TABLES, Table

if TYPE_CHECKING:
    import duckdb

#: Where more than this share of a table's rows, and more than so many, are related to those that come, a roll-up is made anew.
_MOST, _ALWAYS = 0.2, 10_000
#: What `Related` is, while several are put together.
_Ties: TypeAlias = dict[str, dict[str, tuple[str, ...]]]


class Into(NamedTuple):
    """What rows come into: a table of the data model, or a roll-up that has the rows of a fact."""

    name: str
    key: tuple[str, ...]

    @staticmethod
    def table(table: Table) -> Into:
        """A table of the data model."""
        return Into(table.name, table.key)


class Upkeep:
    """The roll-ups that read a table, while rows are added to it.

    stage, gone: temporary tables with the rows that come and with the rows they take the place of. parsed: the statements of
    roll-ups, which are long, and the same each time.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, into: Into, stage: str, gone: str, parsed: Parsed) -> None:
        self._connection = connection
        self._into = into
        self._stage = stage
        self._gone = gone
        self._parsed = parsed
        self._families: list[_Family] = []

    def begin(self) -> None:
        """Take out what the rows related to those that come have added so far."""
        if not any(_any_rows(self._connection, quoting.name(name)) for name in (self._stage, self._gone)):
            return
        following = []
        for rollup, query in registered(self._connection, self._into.name):
            if rollup.related is None or self._into.name not in rollup.related:
                mark_stale(self._connection, rollup.name)
            else:
                following.append((rollup, query))
        for related, rollups in _together(following, self._into.name):
            family = _Family(self._connection, self._into, related, rollups, len(self._families))
            if not family.gather(self._stage, self._gone):
                for rollup, _ in rollups:
                    mark_stale(self._connection, rollup.name)
                continue
            self._families.append(family)
            if family.touched():
                family.taken_out = True
                with family.standing_for_tables():
                    self._tell(family, -1)

    def end(self, batch: int) -> None:
        """Put in what they add now that the rows are there."""
        if self._families:
            note_change(self._connection, [rollup.name for family in self._families for rollup, _ in family.rollups])
        for family in self._families:
            family.replace(self._stage, batch)
            with family.standing_for_tables():
                self._tell(family, 1)
            family.forget()
            for rollup, _ in family.rollups:
                if not rollup.sums:
                    self._hand_on(rollup, batch)
                elif family.taken_out and blurred(self._connection, rollup):
                    mark_stale(self._connection, rollup.name)

    def _tell(self, family: _Family, sign: int) -> None:
        """What the related rows come to: added to what sums there are, or noted where they are rows of a fact."""
        for rollup, query in family.rollups:
            if not rollup.sums:
                told = _noted(rollup, "before" if sign < 0 else "after")
                self._parsed.run(self._connection, f"create or replace temp table {quoting.name(told)} as {query}")
                continue
            turned = ", ".join(f"{sign} * {quoting.name(name)} as {quoting.name(name)}" for name in rollup.sums)
            columns = f"{quoting.names(rollup.keys)}, {turned}" if rollup.keys else turned
            told = f"insert into {place(rollup.name)} by name select {columns} from ({query})"
            self._parsed.run(self._connection, told)

    def _hand_on(self, rollup: Kept, batch: int) -> None:
        """Write the rows of a fact that are other than they were, and tell those roll-ups that are made of them."""
        run = self._connection.execute
        before, after, new, gone = (_noted(rollup, when) for when in ("before", "after", "new", "gone"))
        was, now = quoting.name(before), quoting.name(after)
        run(f"create temp table if not exists {was} as from {now} limit 0")
        run(f"create or replace temp table {quoting.name(new)} as (from {now} except from {was})")
        run(f"create or replace temp table {quoting.name(gone)} as (from {was} except from {now})")
        made_of_it = Upkeep(self._connection, Into(rollup.name, rollup.keys), new, gone, self._parsed)
        made_of_it.begin()
        same = _same(rollup.keys, "old", "gone")
        run(f"delete from {place(rollup.name)} as old using {quoting.name(gone)} as gone where {same}")
        run(f"insert into {place(rollup.name)} by name from {quoting.name(new)}")
        made_of_it.end(batch)
        for name in (before, after, new, gone):
            run(f"drop table {quoting.name(name)}")


def _noted(rollup: Kept, when: str) -> str:
    """The temporary table of some rows of a roll-up."""
    return f"{rollup.name} {when}"


def _together(rollups: list[tuple[Kept, str]], into: str) -> list[tuple[_Ties, list[tuple[Kept, str]]]]:
    """Roll-ups whose related rows are gathered together: what is tied to the rows of a table in one way, and more besides.

    A table stands only for a roll-up's own related rows, not for one that it reads as it is.
    """
    found: list[tuple[_Ties, list[tuple[Kept, str]]]] = []
    for rollup, query in rollups:
        assert rollup.related is not None
        own = {name: dict(kinds) for name, kinds in rollup.related.items()}
        for related, others in found:
            if _ties(rollup, into) == _ties(others[0][0], into) and all(_bear(rollup, related, other) for other, _ in others):
                for name, kinds in own.items():
                    related.setdefault(name, {}).update(kinds)
                others.append((rollup, query))
                break
        else:
            found.append((own, [(rollup, query)]))
    return found


def _bear(one: Kept, related: Related, other: Kept) -> bool:
    """Whether a roll-up can read the related rows of others, one of them another, and that one its."""
    assert one.related is not None
    assert other.related is not None
    own, theirs = set(one.looked_up), set(other.looked_up)
    apart = not own & (other.related.keys() - theirs) and not theirs & (one.related.keys() - own)
    return one.fact == other.fact and apart and not _as_it_is(one) & related.keys() and not _as_it_is(other) & one.related.keys()


def _ties(rollup: Kept, into: str) -> dict[str, tuple[str, ...]]:
    """By what the rows of a table are tied to others; not what they look up, which ties none of them to another."""
    assert rollup.related is not None
    return {kind: named for kind, named in rollup.related[into].items() if kind == into or kind not in rollup.looked_up}


def _as_it_is(rollup: Kept) -> set[str]:
    """The tables that a roll-up reads whole."""
    return set() if rollup.fact else set(rollup.reads) - (rollup.related or {}).keys()


class _Family:
    """The rows of some tables that are related to those that come, in temporary tables of their own."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, into: Into, related: Related, rollups: list[tuple[Kept, str]], number: int
    ) -> None:
        self._connection = connection
        self._into = into
        self._related = related
        self._number = number
        self._looked_up = {name for rollup, _ in rollups for name in rollup.looked_up} - {into.name}
        self._own = tuple(name for name in related if name not in self._looked_up)
        self._facts = {rollup.fact for rollup, _ in rollups if rollup.fact}
        self.rollups = [(rollup, self._unplaced(query)) for rollup, query in rollups]
        self.taken_out = False
        ((self._database,),) = connection.execute("select current_database()").fetchall()

    def gather(self, stage: str, gone: str) -> bool:
        """Find the related rows; False where they are too many for it to pay."""
        kinds = {kind for name in self._own for kind in self._related[name]} - self._looked_up
        for kind in kinds | self._looked_up:
            self._connection.execute(
                f'create or replace temp table {_values(kind)} (value varchar, "column" integer, step integer)'
            )
        for name in self._related:
            self._connection.execute(f"create or replace temp table {self._rows(name)} as from {self._kept(name)} limit 0")
        self._connection.execute(f"insert into {self._rows(self._into.name)} by name from {quoting.name(gone)}")
        for source in (stage, gone):
            self._learn(self._into.name, quoting.name(source), 0, kinds)
        at_once = len(kinds) == 1 and all(kinds & self._related[name].keys() for name in self._own)
        step = 0
        while any(self._new(kind, step) for kind in kinds):
            for name in self._own:
                self._collect(name, step, kinds)
            if not self._few():
                self.forget()
                return False
            if at_once:
                break
            step += 1
            for name in self._own:
                self._learn(name, self._rows(name), step, kinds)
        self._look_up(stage)
        return True

    def _look_up(self, stage: str) -> None:
        """Add what is looked up by the related rows, and by those that come."""
        for table in self._looked_up & self._related.keys():
            for name in self._own:
                if table in self._related[name]:
                    self._learn(name, self._rows(name), 0, {table})
            if table in self._related[self._into.name]:
                self._learn(self._into.name, quoting.name(stage), 0, {table})
            self._collect(table, 0, {table})

    def _learn(self, table: str, relation: str, step: int, kinds: Iterable[str]) -> None:
        """Note the things of some kinds that the rows of a table name, those not known yet."""
        described = self._connection.execute(f"describe {relation}").fetchall()
        there = {str(row[0]) for row in described}  # rows that come may lack columns, which are then missing
        for kind in self._related[table].keys() & kinds:
            columns = {place: f"r.{quoting.name(c)}" for place, c in enumerate(self._related[table][kind]) if c in there}
            if not columns:
                continue
            value = _first(columns.values())
            column = _first(f"if({name} is null, null, {i})" for i, name in columns.items())
            self._connection.execute(
                f"insert into {_values(kind)} select distinct {value}, {column}, {step} from {relation} as r "
                f"where {value} is not null "
                f'and not exists (from {_values(kind)} as v where v.value = {value} and v."column" = {column})'
            )

    def _new(self, kind: str, step: int) -> bool:
        return _any_rows(self._connection, _values(kind), f"where step = {step}")

    def _collect(self, table: str, step: int, kinds: Iterable[str]) -> None:
        """Add the rows of a table that name a thing of some kinds, learnt in a step."""
        kept, found = self._kept(table), self._rows(table)
        same = _same(self._key(table), "f", "r")
        for kind in self._related[table].keys() & kinds:
            columns = [f"r.{quoting.name(c)}" for c in self._related[table][kind]]
            named = f"from {_values(kind)} where step = {step}"
            for (i,) in self._connection.execute(f'select distinct "column" {named}').fetchall():
                # A row names the first that is not missing: the columns before it are.
                before = "".join(f"{name} is null and " for name in columns[:i])
                self._connection.execute(
                    f"insert into {found} select r.* from {kept} as r "
                    f'semi join ({named} and "column" = {i}) as v on v.value = {columns[i]} '
                    f"where {before}not exists (from {found} as f where {same})"
                )

    def _few(self) -> bool:
        for name in self._own:
            ((found,),) = self._connection.execute(f"select count(*) from {self._rows(name)}").fetchall()
            ((of,),) = self._connection.execute(f"select count(*) from {self._kept(name)}").fetchall()
            if found > _ALWAYS and found > of * _MOST:
                return False
        return True

    def touched(self) -> bool:
        """Whether there are any related rows yet."""
        return any(_any_rows(self._connection, self._rows(name)) for name in self._own)

    def replace(self, stage: str, batch: int) -> None:
        """Make the related rows those that are there now."""
        own, come = self._rows(self._into.name), quoting.name(stage)
        self._connection.execute(f"delete from {own} as f using {come} as s where {_same(self._into.key, 'f', 's')}")
        if self._into.name not in TABLES:
            self._connection.execute(f"insert into {own} by name from {come}")
            return
        self._connection.execute(
            f"insert into {own} select n.* from {self._kept(self._into.name)} as n semi join {come} as s "
            f"on {_same(self._into.key, 'n', 's')} where n.{quoting.name(BATCH)} = {batch}"
        )

    @contextmanager
    def standing_for_tables(self) -> Iterator[None]:
        """Within it the related rows stand for the tables."""
        for name in self._related:
            self._connection.execute(f"alter table {self._rows(name)} rename to {quoting.name(name)}")
        yield
        for name in self._related:
            self._connection.execute(f"alter table temp.{quoting.name(name)} rename to {self._rows(name)}")

    def forget(self) -> None:
        """Let go of the temporary tables."""
        for name in self._related:
            self._connection.execute(f"drop table if exists {self._rows(name)}")

    def _unplaced(self, query: str) -> str:
        """A query that reads the rows of a fact wherever a table of that name is."""
        for fact in self._facts:
            query = query.replace(place(fact, quoted=True), quoting.name(fact))
        return query

    def _rows(self, table: str) -> str:
        return quoting.name(f"_helder_related_{self._into.name}_{self._number}_{table}")

    def _kept(self, name: str) -> str:
        return f"{quoting.name(self._database)}.main.{quoting.name(name)}" if name in TABLES else place(name)

    def _key(self, name: str) -> tuple[str, ...]:
        return TABLES[name].key if name in TABLES else keys_of(self._connection, name)


def _any_rows(connection: duckdb.DuckDBPyConnection, relation: str, where: str = "") -> bool:
    return bool(connection.execute(f"select 1 from {relation} {where} limit 1").fetchall())


def _values(kind: str) -> str:
    return quoting.name(f"_helder_things_{kind}")


def _first(values: Iterable[str]) -> str:
    """The first of some values that is not missing."""
    return f"coalesce({', '.join(values)})"


def _same(key: Iterable[str], one: str, other: str) -> str:
    return " and ".join(f"{one}.{quoting.name(c)} = {other}.{quoting.name(c)}" for c in key)
