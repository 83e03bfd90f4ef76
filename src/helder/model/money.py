"""Minor units of currencies, and the currency of amounts that name none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Digits after the decimal point, where they are not two (ISO 4217).
_EXPONENTS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}

#: Minor units of all other currencies.
DEFAULT_MINOR_UNITS = 100


def minor_units(currency: str | None) -> int:
    """How many minor units make one unit of a currency: 100 for EUR, 1 for JPY, 1000 for KWD; 100 where unknown."""
    return int(10 ** _EXPONENTS.get(currency or "", 2))


#: The currencies whose unit is not 100 minor units, with the number that is.
UNUSUAL_MINOR_UNITS: dict[str, int] = {currency: int(10**digits) for currency, digits in _EXPONENTS.items()}


def minor_units_of(table: ir.Table) -> ir.IntegerValue:
    """Per row, how many minor units make one unit of its currency; 100 where its rows have none."""
    import ibis

    if "currency" not in table.columns:
        return ibis.literal(DEFAULT_MINOR_UNITS)
    # A list for each number of units: a condition for each currency takes engines longer to plan than to compute.
    by_units: dict[int, list[str]] = {}
    for code, units in UNUSUAL_MINOR_UNITS.items():
        by_units.setdefault(units, []).append(code)
    return ibis.cases(*((table.currency.isin(codes), units) for units, codes in by_units.items()), else_=DEFAULT_MINOR_UNITS)


def named(table: ir.Table, currency: str) -> ir.Table:
    """The table with a currency on every row that names none; as it is where its rows have no currency."""
    return table.mutate(currency=table.currency.fill_null(currency)) if "currency" in table.columns else table
