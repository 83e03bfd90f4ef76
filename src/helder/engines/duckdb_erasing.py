"""Erasing a customer from the embedded engine: the person is taken out of their rows, or the rows out of the store.

All is done in one transaction, roll-ups and the rows of facts included. The rows then name nothing that anybody could look up:
each key of theirs is another one, made by chance, and the same wherever it stood; what ordered them by their keys orders them
still. What the file has of them beneath is overwritten afterwards (duckdb_overwriting).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from helder.engines import bars, quoting
from helder.engines.duckdb_exchange import exchange, note_batch
from helder.engines.duckdb_overwriting import Place
from helder.engines.duckdb_rejected import Rejected
from helder.engines.duckdb_rollups import empty_stale, kept_names
from helder.engines.duckdb_theirs import THINGS, TIED, Theirs, said, shared, theirs
from helder.engines.erasing import ERASED, REJECTS, SOURCE, TELLING, Erasure, patterns, searched, without_person
from helder.engines.kept import ROLLUPS
from helder.model import Table
from helder.model.belonging import REFERRERS, names

if TYPE_CHECKING:
    import duckdb

    from helder.engines.duckdb_upkeep import Upkeep

_RENAMED = "_helder_renamed"
_STAGE, _GONE = "_helder_stage", "_helder_gone"


class Erasing:
    """One customer being erased, within a transaction. upkeep: of its roll-ups; None where there are none."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, erasure: Erasure, keeper: bars.Bars, upkeep: Upkeep | None) -> None:
        self._connection = connection
        self._erasure = erasure
        self._bars = keeper
        self._upkeep = upkeep

    def run(self) -> tuple[dict[str, int], list[Place]]:
        """Do it; rows by table, and the tables of the file that had something of theirs."""
        found = Theirs(self._connection, self._erasure.customer)
        counts = found.counts()
        telling = (*found.texts(), *self._erasure.also)
        self._bar(found.things())
        self._rename()
        touched = [("main", table.name) for table in TIED if table.name in counts]
        for table in TIED:
            if table.name in counts:
                self._table(table, patterns([*telling, *self._said(table)]))
        rejects = Rejected(self._connection, telling).drop()
        self._connection.execute(f"drop table {_RENAMED}")
        found.forget()
        if self._upkeep:
            self._upkeep.settle()
            empty_stale(self._connection)
            touched += [(ROLLUPS, name) for name in kept_names(self._connection)]
        if rejects:
            counts[REJECTS] = rejects
            touched.append(("_helder", REJECTS))
        return counts, touched

    def _bar(self, things: dict[str, list[str]]) -> None:
        """Keep out what would come of them again, known by digests alone."""
        named = [(kind, value) for kind, values in things.items() for value in values]
        mails = self._connection.execute(
            "select distinct lower(trim(email)) from customers as c where email is not null and customer_id = $customer and not "
            "exists (from customers as o where o.customer_id <> $customer and lower(trim(o.email)) = lower(trim(c.email)))",
            {"customer": self._erasure.customer},
        ).fetchall()
        self._bars.add(self._connection, [*named, *((bars.EMAIL, mail) for (mail,) in [*mails, *self._key_as_address()])])

    def _key_as_address(self) -> list[tuple[str]]:
        """The customer's key where it is an e-mail address, and nobody else's."""
        return self._connection.execute(
            "select lower(trim($customer)) where contains($customer, '@') and not exists "
            "(from customers as o where o.customer_id <> $customer and lower(trim($customer)) in "
            "(lower(trim(o.email)), lower(trim(o.customer_id))))",
            {"customer": self._erasure.customer},
        ).fetchall()

    def _rename(self) -> None:
        """Another key, made by chance, for each thing that is theirs, in the same order."""
        known = self._connection.execute(f"select distinct kind, value from {THINGS} order by all").fetchall()
        chance = sorted(f"{ERASED}-{secrets.token_hex(12)}" for _ in known)
        self._connection.execute(
            f"create or replace temp table {_RENAMED} as select unnest($kind) as kind, unnest($old) as old, unnest($new) as new",
            {"kind": [kind for kind, _ in known], "old": [old for _, old in known], "new": chance},
        )

    def _said(self, table: Table) -> list[str]:
        """The renamed things that other texts of their rows of a table say: looking for all of them in each would take long."""
        columns = [f"{quoting.name(name)}" for name in searched(table)]
        texts = " union ".join(
            f"select lower({way}) as text from {theirs(table)} where {name} is not null"
            for name in columns
            for way in (name, f"url_decode({name})")
        )
        if not texts:
            return []
        found = self._connection.execute(
            f"select distinct old from {_RENAMED} join ({texts}) on contains(text, lower(old)) where length(old) >= {TELLING}"
        )
        return [str(old) for (old,) in found.fetchall()]

    def _table(self, table: Table, telling: Sequence[str]) -> None:
        """Put rows without the person in the place of those of a table."""
        run = self._connection.execute
        run(f"create or replace temp table {_GONE} as from {theirs(table)}")
        run(f"create or replace temp table {_STAGE} as {self._nameless(table, telling)}")
        if self._erasure.delete:
            run(f"delete from {_STAGE}")
        run(f"insert into {_GONE} from {shared(table)}")
        run(f"insert into {_STAGE} {self._without_them(table)}")
        deleted = exchange(self._connection, table, _STAGE, _GONE, self._upkeep)
        note_batch(self._connection, table, SOURCE, deleted, _STAGE)
        run(f"drop table {_STAGE}; drop table {_GONE}")

    def _nameless(self, table: Table, telling: Sequence[str]) -> str:
        """The rows that are wholly theirs, without whatever tells whose they are."""
        values = {name: f"r.{quoting.name(name)}" for name in table.stored}
        values |= without_person(table, self._erasure.attributes)
        for words in telling:
            for text in searched(table):
                for _ in range(2):  # of two that share what is between them, the second is left the first time
                    values[text] = f"regexp_replace({values[text]}, {quoting.literal(words)}, '\\1{ERASED}\\2', 'g')"
        joins = []
        for name, ways in _by_column(table):
            values[name] = f"coalesce({', '.join(f'{way}.new' for way, _, _ in ways)}, {values[name]})"
            joins += [f"left join {_RENAMED} as {way} on {way}.kind = '{kind}' and {way}.old = {of}" for way, kind, of in ways]
        selected = ", ".join(f"{value} as {quoting.name(name)}" for name, value in values.items())
        return f"select {selected} from {theirs(table)} as r {' '.join(joins)}"

    def _without_them(self, table: Table) -> str:
        """The rows that name others, too, with what is the customer's alone renamed."""
        values = {name: f"r.{quoting.name(name)}" for name in table.stored}
        joins = []
        for column, ways in _by_column(table):
            if column in table.key:
                continue
            ((way, kind, of),) = ways
            alone = f"{way}.old in (select value from {THINGS} where kind = '{kind}')"
            if column in REFERRERS:
                alone = f"r.referrer_id = {quoting.literal(self._erasure.customer)}"
            joins.append(f"left join {_RENAMED} as {way} on {way}.kind = '{kind}' and {way}.old = {of} and {alone}")
            values[column] = f"coalesce({way}.new, {values[column]})"
        selected = ", ".join(f"{value} as {quoting.name(name)}" for name, value in values.items())
        return f"select {selected} from {shared(table)} as r {' '.join(joins)}"


def _by_column(table: Table) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """The columns that name things, each with the ways it does: what renamed ones are called, the kind, the thing in SQL."""
    for column in dict.fromkeys(one.column for one in names(table)):
        ways = [(f"{column}_{one.kind}", one.kind, said(one)) for one in names(table) if one.column == column]
        yield column, ways
