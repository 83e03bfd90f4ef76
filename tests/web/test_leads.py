"""Every tile leads on, to what whoever looks may open."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client


def leads(page: str, tile: str) -> dict[str, str]:
    found = re.search(rf'id="leads-{tile}".*?</details>', page, re.DOTALL)
    assert found
    return {unescape(title): unescape(href) for href, title in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', found[0])}


def test_a_tile_leads_to_what_lies_behind_it_in_the_same_view(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("viewer")
    found = leads(client.get("/boards/executive?period=4-weeks&segment=country:NL").content.decode(), "contact_volume")
    assert {"What changed it", "How it came about", "Rows behind it", "Channel", "Topic"} <= set(found)
    assert "Country" not in found
    assert "Change this tile" not in found
    assert found.pop("Make an alert") == "/alerts/new?metric=contact_volume&segment=country%3ANL"  # it says its own days
    for title, href in found.items():
        assert ("segment=country%3ANL" if "alert" in href else "period=4-weeks&grain=day&segment=country:NL") in href, title
        assert client.get(href.partition("#")[0]).status_code == 200, title


def test_an_alert_begins_with_what_the_tile_shows(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("manager")
    found = leads(client.get("/boards/executive?segment=country:NL").content.decode(), "nps")
    page = client.get(found["Make an alert"]).content.decode()
    assert re.search(r'<option value="nps" selected', page)
    assert "country:NL" in page
    found = leads(client.get("/boards/executive?segment=country:NL&segment=channel:web").content.decode(), "nps")
    page = client.get(found["Make an alert"]).content.decode()
    assert {"country:NL", "channel:web"} <= set(re.findall(r'<option value="([^"]+)" selected', page))
    assert "(NL, web)" in page or "(web, NL)" in page


def test_whose_board_it_is_changes_a_tile_from_its_menu(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("manager")
    key = client.post("/boards/executive/copy")["Location"].split("/")[2]
    client.post(f"/boards/{key}/edit/publish")
    page = client.get(f"/boards/{key}").content.decode()
    assert leads(page, "nps")["Change this tile"] == f"/boards/{key}/edit/tile/nps"
    assert f'href="/boards/{key}/edit"' in page
