"""A board begins with nothing, as a copy of another, or as a text says; and only with those who may make boards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from helder.boards.reading import parsed
from helder.boards.ready import ready_made
from helder.boards.writing import toml
from helder.metrics import CATALOG

if TYPE_CHECKING:
    from django.test import Client
    from web.building.conftest import Maker


def test_a_new_board_is_empty_named_and_seen_by_its_maker_alone(maker: Maker, colleague: Callable[..., Maker]) -> None:
    assert maker.board.title.of("en") == "Mine"
    assert list(maker.board.tiles) == []
    assert "What do you want to see?" in maker.page()
    for role in ("administrator", "analyst", "viewer"):
        other = colleague(role, maker.key)
        assert other.client.get(maker.here).status_code == (403 if role == "viewer" else 404)
        assert other.client.post(f"{maker.here}/publish").status_code in (403, 404)
        assert other.client.get(f"/boards/{maker.key}").status_code == 404


@pytest.mark.parametrize("role", ["viewer", "agent"])
def test_who_may_not_make_boards_is_told_so_and_offered_none(signed_in: Callable[[str], Client], role: str) -> None:
    client = signed_in(role)
    assert client.get("/boards/new").status_code == 403
    assert client.post("/boards/new", {"start": "nothing"}).status_code == 403
    assert client.post("/boards/executive/copy").status_code == 403
    assert "Make a board" not in client.get("/boards").content.decode()


def test_the_first_visit_teaches_and_begins_in_one_click(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("manager")
    assert "Your own board in a minute" in client.get("/boards").content.decode()
    answer = client.post("/boards/new", {"start": "nothing"})
    assert answer["Location"].endswith("/edit")
    page = client.get("/boards").content.decode()
    assert "Your own board in a minute" not in page
    assert "Not published yet" in page


def test_a_copy_is_a_draft_of_its_own_under_another_name(
    signed_in: Callable[[str], Client], colleague: Callable[..., Maker]
) -> None:
    maker = colleague("analyst")
    for way in ("form", "button"):
        if way == "form":
            maker.begin(start="digital", title="")
        else:
            maker.key = maker.client.post("/boards/digital/copy")["Location"].split("/")[2]
        assert maker.board.title.of("en") == "Digital, copy"
        assert maker.board.sections == ready_made()["digital"].sections


def test_a_board_comes_in_as_a_text_and_as_a_file(colleague: Callable[..., Maker]) -> None:
    maker, text = colleague("manager"), toml(ready_made()["voice"])
    assert maker.begin(start="text", text=text, title="").board == ready_made()["voice"]
    file = SimpleUploadedFile("voice.toml", text.encode())
    assert maker.begin(start="text", file=file, title="").board == ready_made()["voice"]
    assert maker.begin(start="text", text=text, title="Ours").board.title.of("en") == "Ours"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "title = 5"}, "the text, line 1"),
        ({"text": 'title = "a"\n[[sections]]\n[[sections.tiles]]\npicture = "lien"\n'}, "line 4: There is no picture"),
        ({"text": ""}, "Choose a file or paste a text"),
        ({"file": SimpleUploadedFile("a.toml", b"\xff\xfe\x00")}, "no text in UTF-8"),
        ({"file": SimpleUploadedFile("a.toml", b'title = "a"\nperiod = "now"\n')}, "a.toml, line 2"),
    ],
)
def test_a_text_that_says_no_board_is_refused_with_its_line(
    signed_in: Callable[[str], Client], given: dict[str, object], said: str
) -> None:
    answer = signed_in("manager").post("/boards/new", {"start": "text", **given})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_board_goes_out_as_a_text_that_says_it(maker: Maker) -> None:
    maker.act("suggest", metric="nps")
    board = maker.board
    maker.publish()
    answer = maker.client.get(f"/boards/{maker.key}.toml")
    assert answer["Content-Disposition"] == f'attachment; filename="{slugify(board.title.of("en"))}.toml"'
    ready = maker.client.get("/boards/executive.toml")
    assert ready["Content-Disposition"] == 'attachment; filename="executive.toml"'
    assert parsed(answer.content.decode(), CATALOG) == board
    assert parsed(maker.client.get("/boards/executive.toml").content.decode(), CATALOG) == ready_made()["executive"]


def test_a_draft_can_be_changed_as_a_text(maker: Maker) -> None:
    maker.act("suggest", metric="nps")
    text = toml(maker.board)
    assert "nps-line" in maker.page("/text")
    wrong = maker.client.post(f"{maker.here}/text", {"text": text.replace('"line"', '"lime"')})
    assert wrong.status_code == 422
    assert "line" in wrong.content.decode()
    assert 'aria-invalid="true"' in wrong.content.decode()
    maker.client.post(f"{maker.here}/text", {"text": text.replace('"ranked"', '"bars"')})
    assert maker.board == parsed(text.replace('"ranked"', '"bars"'), CATALOG)
    assert maker.act("undo").board == parsed(text, CATALOG)
