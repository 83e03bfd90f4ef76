"""What a mapping can say."""

from __future__ import annotations

import pytest


def test_values_missing_joins_constants_and_factors(desk):
    mapping = """
        [contacts.columns]
        contact_id = { join = ["line", "call"], with = "-" }
        channel = { value = "phone" }
        outcome = { from = "how", values = { AGENT = "answered", HANG = "abandoned" } }
        employee_id = { from = "who", missing = ["NOBODY"] }
        offered_at = { join = ["day", "time"], format = "%y%m%d %H:%M:%S", zone = "Asia/Jerusalem" }
        wait_seconds = { from = "minutes", times = 60 }
    """
    desk.load(None, "line,call,how,who,day,time,minutes\nA,7,AGENT,NOBODY,990201,7:02:47,1.5\n", mapping=mapping)
    assert desk.rows("select contact_id, channel, outcome, employee_id, offered_at::varchar, wait_seconds from contacts") == [
        ("A-7", "phone", "answered", None, "1999-02-01 05:02:47", 90.0)
    ]


def test_a_value_not_mapped_is_a_reject(desk):
    mapping = '[customers.columns]\ncustomer_id = "c"\ngender = { from = "g", values = { F = "female", "?" = "" } }\n'
    done = desk.load(None, "c,g\n1,F\n2,M\n3,?\n4,\n", mapping=mapping)
    assert done.rejected == 1
    assert desk.faults() == [(2, "gender", "is not among the mapping's values: F, ?")]


def test_otherwise_takes_what_is_not_mapped(desk):
    mapping = '[customers.columns]\ncustomer_id = "c"\ngender = { from = "g", values = { F = "female" }, otherwise = "other" }\n'
    desk.load(None, "c,g\n1,F\n2,M\n3,\n", mapping=mapping)
    assert desk.rows("select gender from customers order by customer_id") == [("female",), ("other",), (None,)]


def test_the_decimal_comma_of_a_file(desk):
    mapping = '[file]\ndecimal = ","\nthousands = "."\n[orders.columns]\norder_id = "o"\nordered_at = "d"\nrevenue = "r"\n'
    desk.load(None, "o;d;r\n1;2024-01-01;1.234,50\n", mapping=mapping)
    assert desk.rows("select revenue from orders") == [(123450,)]


def test_a_point_where_the_comma_is_the_decimal_sign_is_not_guessed(desk):
    mapping = '[file]\ndecimal = ","\n[orders.columns]\norder_id = "o"\nordered_at = "d"\nrevenue = "r"\n'
    assert desk.load(None, "o;d;r\n1;2024-01-01;1.234\n", mapping=mapping).rejected == 1


def test_one_row_for_each_survey_question(desk):
    mapping = """
        [answers.columns]
        answer_id = { join = ["id", "question"], with = "/" }
        answered_at = { value = "2024-01-01" }
        [[answers.unpivot]]
        column = "recommend"
        question = "NPS"
        instrument = "nps"
        scale = "0-10"
        missing = ["11"]
        [[answers.unpivot]]
        columns = ["desk", "site"]
        instrument = "csat"
    """
    done = desk.load(None, "id,recommend,desk,site\n1,9,5,4\n2,11,,3\n", mapping=mapping)
    assert (done.read, done.filled[0].offered, done.filled[0].accepted) == (2, 6, 6)
    assert desk.rows("select answer_id, instrument, scale, score from answers order by 1") == [
        ("1/NPS", "nps", "0-10", 9.0),
        ("1/desk", "csat", None, 5.0),
        ("1/site", "csat", None, 4.0),
        ("2/NPS", "nps", "0-10", None),
        ("2/desk", "csat", None, None),
        ("2/site", "csat", None, 3.0),
    ]


def test_rows_not_chosen_are_counted(desk):
    done = desk.load(None, "c\n1\nx\n3\n", mapping='[customers]\nwhere = "c <> \'x\'"\n[customers.columns]\ncustomer_id = "c"\n')
    assert done.filled[0].left == {"left out by where: c <> 'x'": 1}
    assert done.filled[0].accepted == 2


def test_one_file_fills_several_tables(desk):
    mapping = """
        [orders]
        group = ["invoice"]
        [orders.columns]
        order_id = "invoice"
        ordered_at = { sql = "min(day)" }
        revenue = { sql = "sum(cast(price as decimal(9, 2)))" }
        [order_lines.columns]
        order_id = "invoice"
        line = { sql = "row_number() over (partition by invoice order by row)" }
        revenue = "price"
    """
    done = desk.load(
        None, "invoice,day,price\nA,2024-01-02,0.10\nB,2024-01-01,5\nA,2024-01-01,0.20\nB,2024-01-01,5\n", mapping=mapping
    )
    assert desk.rows("select order_id, revenue from orders order by 1") == [("A", 30), ("B", 1000)]
    assert desk.rows("select order_id, line, revenue from order_lines order by 1, 2") == [
        ("A", 1, 10),
        ("A", 2, 20),
        ("B", 1, 500),
        ("B", 2, 500),
    ]
    assert done.repeated == 1


def test_the_last_record_of_each_by_an_order(desk):
    mapping = '[customers]\ndistinct = ["c"]\norder = "cast(v as integer)"\n[customers.columns]\ncustomer_id = "c"\nname = "n"\n'
    desk.load(None, "c,v,n\n1,10,new\n1,9,old\n2,1,only\n", mapping=mapping)
    assert desk.rows("select customer_id, name from customers order by 1") == [("1", "new"), ("2", "only")]


def test_a_report_counts_and_keeps(desk):
    mapping = '[customers]\nreport = { "odd" = "c = \'2\'" }\n[customers.columns]\ncustomer_id = "c"\n'
    done = desk.load(None, "c\n1\n2\n", mapping=mapping)
    assert (done.filled[0].reported, done.filled[0].accepted) == ({"odd": 1}, 2)


def test_columns_cut_by_spaces(desk):
    mapping = '[file]\nseparator = "whitespace"\nheader = false\ncolumns = ["c", "n"]\n'
    mapping += '[customers.columns]\ncustomer_id = "c"\nname = "n"\n'
    desk.load(None, "  01   ann \n 02\tbob\n", mapping=mapping)
    assert desk.rows("select customer_id, name from customers order by 1") == [("01", "ann"), ("02", "bob")]


@pytest.mark.parametrize(("encoding", "text"), [("windows-1252", "Zoë €"), ("utf-16", "Søren"), ("iso-8859-1", "Åse")])
def test_an_encoding_that_is_said(desk, encoding, text):
    mapping = f'[file]\nencoding = "{encoding}"\n[customers.columns]\ncustomer_id = "c"\nname = "n"\n'
    desk.load(None, f"c,n\n1,{text}\n".encode(encoding), mapping=mapping)
    assert desk.rows("select name from customers") == [(text,)]
