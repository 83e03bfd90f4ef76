"""Drafted mappings: valid, loadable as they stand where the match is evident, and plain about what is not."""

from __future__ import annotations

import pytest

from helder import model
from helder.connectors.reading import document
from helder.connectors.reading.drafting import draft

EVIDENT = {
    "english": (
        "contacts",
        "call_id,start_time,wait_time,talk_time,outcome,agent\n"
        "1,2024-01-02 10:00:00,12,60,answered,x\n2,2024-01-02 11:00:00,?,,hang,\n",
        "select contact_id, wait_seconds, talk_seconds, outcome, employee_id from contacts order by 1",
        [("1", 12.0, 60.0, "answered", "x"), ("2", None, None, "abandoned", None)],
    ),
    "dutch": (
        "orders",
        "Ordernummer;Klantnummer;Besteldatum;Omzet;Status\n"
        "7;3;31-12-2024 10:15;1.234,50;betaald\n8;4;01-01-2025 09:00;12,00;geannuleerd\n",
        "select order_id, customer_id, ordered_at::varchar, revenue, status from orders order by 1",
        [("7", "3", "2024-12-31 10:15:00", 123450, "paid"), ("8", "4", "2025-01-01 09:00:00", 1200, "cancelled")],
    ),
    "danish": (
        "customers",
        "Kundenummer;Navn;Fødselsdato;Køn\n1;Søren Ågård;24.12.1980;mand\n",
        "select customer_id, name, born_on::varchar, gender from customers",
        [("1", "Søren Ågård", "1980-12-24", "mand")],
    ),
}


@pytest.mark.parametrize("language", EVIDENT)
def test_an_evident_draft_loads_as_it_is(desk, language):
    table, text, sql, rows = EVIDENT[language]
    drafted = draft(model.table(table), desk.file("file.csv", text))
    assert desk.load(None, text, mapping=drafted).rejected == 0
    assert desk.rows(sql) == rows


def test_columns_without_a_place_become_attributes(desk):
    drafted = draft(model.table("customers"), desk.file("f.csv", "klantnummer,Soort klant\n1,groot\n"))
    desk.load(None, "klantnummer,Soort klant\n1,groot\n", mapping=drafted)
    assert desk.rows("select attributes from customers") == [([("soort_klant", "groot")],)]


def test_another_encoding_is_seen(desk):
    path = desk.file("f.csv", "klantnummer,naam\n1,Zoë\n".encode("windows-1252"))
    drafted = draft(model.table("customers"), path)
    desk.load(None, path, mapping=drafted)
    assert desk.rows("select name from customers") == [("Zoë",)]


def test_day_or_month_first_is_for_a_person(desk):
    drafted = draft(model.table("orders"), desk.file("f.csv", "order_id,order_date\n1,03/04/2024\n"))
    assert 'format = "%d/%m/%Y"' in drafted
    assert "# DECIDE: 03/04/2024 may also be %m/%d/%Y." in drafted


def test_a_value_nobody_knows_is_for_a_person(desk):
    drafted = draft(
        model.table("contacts"), desk.file("f.csv", "call_id,start_time,result\n1,2024-01-01,AGENT\n2,2024-01-01,PHANTOM\n")
    )
    assert "# DECIDE: 'PHANTOM': which of answered, abandoned" in drafted


@pytest.mark.parametrize("table", model.TABLES)
def test_every_draft_is_a_mapping(desk, table):
    drafted = draft(model.table(table), desk.file("f.csv", 'id,"date of ""it""",naam\n1,x,y\n'))
    assert document.parse(drafted, "draft").sections[0].table.name == table


def test_a_survey_of_one_respondent_a_row_is_turned_round(desk):
    text = "respnum,date,recommend,Q1,Q2,remark\n" + "".join(
        f"{i},2024-05-{1 + i % 28:02},{i % 11},{1 + i % 5},{1 + (i * 3) % 5},fine\n" for i in range(60)
    )
    drafted = draft(model.table("answers"), desk.file("wide.csv", text))
    assert desk.load(None, text, mapping=drafted).rejected == 0
    counted = desk.rows("select instrument, scale, count(*) from answers group by all order by all")
    assert counted == [("nps", "0-10", 60), ("other", "1-5", 120)]


def test_columns_that_together_tell_records_apart_are_the_key(desk):
    text = "line,number,date,start\n" + "".join(f"{i % 3},{i // 3},240101,10:00:{i:02}\n" for i in range(30))
    drafted = draft(model.table("contacts"), desk.file("calls.csv", text))
    assert desk.load(None, text, mapping=drafted).rejected == 0
    assert desk.rows("select count(*), min(offered_at)::varchar from contacts") == [(30, "2024-01-01 10:00:00")]


def test_a_file_parted_by_spaces_without_a_header(desk):
    text = "".join(f"0000{i}  199701{10 + i}  2  29.33\n" for i in range(9))
    drafted = draft(model.table("orders"), desk.file("old.txt", text))
    desk.load(None, text, mapping=drafted)
    assert desk.rows("select min(ordered_at)::date::varchar, count(*) from orders") == [("1997-01-10", 9)]


def test_a_header_that_names_a_column_twice(desk):
    text = "order_id,date,note,Note\n1,2024-01-01,x,y\n"
    drafted = draft(model.table("orders"), desk.file("twice.csv", text))
    assert desk.load(None, text, mapping=drafted).rejected == 0
    assert desk.rows("select attributes from orders") == [([("note", "x"), ("note_2", "y")],)]


def test_a_moment_before_1900_stands_for_none(desk):
    drafted = draft(model.table("orders"), desk.file("f.csv", "order_id,departs\n1,12/31/1899 09:30:00 AM\n"))
    assert "nothing gives ordered_at" in drafted
