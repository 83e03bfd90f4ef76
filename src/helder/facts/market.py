"""Share prices day by day, with the one before."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.fact import Fact, Source

if TYPE_CHECKING:
    import ibis.expr.types as ir


@lru_cache
def share_prices(column: str) -> Fact:
    """Trading days with the price of a column (adjusted_close, close), and that of the trading day before that has one."""

    def build(source: Source) -> ir.Table:
        import ibis

        t = source["share_prices"]
        t = t.mutate(share=t.symbol + " (" + t.currency + ")", price=t[column])
        priced = t.filter(t.price.notnull())
        days = ibis.window(group_by="share", order_by="day")
        priced = priced.mutate(previous=priced.price.lag().over(days))
        return priced.union(t.filter(t.price.isnull()).mutate(previous=ibis.null("float64")))

    return Fact(
        name="share_prices" if column == "adjusted_close" else f"share_prices_{column}",
        meaning="Closing prices of shares, each with the one before",
        grain="one share on one trading day",
        key=("symbol", "day"),
        tables=("share_prices",),
        build=build,
        own={"symbol": "symbol", "share": "share", "currency": "currency"},
    )
