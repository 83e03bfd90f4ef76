"""What is packed is unpacked within bounds."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from helder.connectors.reading import unpacking
from helder.errors import BadInput

HEADER = b"customer_id,name\n"


def zipped(**members: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return sink.getvalue()


@pytest.fixture
def tight(monkeypatch):
    """Bounds that a small file can break."""
    monkeypatch.setattr(unpacking, "SMALL", 1 << 20)
    monkeypatch.setattr(unpacking, "LARGEST_BOOK", 4 << 20)


BOMBS = {
    "bomb.csv.gz": gzip.compress(HEADER + b"1,a\n" * (1 << 20)),
    "bomb.zip": zipped(a_csv=HEADER + b"1,a\n" * (1 << 20)),
    "within.zip": zipped(a_csv_gz=gzip.compress(HEADER + b"1,a\n" * (1 << 20))),
    "book.xlsx": zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b" " * (5 << 20)),
    "layers.gz": gzip.compress(gzip.compress(gzip.compress(HEADER + b"1,a\n"))),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_and_nothing_of_it_stays(desk, tight, name, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(desk.folder))
    with pytest.raises(BadInput, match=r"absurdly large|archives in archives"):
        desk.load("customers", BOMBS[name], name=name)
    assert [path.name for path in desk.folder.iterdir()] == [name]


def test_what_is_packed_well_is_no_bomb(desk, tight):
    content = HEADER + b"".join(b"%d,a name\n" % i for i in range(300_000))
    assert desk.load("customers", gzip.compress(content), name="many.csv.gz").read == 300_000


def test_a_book_that_lies_about_its_size_is_refused(desk, tight):
    book = zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b" " * (5 << 20))
    lying = book.replace((5 << 20).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    with pytest.raises(BadInput, match="broken"):
        desk.load("customers", lying, name="book.xlsx")


def test_json_in_json_in_json_is_refused(desk):
    with pytest.raises(BadInput):
        desk.load("customers", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, name="deep.json")
    with pytest.raises(BadInput):
        desk.load("customers", b'{"customer_id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n" * 2, name="deep.ndjson")
