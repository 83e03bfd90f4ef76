"""What the store keeps about its loads: how many rows they brought, and the rows they rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from helder.engines import quoting
from helder.web import serving

PAGE = 50
#: Cells that one page of rejects may have to be written in, so that its form is not too large to be sent.
_MOST_CELLS = 800

_LOADS = """
with brought as (
    select batch, any_value(source) as source, max(loaded_at) as loaded_at, sum(added)::bigint as added,
        sum(changed)::bigint as changed, sum(unchanged)::bigint as unchanged, sum(superseded)::bigint as superseded,
        string_agg(distinct "table", ', ' order by "table") as tables
    from _helder.batches group by batch),
rejected as (
    select batch, count(distinct row_number) filter (mended_in is null) as open, count(distinct row_number) as rejected
    from _helder.rejects group by batch),
noted as (select batch, any_value(source) as source, max(loaded_at) as loaded_at from _helder.loads group by batch)
select batch, coalesce(brought.source, noted.source) as source, coalesce(brought.loaded_at, noted.loaded_at) as loaded_at,
    coalesce(added, 0) as added, coalesce(changed, 0) as changed, coalesce(unchanged, 0) as unchanged,
    coalesce(superseded, 0) as superseded, coalesce(tables, '') as tables, coalesce(open, 0) as open,
    coalesce(rejected, 0) as rejected
from brought full join rejected using (batch) left join noted using (batch)
"""


@dataclass(frozen=True)
class Rejected:
    """A row that was rejected: its number in its file, its record, and its faults."""

    number: int
    tables: tuple[str, ...]
    record: tuple[str | None, ...]
    faults: tuple[dict[str, str | None], ...]


def loads(*, only_rejected: bool = False, page: int = 1) -> list[dict[str, Any]]:
    """A page of the loads, the latest first, and one more where there is another page."""
    where = "where open > 0" if only_rejected else ""
    return _asked(f"select * from ({_LOADS}) {where} order by batch desc limit {PAGE + 1} offset {(page - 1) * PAGE}")


def load(number: int) -> dict[str, Any] | None:
    """One load."""
    found = _asked(f"select * from ({_LOADS}) where batch = {number:d}")
    return found[0] if found else None


def tables(number: int) -> list[dict[str, Any]]:
    """What one load did to each table."""
    return _asked(
        'select "table", sum(added)::bigint as added, sum(changed)::bigint as changed, sum(unchanged)::bigint as unchanged, '
        f'sum(superseded)::bigint as superseded from _helder.batches where batch = {number:d} group by "table" order by "table"'
    )


def reasons(number: int) -> list[dict[str, Any]]:
    """Why rows of a load that are still open were rejected, and how many, most frequent first."""
    return _asked(
        'select "column", reason, count(*) as rows, any_value(value) as example from '
        '(select row_number, fault."column" as "column", fault.reason as reason, fault.value as value from '
        f"(select row_number, unnest(faults) as fault from _helder.rejects where batch = {number:d} and mended_in is null)) "
        'group by "column", reason order by rows desc, reason limit 100'
    )


def rejected(
    number: int,
    *,
    page: int = 1,
    size: int = PAGE,
    column: str | None = None,
    reason: str | None = None,
    rows: tuple[int, ...] = (),
) -> list[Rejected]:
    """A page of the rows of a load that are still open, and one more where there is another page.

    column, reason: only those with that fault. rows: only those of these numbers.
    """
    where = [f"batch = {number:d}", "mended_in is null"]
    if reason is not None:
        fault = f"fault.reason = {quoting.literal(reason)}"
        if column is not None:
            fault += f" and coalesce(fault.\"column\", '') = {quoting.literal(column)}"
        where.append(f"len(list_filter(faults, lambda fault: {fault})) > 0")
    if rows:
        where.append(f"row_number in ({', '.join(f'{row:d}' for row in rows)})")
    found = _asked(
        'select row_number, any_value(record) as record, flatten(list(faults)) as faults, list(distinct "table") as tables '
        f"from _helder.rejects where {' and '.join(where)} group by row_number order by row_number "
        f"limit {size + 1:d} offset {(page - 1) * size:d}"
    )
    return [
        Rejected(row["row_number"], tuple(row["tables"]), tuple(row["record"] or ()), tuple(row["faults"] or ())) for row in found
    ]


def page_size(cells: int) -> int:
    """How many rows a page has where each has so many cells to be written in."""
    return max(1, min(PAGE, _MOST_CELLS // max(cells, 1)))


def _asked(sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = serving.now().questions.workspace.engine.ledger(sql).to_pylist()
    return found
