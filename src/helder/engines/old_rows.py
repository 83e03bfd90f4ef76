"""Telling in SQL which rows of a table are older than they are kept, by what the model says tells their age."""

from __future__ import annotations

from collections.abc import Mapping

from helder.engines import quoting
from helder.engines.retaining import Bounds, Since
from helder.model import Kind, Table
from helder.model.retention import CUSTOMERS, RUNS_UNTIL, moments, signs, telling, whole


class OldRows:
    """Conditions on a row of a table. bounds: by table; what is older than they say is as good as gone, and holds nothing."""

    def __init__(self, bounds: Mapping[str, Bounds]) -> None:
        self._bounds = bounds

    def old(self, table: Table, since: Since | None, row: str = "r") -> str:
        """That all that tells a row's age is of before, and something does."""
        return f"({self.dated(table, row)} and not {self._young(table, since, row)})" if since is not None else "false"

    def dated(self, table: Table, row: str = "r") -> str:
        """That something tells a row's age."""
        said = [f"{row}.{quoting.name(c.name)} is not null" for c in moments(table)]
        of = whole(table)
        if of is not None:
            said.append(_among(row, of.key[0], of, self.dated(of, "of_it")))
        return _any(said)

    def _young(self, table: Table, since: Since, row: str) -> str:
        """That something is of then or later, or not over yet."""
        said = [self._young_itself(table, since, row)]
        if (of := whole(table)) is not None:
            said.append(_among(row, of.key[0], of, self._young(of, since, "of_it")))
        said += [
            _among(row, table.key[0], part, self._young_itself(part, self._later(part, since), "of_it"))
            for part in telling(table)
        ]
        if table.name == CUSTOMERS:
            said += [self._named(row, other, column, since) for other, column in signs()]
        return _any(said)

    def _young_itself(self, table: Table, since: Since, row: str) -> str:
        said = [f"{row}.{quoting.name(c.name)} >= {_literal(c.kind, since)}" for c in moments(table)]
        if table.name in RUNS_UNTIL:
            said.append(f"{row}.{RUNS_UNTIL[table.name]} is null")
        return _any(said)

    def _named(self, row: str, table: Table, column: str, since: Since) -> str:
        """That a customer is named by a row of then or later, or by one of which nothing tells the age."""
        holds = f"({self._young(table, self._later(table, since), 'naming')} or not {self.dated(table, 'naming')})"
        named = f"select naming.{column} from {_kept(table)} as naming where naming.{column} is not null and {holds}"
        return f"{row}.customer_id in ({named})"

    def _later(self, table: Table, since: Since) -> Since:
        """From when on a row of a table counts: of those that go, none does."""
        own = self._bounds.get(table.name)
        return since if own is None or own.rows is None else max(since, own.rows)


def _among(row: str, column: str, table: Table, condition: str) -> str:
    name = quoting.name(column)
    return f"{row}.{name} in (select of_it.{name} from {_kept(table)} as of_it where {condition})"


def _any(said: list[str]) -> str:
    return f"({' or '.join(f'coalesce({one}, false)' for one in said) or 'false'})"


def _kept(table: Table) -> str:
    return f"main.{quoting.name(table.name)}"


def _literal(kind: Kind, since: Since) -> str:
    return f"timestamp '{since.moment}'" if kind is Kind.INSTANT else f"date '{since.day}'"
