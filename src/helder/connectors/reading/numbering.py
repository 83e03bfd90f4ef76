"""Which record of its file a row is, counted from 1, header and blank lines not counted."""

from __future__ import annotations

import duckdb

from helder.connectors.reading.mapping import ROW
from helder.connectors.reading.structure import Misfit
from helder.engines import quoting

_GAPS = "_helder_gaps"


def numbered(connection: duckdb.DuckDBPyConnection, table: str, misfits: list[Misfit], *, already: bool = False) -> str:
    """A relation of a temporary table as it was first filled, with the number of each row's record.

    The table holds the records that fit, in their order; each misfit before one moves its number up.
    already: the table has the numbers.
    """
    if already:
        return quoting.name(table)
    name, row = quoting.name(table), quoting.name(ROW)
    first = connection.execute(f"select min(rowid) from {name}").fetchone()
    place = f"(rowid - {first[0] if first and first[0] is not None else 0} + 1)::bigint"
    if not misfits:
        return f"(select *, {place} as {row} from {name})"
    connection.execute(f"create or replace temp table {_GAPS} (fitting bigint, more bigint)")
    gaps = {misfit.number - count: count for count, misfit in enumerate(misfits, 1)}
    connection.executemany(f"insert into {_GAPS} values (?, ?)", [list(gap) for gap in gaps.items()])
    placed = f"(select *, {place} as placed from {name})"
    return (
        f"(select placed.* exclude (placed), placed.placed + coalesce(gap.more, 0) as {row} "
        f"from {placed} as placed asof left join {_GAPS} as gap on placed.placed > gap.fitting)"
    )
