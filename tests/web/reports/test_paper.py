"""A board as PDF, PNG and HTML says what its page says, and takes no text for code."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from web.reports.pdf_text import words

from helder.boards.board import said

from .conftest import HOSTILE, OTHER_SIGNS

if TYPE_CHECKING:
    from django.test import Client

    from helder.boards.board import Board
    from helder.web.reports.report import Report

Make = Callable[..., "Report"]


@pytest.fixture
def pdf(board: Board, report: Make) -> bytes:
    from helder.web.reports import typesetting

    return typesetting.pdf(report(board), paper="a4", landscape=True)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def figures(html: str) -> list[str]:
    """The headline figures of a page."""
    return [unescape(re.sub(r"<.*?>", "", one)).strip() for one in re.findall(r'<p class="value" title=".*?">(.*?)</p>', html)]


def test_a_pdf_has_the_boards_figures_as_text(pdf: bytes, board: Board, report: Make) -> None:
    text = flat(words(pdf))
    shown = report(board)
    for tile in shown.tiles:
        assert flat(tile.title)[:25] in text
    number = next(one for one in shown.tiles if one.tile.key == "nps").content.picture
    assert flat(number.value) in text
    assert flat(number.interval) in text
    assert flat("Not enough data in this period.") in text
    assert flat(shown.period) in text
    assert flat("Kind and quick") in text


def test_a_pdf_is_tagged_and_has_its_title_language_fonts_and_pages(pdf: bytes) -> None:
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang (en)" in pdf or b"/Lang(en)" in pdf
    assert b"SourceSansPro" in pdf
    assert re.search(rb"/MediaBox\s*\[0 0 841\.8\d+ 595\.2\d+\]", pdf)
    assert b"/Outlines" in pdf


def test_what_people_wrote_is_never_code(pdf: bytes) -> None:
    text = flat(words(pdf))
    assert flat(HOSTILE) in text
    assert "root:" not in text


def test_signs_of_other_scripts_make_a_pdf_too(board: Board, report: Make) -> None:
    from helder.web.reports import typesetting

    made = typesetting.pdf(report(replace(board, title=said(OTHER_SIGNS))), paper="letter", landscape=False)
    assert re.search(rb"/MediaBox\s*\[0 0 612 792\]", made)


def test_a_png_is_a_picture_with_something_on_it(board: Board, report: Make) -> None:
    from helder.web.reports import typesetting

    made = typesetting.png(report(board))
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", made[16:24])
    assert 1400 <= width <= 1410
    assert 800 < height < 8000
    assert len(set(zlib.decompress(b"".join(data for name, data in chunks(made) if name == b"IDAT")))) > 50


def chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG, each with its name."""
    at = 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += 12 + length


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.addresses += [value or "" for name, value in attributes if name in ("href", "src", "action", "srcset")]
        if tag not in ("meta", "br", "rect", "line", "path", "circle", "input", "img", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("rect", "line", "path", "circle"):
            return
        assert self.open.pop() == tag


def test_a_page_needs_nothing_else_and_holds_what_the_board_holds(
    board: Board, report: Make, signed_in: Callable[[str], Client]
) -> None:
    from helder.boards.ready import ready_made
    from helder.web.reports.page import html

    made = html(report(ready_made()["executive"])).decode()
    shown = signed_in("analyst").get("/boards/executive").content.decode()
    assert figures(made) == figures(shown) != []
    page = html(report(board)).decode()
    read = _Read()
    read.feed(page)
    assert read.open == []
    assert not read.names & {"script", "link", "img", "iframe", "a", "form"}
    assert read.addresses == []
    assert not re.search(r"url\((?!#)", page)
    assert "&lt;script&gt;alert(1)" in page


def test_personal_words_are_masked_in_every_file(board: Board, report: Make) -> None:
    from helder.web.reports import typesetting
    from helder.web.reports.page import html

    hidden = report(board, personal=False)
    assert "Kind and quick" not in html(hidden).decode()
    assert flat("Kind and quick") not in flat(words(typesetting.pdf(hidden, paper="a4", landscape=True)))
