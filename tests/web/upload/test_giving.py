"""Giving a file: what is taken, what is refused and why, and that names are only names."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from web.upload.conftest import Desk, text_of

if TYPE_CHECKING:
    from django.test import Client

PRODUCTS = "product_id,name,price\np1,Lamp,12.50\np2,Chair,x\n"


def test_a_file_is_shown_before_anything_is_loaded(desk: Desk) -> None:
    upload = desk.taken(PRODUCTS, "products.csv")
    page = desk.page(upload)
    assert "products.csv" in page
    assert "csv · separated by ',' · utf-8 · 3 columns" in page
    assert "products : 1 rows would be accepted, 1 rejected" in page
    assert "price is not an amount such as 1234.50" in page
    assert "Lamp" in page
    assert desk.rows("select count(*) from products where product_id = 'p1'") == [(0,)]


@pytest.mark.parametrize("role", ["manager", "agent", "viewer"])
def test_only_those_who_may_connect_sources(signed_in: Callable[[str], Client], role: str) -> None:
    client = signed_in(role)
    for path in ("/uploads", "/loads", "/loads/1", "/loads/1/rejects.csv"):
        assert client.get(path).status_code == 403
    assert "/uploads" not in client.get("/password").content.decode()


def test_nobody_else_sends_a_file(visitor: Client) -> None:
    answer = visitor.post("/uploads", {"file": io.BytesIO(b"a,b\n1,2\n")})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_form_without_its_token_is_refused(desk: Desk) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.client.cookies
    assert strict.post("/uploads", {"file": io.BytesIO(b"a,b\n1,2\n")}).status_code == 403
    assert not [path for path in _kept(desk) if path.stat().st_size == 8]


def _kept(desk: Desk) -> list:
    folder = desk.site.home / "web" / "uploads"
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _zipped(**members: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return sink.getvalue()


REFUSED = {
    "empty.csv": (b"", "The file is empty"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0\0\r", "This is not a text file"),
    "bomb.zip": (_zipped(bomb=b"a,b\n" * (70 << 20)), "Unpacked it would be absurdly large"),
    "layers.gz": (gzip.compress(gzip.compress(gzip.compress(b"a,b\n1,2\n"))), "archives in archives"),
    "cut.csv.gz": (gzip.compress(PRODUCTS.encode() * 99)[:80], "The archive is broken"),
    "nothing.zip": (_zipped(**{".hidden": b""}), "The archive has no files"),
    "wide.csv": ((",".join(f"c{i}" for i in range(1200)) + "\n" + "," * 1199 + "\n").encode(), "1,200 columns"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_mapping_could_make_readable_is_refused_and_not_kept(desk: Desk, name: str) -> None:
    content, why = REFUSED[name]
    before = len(_kept(desk))
    answer = desk.give(content, name)
    assert answer.status_code == 400
    assert why in text_of(answer)
    assert len(_kept(desk)) == before


def test_what_is_larger_than_the_limit_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(desk.site.settings.values, "upload_megabytes", 1)  # type: ignore[arg-type]
    before = len(_kept(desk))
    for size in (1_100_000, 3_000_000):  # found while it arrives, and by what the request says of itself
        answer = desk.give(b"a,b\n" + b"1,2\n" * (size // 4), "large.csv")
        assert answer.status_code == 413
        assert "The file is larger than 1 MB" in text_of(answer)
    assert len(_kept(desk)) == before


def test_a_name_is_never_a_path(desk: Desk) -> None:
    upload = desk.taken(PRODUCTS, "../../<b>etc.csv")
    assert upload.path.parent == desk.site.home / "web" / "uploads"
    assert upload.path.name == upload.key.hex
    assert upload.name == "<b>etc.csv"
    assert "<b>etc" not in desk.client.get(f"/uploads/{upload.key}").content.decode()
    assert upload.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        ("id;naam\n1;caf\u00e9\n".encode("cp1252"), "old.csv", "windows-1252"),
        (gzip.compress(PRODUCTS.encode(), mtime=0), "products.csv.gz", "Chair"),
        (_zipped(a=b"x,y\n1,2\n", products=PRODUCTS.encode()), "two.zip", "File in the archive"),
        (b'{"product_id": "p1", "price": 3}\n{"product_id": "p2"}\n', "rows.ndjson", "ndjson"),
        (PRODUCTS.encode(), "wrong.xlsx", "The name says excel, the content does not"),
        (b'"a","b"\n"' + b"x" * (10 << 20) + b'",1\n', "field.csv", "longer than 4 MB"),
    ],
)
def test_other_forms_and_faults_one_can_do_something_about(desk: Desk, content: bytes, name: str, told: str) -> None:
    assert told in desk.page(desk.taken(content, name))


def test_old_files_are_removed_and_what_was_loaded_of_them_is_told_still(desk: Desk) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from helder.web.upload.jobs import remove_old
    from helder.web.upload.models import Upload

    upload = desk.loaded(desk.taken("product_id\nold1\n", "products.csv"))
    fresh = desk.taken("product_id\nold2\n", "products.csv")
    Upload.objects.filter(key=upload.key).update(created_at=timezone.now() - timedelta(days=8))
    remove_old()
    assert not upload.path.exists()
    assert fresh.path.exists()
    assert "The file is no longer kept" in desk.page(upload)
