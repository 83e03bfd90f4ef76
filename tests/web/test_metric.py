"""The page of one metric: by dimension, the test against the rest, what was counted and left out, goals."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<(script|svg).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


def test_the_page_shows_every_value_of_a_dimension(signed_in: Callable[[str], Client], site: Serving) -> None:
    today = site.questions.today()
    rows = site.questions.workspace.show("nps", by=["country"], since=today - timedelta(days=91), until=today).to_records()
    page = words(signed_in("viewer").get("/metrics/nps?period=3-months&by=country").content.decode())
    for row in (r for r in rows if r["n"]):
        assert f"{row['country']} {row['value']:.1f}" in page


def test_rows_read_are_rows_counted_and_left_out(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("viewer").get("/metrics/nps").content.decode()
    table = page[page.index('class="rows sum"') :]
    numbers = [int(n.replace(",", "")) for n in re.findall(r'<td class="end">([\d,]+)</td>', table[: table.index("</table>")])]
    assert numbers[0] == sum(numbers[1:]) > 0
    assert "promoters" in page
    assert "SELECT" in page


def test_the_chart_has_a_point_for_every_cell_of_the_table(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("viewer").get("/metrics/nps?period=3-months&grain=week").content.decode()
    (found,) = re.findall(r'<script id="trend-specification" type="application/json">(.*?)</script>', page, re.DOTALL)
    starts = [value["start"] for value in next(iter(json.loads(found)["datasets"].values()))] if "datasets" in found else None
    starts = starts or [value["start"] for value in json.loads(found)["layer"][0]["data"]["values"]]
    assert starts == re.findall(r'<th scope="row">(\d{4}-\d\d-\d\d)', page)[: len(starts)]
    assert 13 <= len(starts) <= 14


@pytest.mark.parametrize("query", ["?by=shoe_size", "?by=channel&grain=century"])
def test_an_unknown_dimension_is_told_kindly(signed_in: Callable[[str], Client], query: str) -> None:
    answer = signed_in("viewer").get(f"/metrics/nps{query}")
    assert answer.status_code == 400
    assert "Choose from" in words(answer.content.decode())
