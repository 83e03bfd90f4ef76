"""Uploaded files that a customer is in, or may be, go; others stay; while one is being loaded nothing is erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from web.privacy.conftest import ZOE, said_anywhere

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.upload.models import Upload

ZOES = "customer_id,name\nZ-900,Zoé Holm\n"


@pytest.fixture
def kept(zoe: Any) -> Iterator[Callable[..., Upload]]:
    """Keeps a file as an upload does; afterwards it is gone."""
    from helder.web.upload.models import Upload, folder

    made = []

    def keep(content: bytes, state: str = "loaded") -> Upload:
        one = Upload.objects.create(name="file.csv", size=len(content), state=state)
        folder().mkdir(parents=True, exist_ok=True)
        one.path.write_bytes(content)
        made.append(one.path)
        return one

    yield keep
    for path in made:
        path.unlink(missing_ok=True)


def erase(signed_in: Callable[[str], Client]) -> str:
    page = signed_in("administrator").post("/personal-data/erase", {"customer": ZOE, "typed": ZOE, "delete": "on"}, follow=True)
    return page.content.decode()


@pytest.mark.parametrize(
    "content",
    [
        ZOES.encode(),
        ZOES.encode("utf-16"),
        b"order\n".decode().encode("utf-16-le") + ZOES.encode("utf-16-le"),
        ZOES.encode("cp1252"),
        b"order_id,sku\nz-order,shoe\n",
        b"who\nZOE HOLM\n",
        b"who\nZoe@EXAMPLE.org\n",
        b"phone\n0045 12 34 56 78\n",
        b'{"page": "/?mail=zoe%40example.org"}\n',
        b"PK\x03\x04 packed",
        b"x" * ((4 << 20) - 3) + b",zoe@example.org,",
    ],
    ids=["utf-8", "utf-16", "utf-16-le", "cp1252", "order", "capitals", "mail", "phone", "address", "packed", "cut"],
)
def test_a_file_they_are_in_or_may_be_goes(
    kept: Callable[..., Upload], signed_in: Callable[[str], Client], content: bytes
) -> None:
    theirs = kept(content)
    erase(signed_in)
    assert not theirs.there


@pytest.mark.parametrize("content", [b"Z-9001,Zoe Holmes,z-orders\n", "Østergård\n".encode(), b"+45123456789\n", b""])
def test_a_file_of_others_stays(kept: Callable[..., Upload], signed_in: Callable[[str], Client], content: bytes) -> None:
    others = kept(content)
    assert "is erased" in erase(signed_in)
    assert others.there


@pytest.mark.parametrize("state", ["waiting", "loading"])
def test_nothing_is_erased_while_theirs_is_loaded(
    kept: Callable[..., Upload], signed_in: Callable[[str], Client], zoe: Any, state: str
) -> None:
    before = said_anywhere()
    done, under_way = kept(ZOES.encode()), kept(ZOES.encode(), state)
    assert "is being loaded; nothing was erased" in erase(signed_in)
    assert done.there
    assert under_way.there
    assert said_anywhere() == before
    assert zoe.questions.workspace.engine.customers.counts(ZOE)


def test_a_file_of_others_may_be_loaded_meanwhile(kept: Callable[..., Upload], signed_in: Callable[[str], Client]) -> None:
    others = kept(b"customer_id\nZ-901\n", "loading")
    assert "is erased" in erase(signed_in)
    assert others.there
