"""A board written as a text and read again is the same board; a text that says none says which line is at fault."""

from __future__ import annotations

import pytest
from boards.made import boards
from hypothesis import given, settings

from helder.boards.board import Board
from helder.boards.reading import MOST_TILES, board, kept, parsed
from helder.boards.ready import ready_made
from helder.boards.writing import plain, toml
from helder.errors import BadInput, HelderError
from helder.metrics import CATALOG

SOUND = """title = "Service"
period = "4-weeks"

[[sections]]
title = "Now"

[[sections.tiles]]
picture = "line"
metrics = ["nps"]
by = ["channel"]
"""


@settings(deadline=None, max_examples=60)
@given(boards())
def test_a_text_read_again_is_the_same_board(made: Board) -> None:
    assert parsed(toml(made), CATALOG) == made


@settings(deadline=None, max_examples=20)
@given(boards())
def test_what_is_kept_is_the_same_board(made: Board) -> None:
    assert kept(plain(made), CATALOG) == made
    assert board(plain(made), CATALOG) == made


@pytest.mark.parametrize("key", sorted(ready_made()))
def test_the_boards_that_come_with_helder_can_be_passed_on(key: str) -> None:
    assert parsed(toml(ready_made()[key]), CATALOG) == ready_made()[key]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"line"', '"lines"', 8, "no picture 'lines'"),
        ('["nps"]', '["npss"]', 9, "no metric 'npss'"),
        ('["channel"]', '["moon"]', 10, "not known by moon"),
        ('["channel"]', '["channel", "country"]', 10, "0 to 1 dimensions, not 2"),
        ('period = "4-weeks"', 'confidential = "yes"', 2, "confidential cannot be 'yes'"),
        ('"4-weeks"', '"4 weeks"', 2, "no period '4 weeks'"),
        ('period = "4-weeks"', "periode = 1", 2, "no word for a board 'periode'"),
        ('title = "Now"', "title = 5", 5, "title is no text"),
        ('title = "Now"', 'title = { fr = "Maintenant" }', 5, "no language 'fr'"),
        ('by = ["channel"]', 'by = ["channel"]\nwidth = 13', 11, "width cannot be 13"),
        ('by = ["channel"]', 'by = ["channel"]\nkey = "Big One"', 11, "No key is 'Big One'"),
        ('by = ["channel"]', 'by = ["channel"]\nfilters = { moon = ["full"] }', 11, "no dimension 'moon'"),
        ('by = ["channel"]', 'by = ["channel"]\ncompare = "then"', 11, "no compare 'then'"),
        ('"4-weeks"', '"4-weeks"\ngrain = "hour"', 3, "Hours can be drawn of one day"),
        ('"4-weeks"', '"4-weeks"\nfilters = { moon = ["full"] }', 3, "no dimension 'moon'"),
        ('"4-weeks"', '"4-weeks"\nsegments = ["channel", "moon"]', 3, "no dimension 'moon'"),
        ('["nps"]', '["nps", "csat"]', 10, "several metrics, or one by a dimension"),
        ('picture = "line"\n', "", 7, "says no picture"),
        ('["nps"]', '["nps"', 10, "not TOML"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, said: str) -> None:
    parsed(SOUND, CATALOG)
    with pytest.raises(HelderError) as fault:
        parsed(SOUND.replace(old, new, 1), CATALOG, "service.toml")
    assert said in fault.value.what
    assert f"line {line}" in f"{fault.value.where} {fault.value.what}"


def test_a_board_without_a_title_is_none() -> None:
    with pytest.raises(BadInput, match="no title"):
        parsed("period = 'today'", CATALOG)


def test_no_two_tiles_have_one_key_and_no_board_has_too_many() -> None:
    tile = '[[sections.tiles]]\nkey = "same"\npicture = "note"\ntext = "a"\n'
    with pytest.raises(BadInput, match="the key 'same'"):
        parsed(f'title = "a"\n[[sections]]\n{tile}{tile}', CATALOG)
    many = "".join(tile.replace("same", f"tile-{i}") for i in range(MOST_TILES + 1))
    for written in (f"[[sections]]\n{many}", "[[sections]]\n" * (MOST_TILES + 1)):
        with pytest.raises(BadInput, match="60 at most"):
            parsed(f'title = "a"\n{written}', CATALOG)


def test_a_metric_that_went_leaves_the_board_readable() -> None:
    given = plain(parsed(SOUND, CATALOG))
    given["sections"][0]["tiles"][0]["metrics"] = ["gone"]
    assert kept(given, CATALOG).metrics == ("gone",)
    with pytest.raises(BadInput, match="no metric 'gone'"):
        board(given, CATALOG)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("a = " + "[" * 5000, "too deep"),
        ("a = " + "{a = " * 5000, "too deep"),
        ("width = " + "1" * 5000, "too long"),
        ("segments = 0x" + "f" * 5000, "too long"),
        ("about = '" + "a" * 200_000 + "'", "more than 200,000 letters"),
        ("about" + ".a" * 60_000 + " = 1", "more than 20 parts"),
        ("about = { a" + ' . "a"' * 30_000 + " = 1 }", "more than 20 parts"),
        ("about = '''\n[" + " " * 50_000 + "\n'''", "about is no text"),
    ],
    ids=["lists", "tables", "decimal", "hexadecimal", "long", "key", "inline key", "spaces"],
)
def test_a_text_without_bounds_is_refused_at_once(given: str, said: str) -> None:
    with pytest.raises(BadInput) as fault:
        parsed(f'title = "a"\n{given}\n', CATALOG)
    assert said in fault.value.what
