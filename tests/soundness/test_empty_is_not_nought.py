"""Where nothing was counted there is no value, and n is 0."""

import pytest
from oracle.small import answers, ask, contacts, day, orders

TABLES = {"answers": answers(9), "contacts": contacts(("answered", 3.0)), "orders": orders(10.0)}


@pytest.mark.parametrize(
    "metric", ["nps", "csat_mean", "sales", "orders", "average_order_value", "service_level", "contact_volume"]
)
def test_an_empty_period_is_a_row_without_value(metric: str) -> None:
    rows = ask(metric, tables=TABLES, grain="month", since=day(1, 1), until=day(1, 6))
    assert [r["start"].month for r in rows] == [1, 2, 3, 4, 5]
    assert [(r["value"], r["n"]) for r in rows if r["start"].month != 3] == [(None, 0)] * 4


def test_a_filter_that_meets_nothing_gives_no_value() -> None:
    (row,) = ask("orders", tables=TABLES, where="channel = 'nowhere'")
    assert (row["value"], row["n"], row["low"]) == (None, 0, None)


def test_a_share_of_nought_is_a_value() -> None:
    (row,) = ask("promoters", tables={"answers": answers(0, 3)})
    assert (row["value"], row["n"]) == (0.0, 2)
