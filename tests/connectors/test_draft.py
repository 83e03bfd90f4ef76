"""Drafted mappings: valid, loadable as they stand where the match is evident, and plain about what is not."""

from __future__ import annotations

import pytest

from helder import model
from helder.connectors.reading import document
from helder.connectors.reading.draft import draft

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
