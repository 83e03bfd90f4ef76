"""Changing a board moves, sizes, adds and removes just what is asked, and never loses a tile."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from boards.made import boards
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helder.boards import editing
from helder.boards.board import Board, Section, Tile, Words, said
from helder.errors import UnknownName

A, B, C, D = (Tile(name, "note", text=said(name)) for name in "abcd")
TWO = Board(said("Two"), (Section("one", said("One"), (A, B, C)), Section("two", Words(), (D,))))


def order(board: Board) -> list[str]:
    return ["".join(tile.key for tile in section.tiles) for section in board.sections]


@settings(deadline=None, max_examples=40)
@given(boards(), st.data())
def test_moving_loses_no_tile_and_changes_none(board: Board, data: st.DataObject) -> None:
    every = list(board.tiles)
    assume(every)
    key, by = data.draw(st.sampled_from(every)).key, data.draw(st.integers(-30, 30))
    section = data.draw(st.sampled_from(board.sections)).key
    before = data.draw(st.none() | st.sampled_from([tile.key for tile in every]))
    for moved in (editing.moved(board, key, by), editing.sent(board, key, by), editing.placed(board, key, section, before)):
        assert sorted(moved.tiles, key=lambda tile: tile.key) == sorted(every, key=lambda tile: tile.key)
        assert [one.key for one in moved.sections] == [one.key for one in board.sections]
    steps = board
    for _ in range(abs(by)):
        steps = editing.moved(steps, key, 1 if by > 0 else -1)
    assert steps == editing.moved(board, key, by)


def test_a_tile_moves_one_place_and_from_the_end_into_the_next_section() -> None:
    assert order(editing.moved(TWO, "a", 1)) == ["bac", "d"]
    assert order(editing.moved(TWO, "c", 1)) == ["ab", "cd"]
    assert order(editing.moved(TWO, "d", -1)) == ["abcd", ""]
    assert order(editing.moved(TWO, "a", -1)) == ["abc", "d"]
    assert order(editing.moved(TWO, "d", 1)) == ["abc", "d"]


def test_a_tile_is_placed_before_another_or_at_the_end() -> None:
    assert order(editing.placed(TWO, "a", "two", "d")) == ["bc", "ad"]
    assert order(editing.placed(TWO, "a", "two")) == ["bc", "da"]
    assert order(editing.placed(TWO, "a", "one", "c")) == ["bac", "d"]
    assert order(editing.placed(TWO, "a", "one", "a")) == ["abc", "d"]


def test_a_size_stays_within_what_tiles_can_be() -> None:
    assert {
        (t.width, t.height) for t in [editing.sized(TWO, "a", 40, 40).tile("a"), editing.sized(TWO, "a", 12, 8).tile("a")] if t
    } == {(12, 8)}
    small = editing.sized(TWO, "a", 0, -3).tile("a")
    assert small is not None
    assert (small.width, small.height) == (2, 1)


def test_a_copy_stands_after_what_it_is_of_under_a_key_of_its_own() -> None:
    twice = editing.copied(editing.copied(TWO, "a"), "a")
    assert len({tile.key for tile in twice.tiles}) == 6
    assert [replace(tile, key="a") for tile in twice.sections[0].tiles[:3]] == [A, A, A]


@given(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,79}", fullmatch=True), st.integers(1, 110))
@settings(deadline=None, max_examples=30)
def test_a_key_given_again_and_again_is_one_that_keys_may_be(key: str, times: int) -> None:
    taken = [key]
    for _ in range(times):
        taken.append(editing.free(key, taken))
    assert len(set(taken)) == times + 1
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,79}", one) for one in taken)


def test_sections_come_go_and_move() -> None:
    three = editing.with_section(TWO, said("Three"), [A, D])
    assert [section.title.of("en") for section in three.sections] == ["One", "", "Three"]
    assert len({tile.key for tile in three.tiles}) == 6
    key = three.sections[2].key
    assert [s.key for s in editing.section_moved(three, key, -1).sections] == ["one", key, "two"]
    assert editing.without_section(three, key) == TWO
    assert editing.section_named(TWO, "two", said("Then")).sections[1].title == said("Then")


def test_the_first_tile_brings_a_section() -> None:
    assert order(editing.with_tile(Board(said("Empty")), A)) == ["a"]
    assert order(editing.with_tile(TWO, replace(A, key="e"))) == ["abc", "de"]


def test_a_text_is_changed_in_one_language_where_there_are_several() -> None:
    both = Words((("en", "Now"), ("nl", "Nu")))
    assert dict(editing.said_in(both, "Thans", "nl").texts) == {"en": "Now", "nl": "Thans"}
    assert dict(editing.said_in(both, "", "nl").texts) == {"en": "Now"}
    assert editing.said_in(said("Now"), "Nu", "nl") == said("Nu")


@pytest.mark.parametrize(
    "act", [lambda: editing.moved(TWO, "z", 1), lambda: editing.placed(TWO, "a", "three"), lambda: editing.copied(TWO, "z")]
)
def test_what_is_not_there_cannot_be_changed(act: object) -> None:
    with pytest.raises(UnknownName):
        act()  # type: ignore[operator]
