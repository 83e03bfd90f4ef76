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


def minor_units(currency: str | None) -> int:
    """How many minor units make one unit of a currency: 100 for EUR, 1 for JPY, 1000 for KWD; 100 where unknown."""
    return int(10 ** _EXPONENTS.get(currency or "", 2))


#: The currencies whose unit is not 100 minor units, with the number that is.
UNUSUAL_MINOR_UNITS: dict[str, int] = {currency: int(10**digits) for currency, digits in _EXPONENTS.items()}


def named(table: ir.Table, currency: str) -> ir.Table:
    """The table with a currency on every row that names none; as it is where its rows have no currency."""
    return table.mutate(currency=table.currency.fill_null(currency)) if "currency" in table.columns else table
