"""The page of one metric: by dimension, the test against the rest, what was counted and left out, goals."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scipy.stats import chi2_contingency, false_discovery_control
from web.conftest import ago

from helder.model import TABLES
from helder.settings import load
from helder.web.boards.slices import against_the_rest

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
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
    moments = [value["start"] for value in next(iter(json.loads(found)["datasets"].values()))] if "datasets" in found else None
    moments = moments or [value["start"] for value in json.loads(found)["layer"][0]["data"]["values"]]
    starts = [moment.removesuffix("T00:00:00") for moment in moments]
    cells = re.findall(r'<th scope="row">(\d{4}-\d\d-\d\d)', page)
    first = cells.index(starts[0])
    assert first <= 1  # a first week of a day or two is not drawn
    assert starts == cells[first : first + len(starts)]
    assert 13 <= len(starts) <= 14


@pytest.mark.parametrize("query", ["?by=shoe_size", "?by=channel&grain=century"])
def test_an_unknown_dimension_is_told_kindly(signed_in: Callable[[str], Client], query: str) -> None:
    answer = signed_in("viewer").get(f"/metrics/nps{query}")
    assert answer.status_code == 400
    assert "Choose from" in words(answer.content.decode())


@pytest.fixture
def company(accounts: Serving, tmp_path: Path) -> Iterator[Serving]:
    """A store of its own."""
    from helder.web import jobs, serving

    begun = serving.begin(load(tmp_path, environment={}))
    yield begun
    begun.stop()
    serving._current[:] = [accounts]
    jobs._current[:] = [accounts.jobs]


def test_narrowed_by_what_is_not_known_of_many_it_says_how_many_are_left_out(
    signed_in: Callable[[str], Client], company: Serving
) -> None:
    customers = [{"customer_id": "c", "country": "NL"}]
    answers = [
        {"answer_id": str(i), "instrument": "nps", "score": i % 11, "answered_at": ago(1), "customer_id": "c" if i < 10 else None}
        for i in range(1_234)
    ]
    for table, rows in (("customers", customers), ("answers", answers)):
        assert company.arrivals.send(TABLES[table], rows, source="a test").result().rejected == ()
    company.arrivals.flush()
    viewer = signed_in("viewer")
    page = words(viewer.get("/metrics/nps?period=3-months&segment=country:NL").content.decode())
    assert ", where its country is known" in page
    assert "Left out, as their country is not known: n 1,224" in page
    assert "is not known: n" not in words(viewer.get("/metrics/nps?period=3-months").content.decode())


def test_whose_department_narrows_it_is_told_so(person: Callable[[str], Person], company: Serving) -> None:
    from django.test import Client

    from helder.web.accounts.models import Department

    rows = [{"answer_id": str(i), "instrument": "nps", "score": 9, "answered_at": ago(1), "customer_id": "c"} for i in range(20)]
    for table, some in (("customers", [{"customer_id": "c", "country": "NL"}]), ("answers", rows)):
        assert company.arrivals.send(TABLES[table], some, source="a test").result().rejected == ()
    company.arrivals.flush()
    manager, client = person("manager"), Client()
    manager.departments.set([Department.objects.create(name="Netherlands", conditions={"country": ["NL"]})])
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("/metrics/nps", "/boards/executive"):
        page = words(client.get(path).content.decode())
        assert "only Country: NL" in page
        assert "where its country is known" in page
    assert "None in this period, as far as this is known: country." in words(client.get("/metrics/csat").content.decode())
    refused = client.get("/metrics/iqs/rows.csv")
    assert refused.status_code == 400
    assert "is not known by what your departments see" in words(refused.content.decode())
    assert 'list="' not in client.get("/goals").content.decode()
    assert client.get("/goals").content.decode().count('name="segment"') == 1  # nothing but the list of its own


def test_values_are_tested_against_the_others_that_are_known(site: Serving) -> None:
    """Visitors who are not known buy less than customers do, which says nothing about a country."""
    rows = [
        {"country": country, "value": hits / n, "n": n, "denominator": n, "variance": hits / n * (1 - hits / n) / n}
        for country, hits, n in [("NL", 300, 1000), ("DK", 297, 1000), ("SE", 390, 1000), (None, 100, 9000)]
    ]
    whole = {"value": (300 + 297 + 390 + 100) / 12_000}
    metric = site.questions.workspace.catalog["conversion_rate"]
    p, ways = against_the_rest(rows, whole, metric, "country")
    assert ways == ["worse", "worse", "better", None]
    tables = [[[hits, 1000 - hits], [987 - hits, 1013 + hits]] for hits in (300, 297)]
    pooled = false_discovery_control([*(chi2_contingency(table, correction=False).pvalue for table in tables), 0.0])
    assert p[:2] == pytest.approx(list(pooled[:2]), rel=0.2)  # of one spread for both, where ours is of each
    assert p[3] is None
