"""Connections changed in the browser: mappings, lists, names; and files that are wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.sources.browsing import given, page
from connectors.sources.playing import Played
from connectors.sources.zendesk import stream, ticket

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving


def test_a_mapping_is_corrected_by_hand(analyst: Client, allowed: Serving) -> None:
    shown = page(analyst, "/sources/at/desk/mapping/users")
    assert "[customers.columns]" in shown
    wrong = analyst.post("/sources/at/desk/mapping/users", {"mapping": '[customers.columns]\nname = "name"\n'})
    assert wrong.status_code == 400
    assert "customer_id" in wrong.content.decode()
    own = '[customers.columns]\ncustomer_id = "id"\nname = { sql = "upper(name)" }\n'
    assert analyst.post("/sources/at/desk/mapping/users", {"mapping": own}).status_code == 302
    assert "upper(name)" in (allowed.home / "sources" / "desk.toml").read_text()
    assert "your own mapping" in page(analyst)
    assert analyst.post("/sources/at/desk/mapping/users", {"mapping": own, "reset": "1"}).status_code == 302
    assert "your own mapping" not in page(analyst)


def test_lists_are_chosen_and_the_connection_removed(analyst: Client, allowed: Serving) -> None:
    assert analyst.post("/sources/at/desk/lists", {"lists": ["users"]}).status_code == 302
    assert "/mapping/tickets" not in page(analyst)
    analyst.post("/sources/at/desk/anew")
    analyst.post("/sources/at/desk/remove")
    assert analyst.get("/sources/at/desk").status_code == 404
    assert not (allowed.home / "sources" / "desk").exists()


def test_a_file_that_cannot_be_read_is_told_on_the_page(analyst: Client, allowed: Serving) -> None:
    (allowed.home / "sources" / "odd.toml").write_text('system = "zendisk"\n')
    told = page(analyst, "/sources")
    assert "zendesk" in told
    assert "cannot be read" in told
    assert analyst.get("/sources/at/odd").status_code == 400


def test_a_second_system_that_fills_the_same_tables_needs_a_prefix(analyst: Client, allowed: Serving, played: Played) -> None:
    again = analyst.post("/sources/new/zendesk", given(played, name="other", prefix=""))
    assert again.status_code == 400
    assert "could be the same" in again.content.decode()
    assert analyst.post("/sources/new/zendesk", given(played, name="other", prefix="b-")).status_code == 302
    assert 'prefix = "b-"' in (allowed.home / "sources" / "other.toml").read_text()


def test_rows_at_fault_can_be_mended_on_the_page_of_their_load(analyst: Client, allowed: Serving, played: Played) -> None:
    from helder.web.sources import running

    wrong = [ticket(51, created_at="yesterday"), ticket(52)]
    stream(played, "/api/v2/incremental/tickets/cursor.json", "tickets", wrong, 2, "after_url")
    analyst.post("/sources/at/desk/lists", {"lists": ["tickets"]})
    analyst.post("/sources/at/desk/run")
    running.wait("desk", 60)
    (load,) = re.findall(r'href="(/loads/[0-9]+)"', page(analyst))
    shown = page(analyst, load)
    assert "yesterday" in shown
    assert "opened_at" in shown
