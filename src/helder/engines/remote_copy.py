"""Taking a whole store out of an engine elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from helder.model import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from helder.engines.remote import RemoteEngine


class RemoteSnapshot:
    """The store as it is: what is loaded meanwhile is seen, which `identity` tells."""

    def __init__(self, engine: RemoteEngine) -> None:
        self._engine = engine

    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an expression."""
        return self._engine.run(expression)

    def ledger(self, sql: str) -> pa.Table:
        """Rows of a statement over the tables of `_helder`."""
        return self._engine.ledger(sql)

    def identity(self) -> str:
        """A text that is another one where anything was loaded since."""
        told = [self.ledger("select * replace (loaded_at::varchar as loaded_at) from _helder.batches order by all").to_pylist()]
        return hashlib.sha256(json.dumps([told, self._engine.counts()]).encode()).hexdigest()

    def pieces(self, table: Table, after: str | None, most: int, columns: Sequence[str] = ()) -> Iterator[tuple[str, pa.Table]]:
        """The rows of a table in the order of its key, which is the order they lie in where an engine keeps one."""
        wanted = [*dict.fromkeys([*table.key, *(columns or table.stored)])]
        while True:
            t = table.expression if after is None else table.expression.filter(_beyond(table, json.loads(after)))
            rows = self.run(t.order_by(list(table.key)).limit(most).select(wanted))
            if not rows.num_rows:
                return
            (last,) = rows.slice(rows.num_rows - 1).select(list(table.key)).to_pylist()
            after = json.dumps([_told(value) for value in last.values()])
            yield after, rows.select(list(columns or table.stored))
            if rows.num_rows < most:
                return


def _beyond(table: Table, key: list[Any]) -> ir.BooleanValue:
    """Whether a row comes after the one of a key, in the order of keys."""
    import ibis

    columns: list[Any] = [table.expression[name] for name in table.key]
    values = [ibis.literal(value, type=column.type()) for value, column in zip(key, columns, strict=True)]
    ways = []
    for i in range(len(columns)):
        same = [column == value for column, value in zip(columns[:i], values[:i], strict=True)]
        ways.append(reduce(and_, same, columns[i] > values[i]))
    beyond: ir.BooleanValue = reduce(or_, ways)
    return beyond


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
