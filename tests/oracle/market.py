"""Share prices, from the definitions."""

from __future__ import annotations

from collections import defaultdict

from oracle.cells import Asked, Data, Figures, Key, Row, table


def _priced(data: Data, column: str) -> list[Row]:
    """Days with a price, each with the price of the trading day before."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(data["share_prices"], key=lambda r: r["day"]):
        if row[column] is not None:
            currency = row["currency"] or "EUR"
            label = f"{row['symbol']} ({currency})"
            before = found[label][-1]["price"] if found[label] else None
            found[label].append(
                row | {"currency": currency, "label": label, "share": label, "price": row[column], "before": before}
            )
    return [row for rows in found.values() for row in rows]


def _last(rows: list[Row]) -> Figures:
    return max(rows, key=lambda r: r["day"])["price"], len(rows), None, None


def _change(rows: list[Row]) -> Figures:
    first, last = min(rows, key=lambda r: r["day"]), max(rows, key=lambda r: r["day"])
    rise = last["price"] - first["before"]
    return rise / first["before"] if first["before"] else None, len(rows), rise, first["before"]


def market(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Prices, returns, and the growth they imply."""
    prices = _priced(data, asked.params.get("price", "adjusted_close"))
    found = {
        "share_price": table(prices, asked, "day", _last, "label"),
        "share_return": table([r for r in prices if r["before"] is not None], asked, "day", _change, "label"),
        "implied_growth": {},
    }
    dividend = asked.params.get("dividend", 0)
    if dividend:

        def growth(rows: list[Row]) -> Figures:
            last, n, _, _ = _last(rows)
            assert last
            return asked.params.get("discount", 8) / 100 - dividend / last, n, None, None

        closes = [r for r in _priced(data, "close") if r["price"] > 0]
        found["implied_growth"] = table(closes, asked, "day", growth, "label")
    return found
