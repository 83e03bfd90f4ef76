"""Tiles are placed and sized by plain forms; with JavaScript only what looks otherwise is sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from helder.boards.ready import ready_made

if TYPE_CHECKING:
    from web.building.conftest import Maker

NPS = ["nps-number", "nps-line", "nps-ranked", "nps-heat"]


@pytest.fixture
def nps(maker: Maker) -> Maker:
    """A draft with a ready section and an empty one."""
    return maker.act("suggest", metric="nps").act("add-section", title="Other")


def test_a_suggested_section_has_the_metrics_title_and_live_figures(nps: Maker) -> None:
    assert nps.order == [NPS, []]
    page = nps.page()
    assert "Net Promoter Score by channel" in page
    assert re.search(r'<p class="value"[^>]*>-?\d', page)
    assert page.count("<svg") > 4


def test_forms_move_and_size_tiles(nps: Maker) -> None:
    assert nps.act("later", tile="nps-number").order[0][:2] == ["nps-line", "nps-number"]
    assert nps.act("section-after", tile="nps-line").order == [["nps-number", "nps-ranked", "nps-heat"], ["nps-line"]]
    assert nps.act("place", tile="nps-heat", section="section-2", before="nps-line").order[1] == ["nps-heat", "nps-line"]
    nps.act("wider", tile="nps-heat").act("taller", tile="nps-heat").act("size", tile="nps-number", width=12, height=8)
    sizes = {tile.key: (tile.width, tile.height) for tile in nps.board.tiles}
    assert (sizes["nps-heat"], sizes["nps-number"]) == ((7, 4), (12, 8))
    assert nps.act("section-earlier", section="section-2").order[0] == ["nps-heat", "nps-line"]
    nps.act("name-section", section="section-2", title="First")
    assert nps.board.sections[0].title.of("en") == "First"
    assert nps.act("remove-section", section="section-2").order == [["nps-number", "nps-ranked"]]


def sent(maker: Maker, **given: Any) -> str:
    """What an act answers to a page that shows the draft as it is."""
    step = re.search(r'data-step="(\d+)"', maker.page())
    assert step
    answer = maker.client.post(f"{maker.here}/arrange", {"step": step[1], **given}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_only_what_looks_otherwise_is_drawn_anew(nps: Maker) -> None:
    moved = sent(nps, act="later", tile="nps-number")
    assert re.findall(r'id="tile-([\w-]+)" hx-preserve', moved) == ["nps-line", "nps-number", "nps-ranked", "nps-heat"]
    assert "Moved Net Promoter Score. Net Promoter Score: place 2 of 4 in section 1 of 2, 3 columns wide, 2 rows high" in moved
    sized = sent(nps, act="wider", tile="nps-number")
    assert re.findall(r'id="tile-([\w-]+)" hx-preserve', sized) == ["nps-line", "nps-ranked", "nps-heat"]
    assert "4 columns wide" in sized
    assert 'class="value"' in sized


def test_a_page_that_shows_an_older_step_is_sent_everything(nps: Maker) -> None:
    answer = nps.client.post(
        f"{nps.here}/arrange", {"step": "1", "act": "later", "tile": "nps-number"}, headers={"HX-Request": "true"}
    )
    assert "hx-preserve" not in answer.content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"act": "later", "tile": "gone"},
        {"act": "later"},
        {"act": "fly", "tile": "nps-number"},
        {"act": "size", "tile": "nps-number", "width": "x", "height": "2"},
        {"act": "size", "tile": "nps-number", "width": "99", "height": "2"},
        {"act": "place", "tile": "nps-number", "section": "gone"},
        {"act": "suggest", "metric": "gone"},
        {"act": "remove-section"},
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(nps: Maker, given: dict[str, str]) -> None:
    before = nps.board
    assert nps.client.post(f"{nps.here}/arrange", given).status_code == 400
    assert nps.board == before


def test_settings_and_what_it_opens_narrowed_to(nps: Maker) -> None:
    page = nps.page("/settings?narrow=country&title=Mine&period=3-months")
    assert 'value="country:NL"' in page
    given = {
        "title": "Ours",
        "about": "For all",
        "period": "4-weeks",
        "grain": "day",
        "segments": ["channel"],
        "filter": ["country:NL", "country:DK"],
    }
    assert nps.client.post(f"{nps.here}/settings", given).status_code == 302
    board = nps.board
    assert (board.title.of("en"), board.about.of("en"), board.period, board.grain) == ("Ours", "For all", "4-weeks", "day")
    assert (board.segments, board.filters) == (("channel",), (("country", ("NL", "DK")),))
    assert "NL / DK" in nps.page()
    wrong = nps.client.post(f"{nps.here}/settings", {**given, "title": "", "grain": "hour"})
    assert wrong.status_code == 422
    assert "Hours can be drawn of one day" in wrong.content.decode()


def test_a_title_in_several_languages_is_changed_in_that_of_the_page(nps: Maker) -> None:
    nps.key = nps.client.post("/boards/digital/copy")["Location"].split("/")[2]
    given = {"title": "Online", "about": "", "period": "3-months"}
    nps.client.post(f"{nps.here}/settings", given, headers={"Accept-Language": "nl"})
    assert nps.board.title.of("nl") == "Online"
    assert nps.board.title.of("da") == ready_made()["digital"].title.of("da")
