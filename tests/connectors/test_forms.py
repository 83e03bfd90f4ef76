"""Every form a file can have gives the same rows."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROWS = [("1", "Søren, A", 12.5), ("2", 'Jan "J"', 7.0), ("3", None, None)]
COLUMNS = ("order_id", "customer_id", "revenue")
OUT = [("1", "Søren, A", 1250), ("2", 'Jan "J"', 700), ("3", None, None)]


def delimited(separator: str, encoding: str = "utf-8") -> bytes:
    import csv

    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([(*COLUMNS, "ordered_at"), *((*row, "2024-01-01") for row in ROWS)])
    return text.getvalue().encode(encoding)


def objects() -> list[dict[str, object]]:
    return [{**dict(zip(COLUMNS, row, strict=True)), "ordered_at": "2024-01-01"} for row in ROWS]


def parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(objects()), sink)
    return sink.getvalue()


def workbook() -> bytes:
    book, sink = openpyxl.Workbook(), io.BytesIO()
    book.active.append([*COLUMNS, "ordered_at"])
    for row in ROWS:
        book.active.append([*row, "2024-01-01"])
    book.save(sink)
    return sink.getvalue()


FORMS = {
    "orders.csv": delimited(","),
    "semicolons.csv": delimited(";"),
    "orders.tsv": delimited("\t"),
    "orders.txt": delimited("|"),
    "with_mark.csv": delimited(",", "utf-8-sig"),
    "wide.csv": delimited(",", "utf-16"),
    "array.json": json.dumps(objects()).encode(),
    "object.json": json.dumps({"count": 3, "rows": objects()}, indent=1).encode(),
    "orders.ndjson": "\n".join(json.dumps(one) for one in objects()).encode(),
    "lines.json": "\n".join(json.dumps(one) for one in objects()).encode(),
    "orders.parquet": parquet(),
    "orders.xlsx": workbook(),
}


@pytest.mark.parametrize("packed", ["plain", "gzip", "zip"])
@pytest.mark.parametrize("name", FORMS)
def test_the_same_rows_come_of_every_form(desk, name, packed):
    content = FORMS[name]
    if packed == "gzip":
        name, content = f"{name}.gz", gzip.compress(content)
    elif packed == "zip":
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as archive:
            archive.writestr(f"export/{name}", content)
            archive.writestr("__MACOSX/._x", b"")
        name, content = "export.zip", sink.getvalue()
    desk.load("orders", content, name=name)
    assert desk.rows("select order_id, customer_id, revenue from orders order by 1") == OUT


def test_a_name_that_lies_does_no_harm(desk):
    desk.load("orders", gzip.compress(delimited(",")), name="orders.csv")
    assert desk.rows("select count(*) from orders") == [(3,)]


def test_lines_that_end_in_different_ways_are_read(desk):
    desk.load("customers", b"customer_id,name\r\n1,a\n2,b\r\n3,c\r\n")
    assert desk.rows("select name from customers order by 1") == [("a",), ("b",), ("c",)]


def test_objects_inside_objects_are_dotted_columns(desk):
    desk.load("customers", '{"customer_id": 1, "attributes": {"size": "L"}}\n{"customer_id": 2, "name": "x"}', name="c.ndjson")
    assert desk.rows("select name, attributes from customers order by customer_id") == [(None, [("size", "L")]), ("x", None)]


def test_typed_instants_of_parquet_keep_their_moment(desk):
    import datetime as dt

    rows = pa.table(
        {"order_id": ["1"], "ordered_at": pa.array([dt.datetime(2024, 7, 1, 8)], pa.timestamp("us", tz="Europe/Amsterdam"))}
    )
    pq.write_table(rows, desk.folder / "o.parquet")
    desk.load("orders", desk.folder / "o.parquet")
    assert desk.rows("select ordered_at from orders") == [(dt.datetime(2024, 7, 1, 8),)]
