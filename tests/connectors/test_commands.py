"""The commands that bring rows in and show them."""

from __future__ import annotations

import json


def test_load_says_what_came_of_the_file(tmp_path, helder):
    (tmp_path / "a.csv").write_text("customer_id,born_on\n1,\n2,x\n")
    done = helder("load", "customers", "a.csv")
    assert done.returncode == 0
    assert "a.csv: load 1, 2 records read" in done.stdout
    assert "customers: 1 row accepted (1 new, 0 changed, 0 unchanged), 1 rejected" in done.stdout


def test_rejects_go_out_to_be_mended_and_come_back(tmp_path, helder):
    (tmp_path / "a.csv").write_text("customer_id,born_on\n1,x\n")
    helder("load", "customers", "a.csv")
    assert json.loads(helder("rejects", "--format", "json").stdout)[0]["reason"] == "is not a date that exists"
    assert "1 rows written to out.csv" in helder("rejects", "--export", "out.csv").stdout
    out = tmp_path / "out.csv"
    out.write_text(out.read_text().replace(",x", ",1980-01-01"))
    assert "1 row accepted" in helder("load", "--mend", "1", "out.csv").stdout
    assert helder("rejects").stdout == "No rejects.\n"


def test_a_mapping_may_name_the_table(tmp_path, helder):
    (tmp_path / "a.csv").write_text("k\n1\n")
    (tmp_path / "m.toml").write_text('[customers.columns]\ncustomer_id = "k"\n')
    assert helder("load", "--map", "m.toml", "a.csv").returncode == 0


def test_strict_is_an_error(tmp_path, helder):
    (tmp_path / "a.csv").write_text("customer_id,born_on\n1,x\n")
    done = helder("load", "--strict", "customers", "a.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: a.csv: 1 rows are at fault: row 1: born_on 'x' is not a date that exists")


def test_a_table_that_is_not_there(tmp_path, helder):
    done = helder("load", "custmers", "a.csv")
    assert done.returncode == 2
    assert "Did you mean customers" in done.stderr


def test_map_writes_a_draft(tmp_path, helder):
    (tmp_path / "a.csv").write_text("klantnummer\n1\n")
    assert "look over the lines marked DECIDE" in helder("map", "customers", "a.csv", "--output", "m.toml").stdout
    assert helder("load", "customers", "a.csv", "--map", "m.toml").returncode == 0


def test_tables_count_their_rows(tmp_path, helder):
    before = json.loads(helder("tables", "--format", "json").stdout)
    assert {row["rows"] for row in before} == {None}
    (tmp_path / "a.csv").write_text("customer_id\n1\n2\n")
    helder("load", "customers", "a.csv")
    after = {row["table"]: row["rows"] for row in json.loads(helder("tables", "--format", "json").stdout)}
    assert (after["customers"], after["orders"]) == (2, 0)


def test_describe_tells_of_every_column(helder):
    told = helder("describe", "answers").stdout
    assert "A row is one answer to one question, known by answer_id." in told
    (score,) = [row for row in json.loads(helder("describe", "answers", "--format", "json").stdout) if row["column"] == "score"]
    assert (score["type"], score["required"]) == ("number", False)
