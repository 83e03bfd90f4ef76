"""Files whose columns are named as the table's need nothing else."""

from __future__ import annotations

import pytest

from helder.errors import BadInput

ANSWERS = "answer_id,question,instrument,scale,score,answered_at\n"


def test_rows_come_in_typed(desk):
    desk.load("answers", ANSWERS + "a,q,nps,0-10,9,2024-01-01 23:30:00\n")
    assert str(desk.rows("select score, answered_at, answered_at_day from answers")) == (
        "[(9.0, datetime.datetime(2024, 1, 1, 23, 30), datetime.date(2024, 1, 2))]"
    )


def test_a_blank_score_is_an_answer_without_one(desk):
    done = desk.load("answers", ANSWERS + "a,q,nps,0-10,,2024-01-01\n")
    assert (done.filled[0].accepted, done.rejected) == (1, 0)
    assert desk.rows("select score from answers") == [(None,)]


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2024-07-01T10:00:00+02:00", 8),
        ("2024-07-01 10:00:00Z", 10),
        ("2024-07-01 10:00+02", 8),
        ("2024-07-01 10:00:00.5-05:30", 15),
    ],
)
def test_an_offset_is_never_passed_over(desk, written, hour):
    desk.load("answers", ANSWERS + f"a,q,nps,0-10,1,{written}\n")
    assert desk.rows("select hour(answered_at) from answers") == [(hour,)]


def test_dotted_columns_are_entries_of_attributes(desk):
    desk.load("customers", "customer_id,attributes.size,attributes.shop\n1,L,\n2,,\n")
    assert desk.rows("select attributes from customers order by customer_id") == [([("size", "L")],), (None,)]


def test_an_unknown_column_is_named_with_the_nearest(desk):
    with pytest.raises(BadInput, match=r"'contry' \(did you mean country\?\)"):
        desk.load("customers", "customer_id,contry\n1,NL\n")


def test_an_unknown_column_is_left_out_only_when_asked(desk):
    done = desk.load("customers", "customer_id,contry\n1,NL\n", ignore_unknown=True)
    assert done.unused == ("contry",)


def test_a_column_that_may_not_be_missing_is_a_hole(desk):
    with pytest.raises(BadInput, match="orders cannot do without ordered_at"):
        desk.load("orders", "order_id\n1\n")


@pytest.mark.parametrize(
    ("currency", "amount", "kept"), [("EUR", "12.34", 1234), ("JPY", "12", 12), ("KWD", "1.234", 1234), ("", "0.10", 10)]
)
def test_money_is_exact_minor_units(desk, currency, amount, kept):
    desk.load("orders", f"order_id,ordered_at,revenue,currency\n1,2024-01-01,{amount},{currency}\n", currency="EUR")
    assert desk.rows("select revenue, currency from orders") == [(kept, currency or "EUR")]


def test_the_workspace_currency_is_said(desk):
    assert desk.load("orders", "order_id,ordered_at,revenue\n1,2024-01-01,5\n", currency="DKK").filled_in == "DKK"


def test_the_latest_row_of_a_key_counts_and_repeats_are_told(desk):
    done = desk.load("customers", "customer_id,name\n1,a\n1,a\n1,b\n2,c\n")
    appended = done.filled[0].appended
    assert (appended.added, appended.superseded, appended.repeated) == (2, 2, 1)
    assert desk.rows("select name from customers order by customer_id") == [("b",), ("c",)]


def test_a_column_left_out_later_counts_as_no_value(desk):
    desk.load("customers", "customer_id,name\n1,a\n")
    assert desk.load("customers", "customer_id\n1\n").filled[0].appended.changed == 1
