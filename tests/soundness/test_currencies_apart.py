"""Amounts of different currencies are never added, and each has its own minor unit."""

from oracle.loading import store
from oracle.small import NOON, ask, orders


def test_a_row_for_each_currency() -> None:
    rows = orders(10.0, currency="EUR") + orders(500, currency="JPY") + orders(1.234, currency="KWD")
    found = {r["currency"]: (r["value"], r["unit"]) for r in ask("sales", tables={"orders": rows})}
    assert found == {"EUR": (10.0, "EUR"), "JPY": (500.0, "JPY"), "KWD": (1.234, "KWD")}


def test_an_amount_without_currency_is_in_the_workspace_s() -> None:
    rows = orders(10.0) + orders(5.0, currency="EUR")
    assert [(r["currency"], r["value"]) for r in ask("sales", tables={"orders": rows})] == [("EUR", 15.0)]


def test_the_workspace_s_currency_has_its_own_minor_unit() -> None:
    (row,) = ask("sales", tables={"orders": orders(1500)}, currency="JPY")
    assert (row["value"], row["currency"]) == (1500.0, "JPY")


def test_a_stored_amount_without_currency_is_in_the_workspace_s() -> None:
    order = {"order_id": "a", "ordered_at": NOON, "status": "paid", "revenue": 1250}
    with store({"orders": [order, {**order, "order_id": "b", "currency": "EUR"}]}) as workspace:
        (record,) = workspace.show("sales", by=["currency"]).to_records()
    assert (record["currency"], record["value"]) == ("EUR", 25.0)
