"""The mapping as a form: drafted, corrected by hand, the same document as the command's."""

from __future__ import annotations

import io
import zipfile

import pytest
from web.upload.conftest import Desk, fields_of, text_of

from helder.connectors.reading import document
from helder.home import definitions

SPEND = "nr;dag;bedrag;bron\n1;03-02-2024;1.234,50;ads\n2;04-02-2024;7,25;mail\n"


def columns_of(desk: Desk, upload: object, **changed: str) -> dict[str, object]:
    page = desk.client.get(f"/uploads/{upload.key}")  # type: ignore[attr-defined]
    return {**fields_of(page, "/columns"), **changed}


def test_the_form_says_what_the_draft_says(desk: Desk) -> None:
    upload = desk.taken(SPEND, "kosten.csv", table="spend")
    before = document.parse(upload.mapping, "m")
    desk.client.post(f"/uploads/{upload.key}/columns", columns_of(desk, upload))
    upload.refresh_from_db()
    after = document.parse(upload.mapping, "m")
    key = {s.target: (s.names, s.constant, s.sql, s.formats, s.missing, s.values) for s in before.sections[0].sources}
    assert {s.target: (s.names, s.constant, s.sql, s.formats, s.missing, s.values) for s in after.sections[0].sources} == key
    assert after.file == before.file


def test_columns_are_corrected_by_hand_and_checked_at_once(desk: Desk) -> None:
    upload = desk.taken(SPEND, "kosten.csv", table="spend")
    form = columns_of(
        desk,
        upload,
        **{
            "0.spend_id.from": "@nr",
            "0.spent_on.from": "@dag",
            "0.spent_on.formats": "%d-%m-%Y",
            "0.amount.from": "@bedrag",
            "0.kind.from": "=",
            "0.kind.value": "marketing",
            "0.channel.from": "@bron",
            "0.channel.values": "ads = search\r\nmail = email",
        },
    )
    answer = desk.client.post(f"/uploads/{upload.key}/columns", form, headers={"HX-Request": "true"})
    assert "spend : 2 rows would be accepted, 0 rejected" in text_of(answer)
    reading = fields_of(desk.client.get(f"/uploads/{upload.key}"), "/reading")
    assert (reading["decimal"], reading["thousands"]) == (",", ".")
    desk.client.post(f"/uploads/{upload.key}/reading", {**reading, "decimal": ".", "thousands": ""})
    assert "spend : 0 rows would be accepted, 2 rejected" in desk.page(upload)
    assert "amount is not an amount" in desk.page(upload)
    desk.client.post(f"/uploads/{upload.key}/reading", reading)
    desk.loaded(upload)
    assert desk.rows("select spend_id, amount, channel, kind from spend where spend_id in ('1', '2') order by 1") == [
        ("1", 123450, "search", "marketing"),
        ("2", 725, "email", "marketing"),
    ]


def test_a_file_of_another_form_than_its_name_says_is_read_once_one_says_so(desk: Desk) -> None:
    upload = desk.taken(SPEND, "kosten.xlsx", table="spend")
    assert "The name says excel, the content does not" in desk.page(upload)
    reading = fields_of(desk.client.get(f"/uploads/{upload.key}"), "/reading")
    desk.client.post(f"/uploads/{upload.key}/reading", {**reading, "format": "csv", "table": "spend"})
    assert "spend : 2 rows would be accepted" in desk.page(upload)


def test_a_member_of_an_archive_is_chosen(desk: Desk) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("read me.csv", "about,this\nnothing,much\n")
        archive.writestr("products.csv", "product_id,name\nz1,Lamp\n")
    upload = desk.taken(sink.getvalue(), "two.zip")
    reading = fields_of(desk.client.get(f"/uploads/{upload.key}"), "/reading")
    desk.client.post(f"/uploads/{upload.key}/reading", {**reading, "member": "products.csv", "table": "products"})
    assert "products : 1 rows would be accepted" in desk.page(upload)
    desk.loaded(upload)
    assert desk.rows("select name from products where product_id = 'z1'") == [("Lamp",)]


def test_an_error_in_the_mapping_is_told_with_its_line(desk: Desk) -> None:
    upload = desk.taken(SPEND, "kosten.csv", table="spend")
    text = '[spend.columns]\nspend_id = "nr"\nspent_on = { from = "dag", zone = "Mars/North" }\n'
    answer = desk.client.post(f"/uploads/{upload.key}/mapping", {"mapping": text})
    assert answer.status_code == 400
    assert "mapping, line 3" in text_of(answer)
    assert "takes no zone" in text_of(answer)
    assert "kosten.csv" in desk.page(upload)


@pytest.mark.parametrize("sql", ["nr; select 1", "nr --", "(select content from read_text('/etc/passwd'))", "nr) from ("])
def test_an_expression_is_no_way_to_anything_else(desk: Desk, sql: str) -> None:
    upload = desk.taken(SPEND, "kosten.csv", table="spend")
    text = f'[spend.columns]\nspend_id = {{ sql = "{sql}" }}\nspent_on = "dag"\namount = "bedrag"\n'
    answer = desk.client.post(f"/uploads/{upload.key}/mapping", {"mapping": text, "do": "load"})
    assert answer.status_code == 400
    assert "mapping, line 2" in text_of(answer)


def test_a_mapping_is_kept_downloaded_and_chosen_next_time(desk: Desk) -> None:
    first = desk.taken("id,naam\nq1,Lamp\n", "a.csv", table="products")
    answer = desk.client.post(f"/uploads/{first.key}/keep", {"name": "../evil"})
    assert answer.status_code == 400
    desk.client.post(f"/uploads/{first.key}/keep", {"name": "our-products"})
    path = desk.site.home / "mappings" / "our-products.toml"
    assert document.read(path).sections[0].table.name == "products"
    assert desk.client.get(f"/uploads/{first.key}/mapping.toml").content.decode().strip() == path.read_text().strip()
    assert "mappings/our-products.toml" in definitions(desk.site.home)  # and so in backups
    second = desk.taken("id,naam\nq2,Chair\n", "b.csv", mapping="our-products")
    desk.loaded(second)
    assert desk.rows("select name from products where product_id = 'q2'") == [("Chair",)]
    path.unlink()


def test_one_file_fills_several_tables(desk: Desk) -> None:
    upload = desk.taken("product_id,name,price\nm1,Lamp,3\n", "products.csv")
    desk.client.post(f"/uploads/{upload.key}/table", {"table": "customers"})
    form = columns_of(desk, upload, **{"1.customer_id.from": "@product_id"})
    desk.client.post(f"/uploads/{upload.key}/columns", form)
    desk.loaded(upload)
    assert {one["table"]: one["added"] for one in upload.told["tables"]} == {"products": 1, "customers": 1}
    with desk.site.questions.workspace.engine.transaction() as connection:  # type: ignore[attr-defined]
        connection.execute("delete from customers where customer_id = 'm1'")


def test_questions_of_a_survey_are_corrected_by_hand(desk: Desk) -> None:
    rows = "".join(f"r{i},2001-02-0{i + 1},{i % 11},{1 + i % 5}\n" for i in range(9))
    upload = desk.taken("respondent_nr,date,recommend,satisfied\n" + rows, "survey.csv", table="answers")
    form = columns_of(desk, upload)
    assert form["0.q0.question"] == ["recommend"]
    desk.client.post(f"/uploads/{upload.key}/columns", {**form, "0.q0.question": "would-recommend", "0.q1.scale": "1-5"})
    upload.refresh_from_db()
    asked = document.parse(upload.mapping, "m").sections[0].unpivot
    assert [(one.code, one.constants["instrument"]) for one in asked] == [("would-recommend", "nps"), ("satisfied", "csat")]
