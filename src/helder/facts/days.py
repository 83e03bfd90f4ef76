"""The local date of an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helder.model.zones import local_day

if TYPE_CHECKING:
    import ibis.expr.types as ir


def local_date(table: ir.Table, at: str, zone: str, stored_zone: str) -> ir.DateValue:
    """The local date of a column of instants: the stored one, or one computed for another zone; a date is itself."""
    column: Any = table[at]
    if column.type().is_date():
        return column
    stored = f"{at}_day"
    if zone == stored_zone and stored in table.columns:
        return table[stored]
    return local_day(column, zone)
