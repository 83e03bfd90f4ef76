"""A confidential board hides small groups in all that it shows and leads to, and tells no row by itself."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from web.building.conftest import Maker

#: Answers by phone from Denmark within four weeks: about three.
FEW = {"title": "Mine", "period": "4-weeks", "filter": ["channel:phone", "country:DK"]}


@pytest.fixture
def few(maker: Maker) -> Maker:
    """A board of a small group: its figure, its comments, how its scores are spread."""
    for picture in ("number", "comments", "distribution"):
        maker.add("nps", picture)
    return maker


def page(maker: Maker, **settings: Any) -> str:
    """The board as it is published with some settings."""
    assert maker.client.post(f"{maker.here}/settings", {**FEW, **settings}).status_code == 302
    maker.publish()
    return str(maker.client.get(f"/boards/{maker.key}").content.decode())


def tile(text: str, key: str) -> str:
    found = text[text.index(f'id="tile-{key}') :]
    return found[: found.index("</article>")]


def test_small_groups_are_hidden_once_it_is_confidential(few: Maker) -> None:
    keys = [key for section in few.order for key in section]
    open_to_all = page(few)
    assert "Too few people" not in open_to_all
    few.page()
    hidden = page(few, confidential="on")
    assert ["Too few people" in tile(hidden, key) for key in keys] == [True, False, False]
    assert ["told one by one" in tile(hidden, key) for key in keys] == [False, True, True]
    assert ">confidential</span>" in hidden


def test_comments_are_not_told_one_by_one_whatever_their_number(maker: Maker) -> None:
    key = maker.add("nps", "comments")
    all_of_them = {"filter": [], "period": "12-months"}
    assert "told one by one" not in tile(page(maker, **all_of_them), key)
    maker.page()
    assert "told one by one" in tile(page(maker, **all_of_them, confidential="on"), key)


def test_nobody_opens_it_otherwise_by_another_address(few: Maker) -> None:
    page(few, confidential="on")
    for query in ("?confidential=0", "?period=4-weeks&grain=day&segment=channel:phone&segment=country:DK"):
        assert "Too few people" in few.client.get(f"/boards/{few.key}{query}").content.decode()


def test_what_it_leads_to_stays_so(few: Maker) -> None:
    text = page(few, confidential="on")
    led = re.findall(r'href="(/metrics/nps\?[^"]+)"', text)
    assert led
    assert all("confidential=1" in address for address in led)
    assert "Too few people" in few.client.get(led[0].replace("&amp;", "&")).content.decode()


def test_rows_and_files_of_what_is_confidential(few: Maker) -> None:
    page(few, confidential="on")
    refused = few.client.get("/metrics/nps/rows?period=3-months&confidential=1")
    assert refused.status_code == 400
    assert "row by row" in refused.content.decode()
    assert few.client.get("/metrics/nps/rows?period=3-months").status_code == 200
    file = few.client.get(f"/boards/{few.key}/tiles/nps-number.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(file)))
    assert rows
    assert {(row["suppressed"], row["value"], row["n"]) for row in rows} == {("true", "", "")}


@pytest.mark.parametrize("form", ["pdf", "html", "png"])
def test_the_whole_board_can_be_taken_along(few: Maker, form: str) -> None:
    page(few, confidential="on")
    answer = few.client.get(f"/boards/{few.key}.{form}")
    assert answer.status_code == 200, answer.content[:2000]


def test_a_text_keeps_it(few: Maker) -> None:
    page(few, confidential="on")
    assert "confidential = true" in few.client.get(f"/boards/{few.key}.toml").content.decode()


@pytest.mark.parametrize("wall", [False, True])
def test_links_and_walls_of_it_are_so_too(few: Maker, visitor: Client, wall: bool) -> None:
    from helder.web.accounts.models import Person
    from helder.web.boards.opening import opened
    from helder.web.sharing import links

    page(few, confidential="on")
    owner = Person.objects.get(username="one-manager")
    _, token = links.make(opened(owner, few.key), "For the board room", by=owner, wall=wall)
    shown = visitor.get(f"/{'wall' if wall else 'shared'}/{token}").content.decode()
    assert "Too few people" in shown
    assert "told one by one" in shown
