"""A file that cannot be read gets one clear message, and the store is as it was."""

from __future__ import annotations

import gzip
import io
import os
import zipfile

import pytest

from helder.connectors.reading import delimited
from helder.errors import BadInput

HEADER = "customer_id,name\n"
MANY = "".join(f"{i},some name\n" for i in range(20_000))


def zipped(*names: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in names:
            archive.writestr(name, HEADER)
    return sink.getvalue()


CASES = {
    "empty.csv": (b"", "The file is empty"),
    "blank.csv": (b"\n\n  \n", "The file has no lines to read"),
    "header.csv": (HEADER.encode(), "The file has a header and no records"),
    "twice.csv": (b"customer_id,name,Name\n1,a,b\n", "The file names a column twice: name, Name"),
    "latin.csv": (HEADER.encode() + b"1,caf\xe9\n", "The text is not UTF-8: byte 0xE9 on line 2"),
    "latin_later.csv": ((HEADER + MANY).encode() + b"x,caf\xe9\n", "row 20001 has bytes that are not"),
    "mixed.csv": (HEADER.encode() + b"1,a\n2;b\n", "Row 2 is separated by ';', the header by ','"),
    "quote.csv": ((HEADER + '1,"a\n' + MANY).encode(), "Row 1 has a quotation mark that is not closed"),
    "all_wide.csv": (HEADER.encode() + b"1,a,b\n2,c,d\n", "No record has the 2 columns of the header"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0\0\r", "This is not a text file"),
    "broken.xlsx": (b"PK\x03\x04 no more", "The archive is broken"),
    "old.xls": (b"\xd0\xcf\x11\xe0 no more", "The workbook cannot be read"),
    "named.parquet": (HEADER.encode(), "The name says parquet, the content does not"),
    "cut.parquet": (b"PAR1 and no more", "The file is malformed"),
    "cut.csv.gz": (gzip.compress((HEADER + MANY).encode())[:200], "The archive is broken"),
    "two.zip": (zipped("a.csv", "b.csv"), "The archive has 2 files: a.csv, b.csv"),
    "none.zip": (zipped(".hidden"), "The archive has no files"),
    "cut.json": (b'[{"customer_id": 1}, {"cust', "The file is malformed"),
    "cut_object.json": (b'{"rows": [{"customer_id"\n', "The JSON is malformed"),
    "numbers.json": (b"[1, 2]", "The JSON holds no objects"),
    "broken.ndjson": (b'{"customer_id": 1}\n\n{"cust\n', "Line 3 is not JSON"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_message_says_what_and_where(desk, name):
    content, message = CASES[name]
    with pytest.raises(BadInput) as told:
        desk.load("customers", content, name=name)
    assert message in told.value.what
    assert told.value.where.endswith(name)
    assert told.value.fix
    assert desk.rows("select (select count(*) from customers) + (select count(*) from _helder.loads)") == [(0,)]


def test_a_file_that_is_not_there_is_named_with_the_nearest(desk):
    desk.file("clients.csv", HEADER)
    with pytest.raises(BadInput, match=r"no such file.\nDid you mean .*clients.csv"):
        desk.load("customers", desk.folder / "client.csv")


def test_a_folder_is_not_a_file(desk):
    with pytest.raises(BadInput, match="This is a folder"):
        desk.load("customers", desk.folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever runs as root may read everything")
def test_a_file_one_may_not_read(desk):
    path = desk.file("secret.csv", HEADER)
    path.chmod(0)
    with pytest.raises(BadInput, match="cannot be read"):
        desk.load("customers", path)


@pytest.mark.parametrize("rows", ["", "1,a\n"])
def test_a_line_without_end_is_refused_by_looking_not_by_keeping(desk, rows):
    long = desk.folder / "long.csv"
    with long.open("w") as file:
        file.write(HEADER + rows + "2,")
        for _ in range(delimited.LONGEST_LINE // 500_000 + 5):
            file.write("x" * 500_000)
        file.write("\n3,c\n")
    with pytest.raises(BadInput, match="is longer than 4 MB"):
        desk.load("customers", long)


def test_a_long_line_within_the_limit_is_read(desk):
    desk.load("customers", HEADER + f"1,{'x' * 1_500_000}\n2,b\n")
    assert desk.rows("select max(length(name)), count(*) from customers") == [(1_500_000, 2)]
