"""A draft loses nothing, can be undone step by step, and never goes over what others published without asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from web.building.conftest import Maker


def test_steps_are_undone_and_done_again_in_order(maker: Maker) -> None:
    seen = [maker.board]
    for act in (
        {"act": "suggest", "metric": "nps"},
        {"act": "later", "tile": "nps-number"},
        {"act": "wider", "tile": "nps-line"},
        {"act": "add-section", "title": "More"},
    ):
        seen.append(maker.act(**act).board)
    assert len(set(map(str, seen))) == 5
    for board in reversed(seen[:-1]):
        assert maker.act("undo").board == board
    assert maker.act("undo").board == seen[0]
    for board in seen[1:]:
        assert maker.act("redo").board == board
    maker.act("undo").act("remove", tile="nps-number")
    after = maker.board
    assert maker.act("redo").board == after


def test_what_changes_nothing_is_no_step(maker: Maker) -> None:
    maker.act("suggest", metric="nps")
    before = maker.board
    maker.act("earlier", tile="nps-number").act("section-after", tile="nps-number").act("undo")
    assert list(maker.board.tiles) == []
    assert maker.act("redo").board == before


def test_another_browser_of_the_same_person_goes_on_where_this_one_was(maker: Maker) -> None:
    from django.test import Client

    from helder.web.accounts.models import Person

    maker.act("suggest", metric="nps")
    other = Client()
    other.force_login(Person.objects.get(username="one-manager"), backend="django.contrib.auth.backends.ModelBackend")
    assert 'id="tile-nps-line"' in other.get(maker.here).content.decode()


def test_publishing_makes_a_board_with_a_version_and_the_draft_is_gone(maker: Maker) -> None:
    from helder.web.boards.models import OwnBoard
    from helder.web.building.models import Draft

    maker.act("suggest", metric="nps")
    board = maker.board
    assert maker.publish()["Location"] == f"/boards/{maker.key}"
    kept = OwnBoard.objects.get(key=maker.key)
    assert (kept.board, kept.version, kept.owner.username) == (board, 1, "one-manager")
    assert not Draft.objects.exists()
    page = maker.client.get(f"/boards/{maker.key}").content.decode()
    assert 'id="tile-nps-number"' in page
    maker.act("remove", tile="nps-heat").publish()
    assert OwnBoard.objects.get(key=maker.key).version == 2


def test_two_people_are_told_of_each_other_and_the_second_to_publish_is_asked(
    maker: Maker, colleague: Callable[..., Maker]
) -> None:
    from helder.web.boards.models import OwnBoard

    maker.act("suggest", metric="nps").publish()
    admin = colleague("administrator", maker.key)
    maker.act("remove", tile="nps-heat")
    assert "one-manager is changing this board too" in admin.page()
    admin.act("remove", tile="nps-line")
    assert "one-administrator is changing this board too" in maker.page()
    assert maker.publish().status_code == 302
    asked = admin.publish()
    assert asked.status_code == 409
    assert "Version 2 was published meanwhile" in asked.content.decode()
    assert "Version 2 was published after you began" in admin.page()
    assert OwnBoard.objects.get(key=maker.key).version == 2
    assert admin.publish(over=2).status_code == 302
    kept = OwnBoard.objects.get(key=maker.key)
    assert kept.version == 3
    tiles = [{tile["key"] for tile in one.definition["sections"][0]["tiles"]} for one in kept.versions.order_by("number")]
    every = {"nps-number", "nps-line", "nps-ranked", "nps-heat"}
    assert tiles == [every, every - {"nps-heat"}, every - {"nps-line"}]


def test_seeing_one_version_is_no_leave_to_go_over_the_next(maker: Maker, colleague: Callable[..., Maker]) -> None:
    maker.act("suggest", metric="nps").publish()
    admin = colleague("administrator", maker.key)
    admin.act("remove", tile="nps-line")
    maker.act("remove", tile="nps-heat").publish()
    maker.act("remove", tile="nps-ranked").publish()
    assert admin.publish(over=2).status_code == 409
    assert admin.publish(over=3).status_code == 302


def test_a_discarded_draft_leaves_the_board_as_it_was(maker: Maker) -> None:
    maker.act("suggest", metric="nps").publish()
    maker.act("remove", tile="nps-heat")
    assert maker.client.post(f"{maker.here}/discard")["Location"] == f"/boards/{maker.key}"
    assert 'id="tile-nps-heat"' in maker.page()


_ACTS = ("earlier", "later", "section-before", "section-after", "narrower", "wider", "shorter", "taller", "copy", "remove")


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(_ACTS), st.integers(0, 20)), max_size=8))
def test_any_course_of_acts_can_be_undone_to_the_beginning(maker: Maker, acts: list[tuple[str, int]]) -> None:
    maker.begin().act("suggest", metric="nps").act("add-section", title="Other").publish()
    before = maker.board if maker.client.get(maker.here).status_code == 200 else None
    for act, which in acts:
        tiles = [tile.key for tile in maker.board.tiles]
        if tiles:
            maker.act(act, tile=tiles[which % len(tiles)])
    for _ in acts:
        maker.act("undo")
    assert maker.board == before
