"""The rows behind a number: as many as were counted, masked where they must be, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from helder.web.boards.record import MASK, neutral

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving

FORMULA = '=HYPERLINK("http://example.com")'


async def taken(client: Client, path: str) -> list[dict[str, str]]:
    """The CSV of an address, as a browser would save it."""
    from django.test import AsyncClient

    browser = AsyncClient()
    browser.cookies = client.cookies
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    text = b"".join([part async for part in answer.streaming_content]).decode()
    return list(csv.DictReader(StringIO(text)))


def download(client: Client, path: str) -> list[dict[str, str]]:
    from asgiref.sync import async_to_sync

    return async_to_sync(taken)(client, path)


def test_pages_hold_every_counted_row_once(signed_in: Callable[[str], Client], site: Serving) -> None:
    viewer, today = signed_in("viewer"), site.questions.today()
    (row,) = (
        r for r in site.questions.workspace.show("nps", since=today - timedelta(days=91), until=today).to_records() if r["n"]
    )
    pages = [viewer.get(f"/metrics/nps/rows?period=3-months&page={page}").content.decode() for page in (1, 2, 3)]
    seen = [f"a{i:03}" for i in range(260) for page in pages if f"<td>a{i:03}</td>" in page]
    assert len(seen) == len(set(seen)) == row["n"] > 100


@pytest.mark.parametrize(("role", "masked"), [("administrator", False), ("analyst", False), ("manager", True), ("viewer", True)])
def test_personal_columns_are_masked_for_those_without_the_right(
    signed_in: Callable[[str], Client], role: str, masked: bool
) -> None:
    client = signed_in(role)
    page = client.get("/metrics/nps/rows").content.decode()
    assert ("Kind and quick" not in page) == masked
    assert (f"<td>{MASK}</td>" in page) == masked
    comments = {row["comment"] for row in download(client, "/metrics/nps/rows.csv")}
    assert comments == ({MASK} if masked else {"Kind and quick", f"'{FORMULA}"})


def test_the_csv_has_all_counted_rows_and_no_formulas(signed_in: Callable[[str], Client], site: Serving) -> None:
    today = site.questions.today()
    explained = site.questions.workspace.explain("nps", since=today - timedelta(days=91), until=today)
    rows = download(signed_in("analyst"), "/metrics/nps/rows.csv?period=3-months")
    assert len(rows) == explained.counted
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]


def test_money_is_in_its_currency(signed_in: Callable[[str], Client]) -> None:
    assert {row["revenue"] for row in download(signed_in("viewer"), "/metrics/sales/rows.csv?period=4-weeks")} >= {
        "12.50",
        "12.60",
    }


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("-4.5", "-4.5"),
        ("kind", "kind"),
        ("-", "'-"),
    ],
)
def test_formulas_are_made_text_and_numbers_left(text: str, safe: str) -> None:
    assert neutral(text) == safe


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=-1", "?part=2", "?page=²"])
def test_a_page_that_cannot_be_is_told_kindly(signed_in: Callable[[str], Client], query: str) -> None:
    assert signed_in("viewer").get(f"/metrics/nps/rows{query}").status_code == 400


def test_a_metric_over_two_facts_shows_the_rows_of_each(signed_in: Callable[[str], Client]) -> None:
    viewer = signed_in("viewer")
    assert viewer.get("/metrics/customer_acquisition_cost/rows?part=1").status_code == 200
    assert viewer.get("/metrics/nps/rows?part=1").status_code == 400


def test_rows_are_those_of_the_number_shown_and_no_other_scale(
    signed_in: Callable[[str], Client], site: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime

    import pyarrow as pa

    from helder.engines import open_engine
    from helder.model import TABLES
    from helder.web.boards.data import Questions
    from helder.workspace import Workspace

    at = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=2)
    scales = [None, "0-10", "0-10", "1-10", "1-5"]
    answers = [
        {"answer_id": f"a{i}", "instrument": "nps", "scale": s, "score": 5.0, "answered_at": at} for i, s in enumerate(scales)
    ]
    own = Questions(Workspace(open_engine("duckdb://", zone="UTC"), "EUR"), "EUR")
    monkeypatch.setattr(site, "questions", own)
    with own.workspace.engine.write() as writer:
        writer.append(TABLES["answers"], pa.Table.from_pylist(answers), source="a test")
    viewer = signed_in("viewer")
    page = viewer.get("/metrics/nps").content.decode()
    assert "apart: 1\N{EN DASH}10, 1\N{EN DASH}5" in page
    (link,) = re.findall(r'href="(/metrics/nps/rows[^"]*)"', page)
    assert [row["answer_id"] for row in download(viewer, unescape(link).replace("/rows?", "/rows.csv?"))] == ["a0", "a1", "a2"]
    own.close()


@pytest.mark.parametrize("page", ["rows", "rows.csv"])
def test_nobody_asks_by_what_is_masked_to_them(signed_in: Callable[[str], Client], page: str) -> None:
    response = signed_in("viewer").get(f"/metrics/nps/{page}?segment=comment:Kind and quick")
    assert response.status_code == 400
    assert "no segment" in response.content.decode().lower()


def test_past_the_last_page_one_is_led_to_it(signed_in: Callable[[str], Client]) -> None:
    viewer = signed_in("viewer")
    answer = viewer.get("/metrics/nps/rows?period=3-months&page=99999")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no page 99,999: the last is page 3." in page
    (link,) = re.findall(r'class="button" href="([^"]*)">To the last page', page)
    last = viewer.get("/metrics/nps/rows" + unescape(link))
    assert last.status_code == 200
    assert 'rel="prev"' in last.content.decode()
    assert 'rel="next"' not in last.content.decode()
    nothing = viewer.get("/metrics/nps/rows?since=2001-01-01&until=2001-02-01&page=7")
    assert "No rows were counted in this period." in nothing.content.decode()
