"""The rows that belong together with rows that came or are gone, in temporary tables of their own.

What a row adds to a roll-up may depend on other rows: those of its case, its customer, its visit, over however many steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from helder.engines import quoting
from helder.engines.duckdb_rollups import keys_of, place
from helder.engines.kept import Kept, Related
from helder.model import TABLES

if TYPE_CHECKING:
    import duckdb

#: Where more than this share of a table's rows, and more than so many, are related to those that come, a roll-up is made anew.
MOST, ALWAYS = 0.2, 10_000


class Changed(NamedTuple):
    """What is other in a table, or in a roll-up that has the rows of a fact. come, gone: temporary tables of its form."""

    name: str
    key: tuple[str, ...]
    come: str
    gone: str


class Family(NamedTuple):
    """Roll-ups whose related rows are gathered together, each with its query."""

    related: Related
    rollups: list[tuple[Kept, str]]


def families(rollups: Sequence[tuple[Kept, str]], changed: Iterable[str], *, closely: bool = False) -> list[Family]:
    """Those that share tables that changed, and whose rows are tied to these in one way: what is tied to them is found once.

    A table stands only for a roll-up's own related rows, not for one that it reads as it is. closely: only where they share
    all tables that changed, so that none is given rows that are tied to others' alone.
    """
    changes = frozenset(changed)
    found: list[tuple[dict[str, dict[str, tuple[str, ...]]], list[tuple[Kept, str]]]] = []
    for rollup, query in rollups:
        assert rollup.related is not None
        own = {name: dict(kinds) for name, kinds in rollup.related.items()}
        for related, others in found:
            alike = _tied_alike(rollup, others, changes, closely=closely)
            if alike and all(_bear(rollup, related, other) for other, _ in others):
                for name, kinds in own.items():
                    related.setdefault(name, {}).update(kinds)
                others.append((rollup, query))
                break
        else:
            found.append((own, [(rollup, query)]))
    return [Family(related, others) for related, others in found]


def _tied_alike(one: Kept, others: list[tuple[Kept, str]], changes: frozenset[str], *, closely: bool) -> bool:
    """Whether a roll-up shares tables that changed with others, and what is tied to these in one way."""
    theirs = {name: kinds for other, _ in others for name, kinds in _ties(other).items()}
    own = _ties(one)
    shared = own.keys() & theirs.keys() & changes
    if closely and shared != (own.keys() | theirs.keys()) & changes:
        return False
    return bool(shared) and all(own[name] == theirs[name] for name in shared)


def _ties(rollup: Kept) -> dict[str, dict[str, tuple[str, ...]]]:
    """By what the rows of tables are tied to others; not what they look up, which ties none of them to another."""
    return {
        name: {kind: columns for kind, columns in kinds.items() if kind == name or kind not in rollup.looked_up}
        for name, kinds in (rollup.related or {}).items()
    }


def _bear(one: Kept, related: Related, other: Kept) -> bool:
    """Whether a roll-up can read the related rows of others, one of them another, and that one its."""
    assert one.related is not None
    assert other.related is not None
    own, theirs = set(one.looked_up), set(other.looked_up)
    apart = not own & (other.related.keys() - theirs) and not theirs & (one.related.keys() - own)
    return one.fact == other.fact and apart and not _as_it_is(one) & related.keys() and not _as_it_is(other) & one.related.keys()


def _as_it_is(rollup: Kept) -> set[str]:
    """The tables that a roll-up reads whole."""
    return set() if rollup.fact else set(rollup.reads) - (rollup.related or {}).keys()


class RelatedRows:
    """The rows of some tables that are related to what changed, as they are now and then as they were.

    looked_up: tables that are only looked up, by what others name of them in a tie of the table's name.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, family: Family, changes: Mapping[str, Changed]) -> None:
        self._connection = connection
        self._related = family.related
        self._looked_up = {name for rollup, _ in family.rollups for name in rollup.looked_up}
        self._own = tuple(name for name in family.related if name not in self._looked_up)
        self._changes = [change for name, change in changes.items() if name in family.related]
        ((self._database,),) = connection.execute("select current_database()").fetchall()

    def gather(self) -> bool:
        """Find them as they are now; False where they are too many for it to pay."""
        kinds = {kind for name in self._own for kind in self._related[name]} - self._looked_up
        for kind in kinds | self._looked_up:
            self._run(f'create or replace temp table {_things(kind)} (value varchar, "column" integer, step integer)')
        for name in self._related:
            self._run(f"create or replace temp table {self._rows(name)} as from {self._kept(name)} limit 0")
        for change in self._changes:
            own = change.name in self._own
            if own:
                self._run(f"insert into {self._rows(change.name)} from {quoting.name(change.come)}")
            for relation in (change.come, change.gone):
                self._learn(change.name, quoting.name(relation), 0, kinds if own else {change.name})
        if not self._close(kinds):
            return False
        self._look_up()
        return True

    def _close(self, kinds: set[str]) -> bool:
        """Follow the ties from what changed until nothing new is tied; False where there are too many rows."""
        pointed = {change.name for change in self._changes} & self._looked_up
        at_once = not pointed and len(kinds) == 1 and all(kinds & self._related[name].keys() for name in self._own)
        step = 0
        while any(self._new(kind, step) for kind in kinds | pointed):
            for name in self._own:
                self._collect(name, step, kinds | pointed)
            if at_once:
                break
            if not self._few():
                return False
            step += 1
            for name in self._own:
                self._learn(name, self._rows(name), step, kinds)
        return self._few()

    def _look_up(self) -> None:
        """Add what is looked up by the related rows, and by those that are gone."""
        naming = [(name, self._rows(name)) for name in self._own]
        naming += [(change.name, quoting.name(change.gone)) for change in self._changes if change.name in self._own]
        for table in self._looked_up:
            for name, relation in naming:
                self._learn(name, relation, 0, {table})
            self._collect(table, 0, {table})

    def _learn(self, table: str, relation: str, step: int, kinds: Iterable[str]) -> None:
        """Note the things of some kinds that the rows of a table name, those not known yet."""
        for kind in self._related[table].keys() & kinds:
            columns = [f"r.{quoting.name(c)}" for c in self._related[table][kind]]
            value = _first(columns)
            column = _first(f"if({name} is null, null, {i})" for i, name in enumerate(columns))
            self._run(
                f"insert into {_things(kind)} select distinct {value}, {column}, {step} from {relation} as r "
                f"where {value} is not null "
                f'and not exists (from {_things(kind)} as v where v.value = {value} and v."column" = {column})'
            )

    def _new(self, kind: str, step: int) -> bool:
        return any_rows(self._connection, _things(kind), f"where step = {step}")

    def _collect(self, table: str, step: int, kinds: Iterable[str]) -> None:
        """Add the rows of a table that name a thing of some kinds, learnt in a step."""
        kept, found = self._kept(table), self._rows(table)
        same = same_key(self._key(table), "f", "r")
        for kind in self._related[table].keys() & kinds:
            columns = [f"r.{quoting.name(c)}" for c in self._related[table][kind]]
            named = f"from {_things(kind)} where step = {step}"
            for (i,) in self._run(f'select distinct "column" {named}').fetchall():
                # A row names the first that is not missing: the columns before it are.
                before = "".join(f"{name} is null and " for name in columns[:i])
                self._run(
                    f"insert into {found} select r.* from {kept} as r "
                    f'semi join ({named} and "column" = {i}) as v on v.value = {columns[i]} '
                    f"where {before}not exists (from {found} as f where {same})"
                )

    def _few(self) -> bool:
        for name in self._own:
            ((found,),) = self._run(f"select count(*) from {self._rows(name)}").fetchall()
            ((of,),) = self._run(f"select count(*) from {self._kept(name)}").fetchall()
            if found > ALWAYS and found > of * MOST:
                return False
        return True

    def any(self) -> bool:
        """Whether there are any, beside what they look up."""
        return any(any_rows(self._connection, self._rows(name)) for name in self._own)

    def as_they_were(self) -> None:
        """Let them be what they were before the change."""
        for change in self._changes:
            rows, come, gone = self._rows(change.name), quoting.name(change.come), quoting.name(change.gone)
            self._run(f"delete from {rows} as f using {come} as s where {same_key(change.key, 'f', 's')}")
            self._run(f"insert into {rows} from {gone}")

    @contextmanager
    def standing_for_tables(self) -> Iterator[None]:
        """Within it they stand for the tables."""
        for name in self._related:
            self._run(f"alter table {self._rows(name)} rename to {quoting.name(name)}")
        yield
        for name in self._related:
            self._run(f"alter table temp.{quoting.name(name)} rename to {self._rows(name)}")

    def forget(self) -> None:
        """Let go of the temporary tables."""
        for name in self._related:
            self._run(f"drop table if exists {self._rows(name)}")

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        return self._connection.execute(sql)

    def _rows(self, table: str) -> str:
        return quoting.name(f"_helder_related_{table}")

    def _kept(self, name: str) -> str:
        return f"{quoting.name(self._database)}.main.{quoting.name(name)}" if name in TABLES else place(name)

    def _key(self, name: str) -> tuple[str, ...]:
        return TABLES[name].key if name in TABLES else keys_of(self._connection, name)


def any_rows(connection: duckdb.DuckDBPyConnection, relation: str, where: str = "") -> bool:
    """Whether a relation has any rows."""
    return bool(connection.execute(f"select 1 from {relation} {where} limit 1").fetchall())


def same_key(key: Iterable[str], one: str, other: str) -> str:
    """SQL: whether two rows have one key."""
    return " and ".join(f"{one}.{quoting.name(c)} = {other}.{quoting.name(c)}" for c in key)


def _things(kind: str) -> str:
    return quoting.name(f"_helder_things_{kind}")


def _first(values: Iterable[str]) -> str:
    """The first of some values that is not missing."""
    return f"coalesce({', '.join(values)})"
