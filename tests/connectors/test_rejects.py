"""Rejects: which row of the file they are, kept once, exported, mended and loaded again."""

from __future__ import annotations

import csv

import pytest

from helder.connectors.reading import document, mending
from helder.errors import BadInput

FILE = "customer_id,name,born_on\n1,a,\n2,b\n\n3,c,x\n4,d,,z\n5,e,y\n"


def numbers(desk) -> list[int]:
    return [row for (row,) in desk.rows("select row_number from _helder.rejects order by 1")]


def test_a_row_has_its_number_in_the_file_also_after_broken_and_blank_lines(desk):
    done = desk.load("customers", FILE)
    assert (done.read, done.misfits, done.filled[0].rejected) == (5, 2, 2)
    assert numbers(desk) == [2, 3, 4, 5]


def test_a_quoted_line_break_is_within_one_row(desk):
    desk.load("customers", 'customer_id,name,born_on\n1,"a\nb\nc",\n2,b,x\n')
    assert numbers(desk) == [2]


def test_the_whole_record_is_kept(desk):
    desk.load("customers", "customer_id,name,born_on\n7,Søren,x\n")
    assert desk.rows("select record from _helder.rejects") == [(["7", "Søren", "x"],)]


def test_loading_again_keeps_a_reject_once(desk):
    desk.load("customers", FILE)
    desk.load("customers", FILE)
    assert numbers(desk) == [2, 3, 4, 5]


def test_strict_refuses_the_file_and_keeps_nothing(desk):
    with pytest.raises(BadInput, match="4 rows are at fault: row 2 has 2 columns"):
        desk.load("customers", FILE, strict=True)
    assert desk.rows("select count(*) from customers") == [(0,)]
    assert numbers(desk) == []


def test_the_list_names_load_row_column_and_reason(desk):
    desk.load("customers", "customer_id,born_on\n1,x\n")
    (row,) = mending.listed(desk.engine).to_pylist()
    expected = {
        "load": 1,
        "source": "file.csv",
        "table": "customers",
        "row": 1,
        "column": "born_on",
        "value": "x",
        "mended_in": None,
    }
    assert row == {**expected, "reason": "is not a date that exists"}


def mended(desk, change: dict[str, str]) -> None:
    """Export the rejects, change them and load them again."""
    earlier = mending.earlier(desk.engine, None)
    path = desk.folder / "rejects.csv"
    mending.export(desk.engine, earlier, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, **change} for row in rows)
    desk.load(earlier.table, path, mends=earlier) if earlier.mapping is None else desk.load(
        None, path, mends=earlier, mapping=earlier.mapping
    )


def test_mended_rows_are_loaded_and_no_longer_listed(desk):
    desk.load("customers", FILE)
    mended(desk, {"born_on": "1980-01-01"})
    assert desk.rows("select count(*) from customers") == [(5,)]
    assert mending.listed(desk.engine).num_rows == 0
    assert set(mending.listed(desk.engine, mended=True)["mended_in"].to_pylist()) == {2}


def test_what_is_still_wrong_is_rejected_under_its_old_number(desk):
    desk.load("customers", FILE)
    mended(desk, {"born_on": "still wrong"})
    assert {row["row"] for row in mending.listed(desk.engine).to_pylist()} == {2, 3, 4, 5}


def test_a_key_of_the_place_stays_the_same_when_mended(desk):
    mapping = '[customers.columns]\ncustomer_id = { sql = "row" }\nborn_on = "born_on"\n'
    desk.load(None, "born_on\n1980-01-01\nx\n", mapping=mapping)
    mended(desk, {"born_on": "1990-01-01"})
    assert desk.rows("select customer_id from customers order by 1") == [("1",), ("2",)]


def test_rows_of_several_records_are_mended_in_the_whole_file(desk):
    mapping = '[customers]\ngroup = ["c"]\n[customers.columns]\ncustomer_id = "c"\nborn_on = { sql = "max(d)" }\n'
    desk.load(None, "c,d\n1,x\n", mapping=mapping)
    earlier = mending.earlier(desk.engine, 1)
    mending.export(desk.engine, earlier, desk.folder / "r.csv")
    with pytest.raises(BadInput, match="mended ones alone are not enough"):
        desk.load(None, desk.folder / "r.csv", mapping=earlier.mapping, mends=earlier)
    desk.load(None, "c,d\n1,1980-01-01\n", mapping=earlier.mapping, mends=earlier)
    assert mending.listed(desk.engine).num_rows == 0


def test_a_formula_is_made_harmless_and_comes_back_as_it_was(desk):
    desk.load("customers", "customer_id,name,born_on\n1,=2+3,x\n")
    mending.export(desk.engine, mending.earlier(desk.engine, None), desk.folder / "out.csv")
    assert "'=2+3" in (desk.folder / "out.csv").read_text(encoding="utf-8")
    mended(desk, {"born_on": ""})
    assert desk.rows("select name from customers") == [("=2+3",)]


def test_a_file_of_a_mapping_remembers_the_mapping(desk):
    desk.load(None, "k\n1\n", mapping='[customers.columns]\ncustomer_id = "k"\nborn_on = { value = "1980-01-01" }\n')
    (text,) = desk.rows("select mapping from _helder.loads")[0]
    assert document.parse(text, "kept").sections[0].table.name == "customers"
