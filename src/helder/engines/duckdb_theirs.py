"""Finding what belongs to a customer in the embedded engine, table by table, over however many steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from helder.engines import quoting
from helder.engines.duckdb_related import same_key
from helder.model import TABLES, Table
from helder.model.belonging import CUSTOMER, REFERRERS, Names, names, of_customers

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

#: The tables whose rows can belong to a customer.
TIED = tuple(table for table in TABLES.values() if of_customers(table))
#: Things that are theirs: what their rows are, and what no row of another customer names. Kind and value.
THINGS = "_helder_things_of_theirs"
_NEW = "_helder_new_of_theirs"


class Theirs:
    """The rows of one customer, in temporary tables of a connection: those wholly theirs, and those of others that name them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, customer: str) -> None:
        self._connection = connection
        self._key = customer
        self._customer = quoting.literal(customer)
        ((self._database,),) = connection.execute("select current_database()").fetchall()
        self._find()

    def rows(self, table: Table) -> pa.Table:
        """The rows of a table that name the customer or belong to them."""
        columns = quoting.names(table.stored)
        sql = f"select {columns} from {theirs(table)} union all by name select {columns} from {shared(table)}"
        found: pa.Table = self._connection.sql(sql).to_arrow_table()
        return found

    def counts(self) -> dict[str, int]:
        """Rows by table, of the tables that have any."""
        counted = {table.name: self._count(theirs(table)) + self._count(shared(table)) for table in TIED}
        return {name: count for name, count in counted.items() if count}

    def things(self) -> dict[str, list[str]]:
        """What is theirs alone, by kind."""
        found: dict[str, list[str]] = {}
        for kind, value in self._connection.execute(f"select kind, value from {THINGS} order by all").fetchall():
            found.setdefault(kind, []).append(value)
        return found

    def texts(self, *, name: bool = True) -> tuple[str, ...]:
        """Texts that name the customer: the key, the name if so wanted, the address and the number."""
        named = "name, " if name else ""
        rows = self._connection.execute(f"select {named}email, phone from {theirs(TABLES['customers'])}").fetchall()
        return (self._key, *(text for row in rows for text in row if text))

    def forget(self) -> None:
        """Let go of the temporary tables."""
        self._connection.execute(f"drop table {THINGS}")
        for table in TIED:
            self._connection.execute(f"drop table {theirs(table)}; drop table {shared(table)}")

    def _find(self) -> None:
        run = self._connection.execute
        run(f"create or replace temp table {THINGS} (kind varchar, value varchar, step integer)")
        run(f"insert into {THINGS} values ('{CUSTOMER}', {self._customer}, 0)")
        for table in TIED:
            run(f"create or replace temp table {theirs(table)} as from {self._kept(table)} limit 0")
            both = f"{self._names_them(table)} and {self._names_others(table)}"
            run(f"create or replace temp table {shared(table)} as from {self._kept(table)} as r where {both}")
            self._collect(table, f"{self._names_them(table)} and not {self._names_others(table)}", 1)
        self._learn_codes()
        step = 1
        while self._count(THINGS, f"where step = {step}"):
            for table in TIED:
                for condition in self._hanging(table, step):
                    self._collect(table, condition, step + 1)
            step += 1
        for table in TIED:
            self._add_pointing(table)

    def _add_pointing(self, table: Table) -> None:
        """Add to the shared rows those of others that point to a thing of theirs."""
        theirs_too = " or ".join(
            f"{said(one)} in (select value from {THINGS} where kind = '{one.kind}')"
            for one in names(table)
            if one.kind != CUSTOMER and one.column not in table.key
        )
        if theirs_too:
            self._connection.execute(
                f"insert into {shared(table)} select r.* from {self._kept(table)} as r where {self._names_others(table)} "
                f"and ({theirs_too}) and not exists (from {shared(table)} as f where {same_key(table.key, 'f', 'r')})"
            )

    def _hanging(self, table: Table, step: int) -> Iterator[str]:
        """That a row names no customer, but a thing learnt in a step, which others can name besides it."""
        nobody = " and ".join(f"{said(one)} is null" for one in names(table) if one.kind == CUSTOMER) or "true"
        for one in names(table):
            if one.kind != CUSTOMER and not _own(table, one):
                learnt = f"select value from {THINGS} where kind = '{one.kind}' and step = {step}"
                yield f"{nobody} and {said(one)} in ({learnt})"

    def _collect(self, table: Table, condition: str, step: int) -> None:
        """Add rows of a table, and note the things that they name."""
        self._connection.execute(
            f"create or replace temp table {_NEW} as select r.* from {self._kept(table)} as r "
            f"where {condition} and not exists (from {theirs(table)} as f where {same_key(table.key, 'f', 'r')})"
        )
        if self._count(_NEW):
            self._connection.execute(f"insert into {theirs(table)} from {_NEW}")
            for one in names(table):
                if one.kind != CUSTOMER:
                    self._learn(one, step, own=table.key == (one.column,))
        self._connection.execute(f"drop table {_NEW}")

    def _learn(self, one: Names, step: int, *, own: bool) -> None:
        """Note the things that new rows are, and those that they name and no row of another customer does."""
        elsewhere = (
            []
            if own
            else [
                f"not exists (from {self._kept(table)} as r where {said(other)} = things.value and {self._names_others(table)})"
                for table in TIED
                for other in names(table)
                if other.kind == one.kind and any(each.kind == CUSTOMER for each in names(table))
            ]
        )
        self._connection.execute(
            f"insert into {THINGS} select '{one.kind}', value, {step} from "
            f"(select distinct {said(one)} as value from {_NEW} as r) as things where value is not null "
            f"and value not in (select value from {THINGS} where kind = '{one.kind}') "
            + "".join(f"and {condition} " for condition in elsewhere)
        )

    def _learn_codes(self) -> None:
        """Note the codes by which the customer refers others, also where every row of one names somebody whom it brought."""
        referrer, code = REFERRERS
        for table in TIED:
            if referrer in table.by_name:
                self._connection.execute(
                    f"insert into {THINGS} select distinct '{code}', {code}, 1 from {self._kept(table)} where {code} is not null "
                    f"and {referrer} = {self._customer} and {code} not in (select value from {THINGS} where kind = '{code}')"
                )

    def _names_them(self, table: Table) -> str:
        named = " or ".join(f"{said(one)} = {self._customer}" for one in names(table) if one.kind == CUSTOMER)
        return f"coalesce({named}, false)" if named else "false"

    def _names_others(self, table: Table) -> str:
        others = " or ".join(f"coalesce({said(one)} <> {self._customer}, false)" for one in names(table) if one.kind == CUSTOMER)
        return f"({others or 'false'})"

    def _kept(self, table: Table) -> str:
        return f"{quoting.name(self._database)}.main.{quoting.name(table.name)}"

    def _count(self, relation: str, where: str = "") -> int:
        ((number,),) = self._connection.execute(f"select count(*) from {relation} {where}").fetchall()
        return int(number)


def theirs(table: Table) -> str:
    """The temporary table of the rows of a table that are wholly theirs."""
    return quoting.name(f"_helder_theirs_{table.name}")


def shared(table: Table) -> str:
    """The temporary table of the rows of a table that name others, and them or a thing of theirs."""
    return quoting.name(f"_helder_shared_{table.name}")


def said(one: Names, row: str = "r") -> str:
    """SQL of the thing that a row names in a column; null where it names none of the kind."""
    value = f"{row}.{quoting.name(one.column)}"
    if one.said is None:
        return value
    by, kind = one.said
    return f"case when {row}.{quoting.name(by)} = {quoting.literal(kind)} then {value} end"


def _own(table: Table, one: Names) -> bool:
    """Whether no row but one can name such a thing: it is the key of a table, and in no other."""
    elsewhere = sum(other.kind == one.kind for each in TIED for other in names(each))
    return table.key == (one.column,) and elsewhere == 1
