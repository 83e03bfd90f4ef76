"""The executive board shows what h.show answers, for the view its address names."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from helder.metrics import CATALOG
from helder.metrics.unit import shown

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving


def tiles(page: str) -> dict[str, str]:
    """Each tile's text by its metric, charts and tables aside."""
    found = re.findall(r'<article class="tile[^"]*" id="tile-(\w+)".*?>(.*?)</article>', page, re.DOTALL)
    plain = {name: re.sub(r"<svg.*?</svg>|<details.*?</details>", "", text, flags=re.DOTALL) for name, text in found}
    return {name: " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for name, text in plain.items()}


@pytest.fixture
def board(signed_in: Callable[[str], Client]) -> Callable[[str], str]:
    """Gets the board of an address, as a viewer."""
    viewer = signed_in("viewer")

    def get(query: str = "") -> str:
        answer = viewer.get(f"/{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_every_headline_metric_has_a_tile(board: Callable[[str], str]) -> None:
    from helder.boards.ready import ready_made

    assert tuple(tiles(board(""))) == ready_made()["executive"].metrics


@pytest.mark.parametrize("name", ["nps", "average_speed_of_answer", "contact_volume"])
def test_a_tile_shows_what_show_answers(board: Callable[[str], str], site: Serving, name: str) -> None:
    today = site.questions.today()
    since = today - timedelta(days=91)
    rows = site.questions.workspace.show(name, since=since, until=today, compare="previous").to_records()
    (row,) = (row for row in rows if row["n"])
    text = tiles(board("?period=3-months"))[name]
    assert shown(row["value"], row["unit"]) in text
    assert f"n {row['n']:,}" in text
    assert shown(row["low"], row["unit"]) + " to " + shown(row["high"], row["unit"]) in text
    assert ("significant" in text) == bool(row["significant"])


def test_a_real_change_is_called_significant_and_better(board: Callable[[str], str]) -> None:
    text = tiles(board("?period=3-months"))["nps"]
    assert "▲" in text
    assert "better" in text
    assert "significant, p" in text


def test_a_metric_without_rows_has_no_value_and_not_nought(board: Callable[[str], str]) -> None:
    assert "Not enough data" in tiles(board(""))["csat"]


def test_the_address_carries_the_view(board: Callable[[str], str], site: Serving) -> None:
    today = site.questions.today()
    since, last = today - timedelta(days=20), today - timedelta(days=11)
    (row,) = site.questions.workspace.show("contact_volume", since=since, until=last + timedelta(days=1)).to_records()
    page = board(f"?since={since}&until={last}&grain=day")
    assert f"{row['value']:.0f}" in tiles(page)["contact_volume"]
    assert page.count(f'<th scope="row">{since}') == len(re.findall(r"<svg class=.spark", page))


def test_a_segment_narrows_every_tile_that_knows_it(board: Callable[[str], str], site: Serving) -> None:
    from helder.boards.ready import ready_made

    today = site.questions.today()
    about = {"since": today - timedelta(days=91), "until": today, "where": "country = 'DK'"}
    (row,) = (r for r in site.questions.workspace.show("nps", **about).to_records() if r["n"])
    found = tiles(board("?period=3-months&segment=country:DK"))
    assert f"n {row['n']}" in found["nps"]
    without = next(name for name in ready_made()["executive"].metrics if "country" not in CATALOG[name].dimensions)
    assert "Not known by country" in found[without]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("?period=last-yaer", "Did you mean last-year?"),
        ("?grain=wek", "Did you mean week?"),
        ("?since=2026-02-30&until=2026-03-01", "There is no day"),
        ("?since=1800-01-01", "1800-01-01 is too far from today to be looked at."),
        ("?since=2026-01-01&until=9999-12-31", "9999-12-31 is too far from today"),
        ("?since=2026-03-02&until=2026-03-01", "ends before it begins"),
        ("?since=1950-01-01&until=2026-03-01&grain=day", "too many points"),
        ("?segment=country", "country:NL"),
        ("?segment=shoe_size:44", "There is no segment"),
        ("?since=%00&until=x", "There is no day"),
    ],
)
def test_a_value_that_cannot_be_is_told_kindly(signed_in: Callable[[str], Client], query: str, word: str) -> None:
    answer = signed_in("viewer").get(f"/{query}")
    assert answer.status_code == 400
    assert word in unescape(answer.content.decode())


@pytest.mark.parametrize("segment", ["country:O'Neill", 'country:"; drop table answers; --', "country:<script>alert(1)</script>"])
def test_a_segment_is_a_value_and_never_code(board: Callable[[str], str], segment: str) -> None:
    from urllib.parse import quote

    page = board(f"?segment={quote(segment)}")
    assert "None in this period, as far as this is known: country" in tiles(page)["nps"]
    assert "<script>alert" not in page


def test_htmx_gets_the_changing_part_only(signed_in: Callable[[str], Client]) -> None:
    viewer = signed_in("viewer")
    part = viewer.get("/?period=4-weeks", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="board"')
    assert "<html" not in part


def test_htmx_is_sent_to_sign_in_as_a_whole_page(visitor: Client) -> None:
    answer = visitor.get("/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/"
