"""A total of distinct customers is not the sum of the cells."""

from oracle.small import ask, orders

ROWS = [
    {**row, "order_id": f"{row['order_id']}-{month}", "ordered_at": row["ordered_at"].replace(month=month)}
    for month in (1, 2, 3)
    for row in orders(10.0, customer_id="a", channel="web") + orders(10.0, customer_id="b", channel="store")
] + orders(5.0, customer_id="a", channel="store")


def test_a_customer_of_two_channels_is_one_customer() -> None:
    cells = ask("repeat_purchase_rate", tables={"orders": ROWS}, by=["channel"])
    (total,) = ask("repeat_purchase_rate", tables={"orders": ROWS})
    assert (sum(c["n"] for c in cells), total["n"]) == (3, 2)


def test_a_customer_of_three_months_is_one_customer() -> None:
    months = ask("repeat_purchase_rate", tables={"orders": ROWS}, grain="month")
    (year,) = ask("repeat_purchase_rate", tables={"orders": ROWS}, grain="year")
    assert [m["n"] for m in months] == [2, 2, 2]
    assert (year["n"], year["value"]) == (2, 1.0)
