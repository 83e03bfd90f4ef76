"""What each kind of value of MySQL and MariaDB becomes."""

from __future__ import annotations

import pytest
from connectors.sources.office import Office
from mariadb import MariaDB

CONNECTION = """
system = "sql"
[settings]
url = "mysql://reader@127.0.0.1:{port}/shop"
password = "a-secret-word"
[records.things]
into = "orders"
[mappings]
things = '''
[orders.columns]
order_id = "number"
ordered_at = {{ from = "{moment}", zone = "Europe/Copenhagen" }}
status = {{ value = "paid" }}
revenue = "amount"
attributes.text = "text"
[case_events.columns]
case_id = "number"
at = {{ value = "2026-03-02" }}
event = {{ value = "replied" }}
public = "public"
'''
"""
THINGS = """create table shop.things (number bigint unsigned primary key, moment timestamp null, shown datetime,
  amount decimal(20, 2), public tinyint(1), text {kind}) character set utf8mb4"""


def fetched(office: Office, shop: MariaDB, row: str, kind: str = "varchar(99)", moment: str = "moment") -> None:
    """A table of one row, read."""
    shop.say(THINGS.format(kind=kind), "set sql_mode = ''", f"insert into shop.things values ({row})")
    office.connect("shop", CONNECTION.format(port=shop.port, moment=moment))
    assert office.run("shop").error is None


def test_numbers_amounts_and_yes_and_no_are_exact(office: Office, shop: MariaDB) -> None:
    fetched(office, shop, "18446744073709551615, '2026-03-02', null, 123456789012345.67, 1, 'x'")
    assert office.rows("select order_id, revenue from orders") == [("18446744073709551615", 12345678901234567)]
    assert office.rows("select public from case_events") == [(True,)]


def test_an_instant_is_the_same_whatever_the_zone_of_the_server(office: Office, shop: MariaDB) -> None:
    fetched(office, shop, "1, '2026-03-02 10:00', null, 1, 0, 'x'")  # at +01:00, where the server is
    assert office.rows("select ordered_at::varchar from orders") == [("2026-03-02 09:00:00",)]


def test_a_time_without_a_zone_is_of_the_zone_its_mapping_says(office: Office, shop: MariaDB) -> None:
    fetched(office, shop, "1, null, '2026-07-02 10:00', 1, 0, 'x'", moment="shown")
    assert office.rows("select ordered_at::varchar from orders") == [("2026-07-02 08:00:00",)]


@pytest.mark.parametrize("zero", ["null, '0000-00-00 00:00:00'", "'0000-00-00', null"])
def test_a_date_of_noughts_is_none(office: Office, shop: MariaDB, zero: str) -> None:
    fetched(office, shop, f"1, {zero}, 1, 0, 'x'", moment="shown" if zero.startswith("null") else "moment")
    faults = office.rows('select fault."column", fault.value from (select unnest(faults) as fault from _helder.rejects)')
    assert faults == [("ordered_at", None)]


@pytest.mark.parametrize(
    ("kind", "given", "becomes"),
    [
        ("varchar(99)", "'Smørrebrød på Nørrebro 😀'", "Smørrebrød på Nørrebro 😀"),
        ("json", """'{"kanal": "Købmagergade"}'""", '{"kanal": "Købmagergade"}'),
        ("set('web', 'app')", "'web,app'", '["app", "web"]'),
        ("enum('web', 'app')", "'app'", "app"),
        ("time", "'25:06:17'", "25:06:17"),
        ("bit(9)", "b'100000001'", "257"),
        ("blob", "x'00ff'", "00ff"),
    ],
)
def test_other_kinds_come_as_texts(office: Office, shop: MariaDB, kind: str, given: str, becomes: str) -> None:
    fetched(office, shop, f"1, '2026-03-02', null, 1, 0, {given}", kind=kind)
    assert office.rows("select attributes['text'] from orders") == [(becomes,)]
