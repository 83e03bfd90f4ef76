"""Viewers and agents open the pages of the metrics on their boards, within their rows; the others open every one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from web.sharing.conftest import Company, orders_of

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.boards.models import OwnBoard

Browser = Callable[["Person"], "Client"]
PAGES = ("/metrics/{}", "/metrics/{}/rows", "/metrics/{}/rows.csv", "/live?metric={}")


@pytest.fixture
def viewer(company: Company, service: OwnBoard, browser_of: Browser) -> Client:
    """The browser of a viewer with whom the board is shared."""
    from helder.web.sharing.models import Grant

    Grant.objects.create(board=service.key, department=company.danish)
    return browser_of(company.viewer)


@pytest.mark.parametrize("page", PAGES)
def test_only_those_on_a_board_of_theirs(viewer: Client, company: Company, browser_of: Browser, page: str) -> None:
    assert viewer.get(page.format("sales")).status_code == 403
    assert "on no board that you may open" in viewer.get(page.format("sales")).content.decode()
    assert browser_of(company.outsider).get(page.format("orders")).status_code == 403
    if "live" not in page:
        assert viewer.get(page.format("orders")).status_code == 200
        assert browser_of(company.head).get(page.format("sales")).status_code == 200


def test_the_catalogue_names_no_others(viewer: Client, company: Company, browser_of: Browser) -> None:
    page = viewer.get("/metrics").content.decode()
    assert "/metrics/orders" in page
    assert "/metrics/sales" not in page
    assert "/metrics/sales" in browser_of(company.head).get("/metrics").content.decode()


async def _text(answer: object) -> str:
    return b"".join([part async for part in answer.streaming_content]).decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("segment", ["", "country:NL", "country:NL' or '1'='1", "country:DK"])
def test_no_segment_reaches_the_rows_of_others(viewer: Client, segment: str) -> None:
    from asgiref.sync import async_to_sync

    asked = {"period": "12-months", "segment": segment}
    answer = viewer.get("/metrics/orders/rows.csv", asked)
    found = list(csv.DictReader(io.StringIO(async_to_sync(_text)(answer))))
    assert len(found) == (orders_of("DK") if segment in ("", "country:DK") else 0)
    assert {row["customer_id"] for row in found} <= {f"c{i}" for i in range(0, 12, 3)}
    page = viewer.get("/metrics/orders/rows", asked).content.decode()
    assert not {f">c{i}<" for i in range(12) if i % 3 and f">c{i}<" in page}


def test_a_metric_by_country_knows_their_own_alone(viewer: Client) -> None:
    page = viewer.get("/metrics/orders", {"period": "12-months", "by": "country"}).content.decode()
    assert "segment=country:DK" in page
    assert "country:NL" not in page
