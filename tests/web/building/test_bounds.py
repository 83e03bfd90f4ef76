"""No act and no text leaves a board that cannot be opened, and no act undoes what another did meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from helder.boards.board import Board, said
from helder.boards.reading import MOST_TILES
from helder.boards.writing import plain, toml

if TYPE_CHECKING:
    from web.building.conftest import Maker


def test_an_act_that_makes_too_many_tiles_is_refused_and_the_draft_stays_as_it_was(maker: Maker) -> None:
    for _ in range(MOST_TILES // 4):
        maker.act("suggest", metric="nps")
    full = maker.board
    assert len(list(full.tiles)) == MOST_TILES
    note = {"picture": "note", "text": "One more", "compare": "previous"}
    for path, given in (
        ("arrange", {"act": "suggest", "metric": "nps"}),
        ("arrange", {"act": "copy", "tile": "nps-line"}),
        ("tile", note),
    ):
        answer = maker.client.post(f"{maker.here}/{path}", given)
        assert answer.status_code == 400
        assert f"{MOST_TILES} at most" in answer.content.decode()
        assert maker.board == full
    assert maker.client.get("/boards").status_code == 200
    assert len(list(maker.act("undo").board.tiles)) == MOST_TILES - 4


def test_what_another_window_did_meanwhile_stays(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web.building import drafts

    maker.act("suggest", metric="nps")
    read: Callable[..., Any] = drafts.draft_of
    waiting = [
        {"act": "remove", "tile": "nps-heat"},
        {"act": "wider", "tile": "nps-number"},
        {"act": "add-section", "title": "More"},
    ]

    def and_then_another_acts(*who: Any) -> Any:
        draft = read(*who)
        if waiting:
            monkeypatch.setattr(drafts, "draft_of", read)
            maker.act(**waiting.pop(0))
        return draft

    form = {"metrics": ["nps"], "picture": "number", "compare": "none"}
    for path, given in (
        ("arrange", {"act": "copy", "tile": "nps-line"}),
        ("tile/nps-number", form),
        ("settings", {"title": "Ours", "period": "4-weeks"}),
    ):
        monkeypatch.setattr(drafts, "draft_of", and_then_another_acts)
        assert maker.client.post(f"{maker.here}/{path}", given).status_code == 302
    assert maker.order == [["nps-number", "nps-line", "nps-line-2", "nps-ranked"], []]
    number = maker.board.tile("nps-number")
    assert number is not None
    assert (number.width, number.compare) == (4, "none")
    assert (maker.board.title.of("en"), maker.board.period) == ("Ours", "4-weeks")


def test_a_board_kept_with_hours_of_many_days_opens_at_the_usual_grain(maker: Maker) -> None:
    from helder.web.building.models import Step

    Step.objects.filter(draft__key=maker.key).update(definition=plain(Board(said("Hours"), grain="hour", period="4-weeks")))
    for path in ("", "/settings"):
        assert "Hours" in maker.page(path)
    assert re.search(r'id="grain-day"[^>]*aria-current="true"', maker.page("/see"))


def test_a_board_can_be_offered_to_be_narrowed_by_nothing(maker: Maker) -> None:
    maker.client.post(f"{maker.here}/settings", {"title": "Mine", "period": "4-weeks"})
    assert maker.board.segments == ()
    text = toml(maker.board)
    maker.client.post(f"{maker.here}/text", {"text": text.replace("Mine", "Ours")})
    assert (maker.board.title.of("en"), maker.board.segments) == ("Ours", ())


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 5000, "width = " + "1" * 5000, "a." * 60_000 + "a = 1"], ids=["lists", "number", "key"]
)
def test_a_text_without_bounds_is_told_of(maker: Maker, text: str) -> None:
    for path, given in ((f"{maker.here}/text", {}), ("/boards/new", {"start": "text"})):
        assert maker.client.post(path, {**given, "text": text}).status_code == 422
