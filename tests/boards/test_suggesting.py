"""What is offered for a metric can be drawn, of every metric there is."""

from __future__ import annotations

import pytest

from helder.boards.board import Board, Section, Tile, said
from helder.boards.pictures import PICTURES
from helder.boards.reading import faults
from helder.boards.suggesting import best_dimension, drawn_as, fitting, guess, section, shared
from helder.metrics import CATALOG


@pytest.mark.parametrize("name", sorted(CATALOG))
def test_a_ready_section_is_sound_and_tells_something(name: str) -> None:
    ready = section(CATALOG[name], CATALOG)
    assert ready.tiles
    assert list(faults(Board(said("a"), (ready,)), CATALOG)) == []
    assert dict(ready.title.texts).keys() >= {"en", "nl", "da"}


@pytest.mark.parametrize("name", sorted(CATALOG))
def test_every_picture_offered_fits_and_the_guess_is_one_of_them(name: str) -> None:
    tile = Tile("a", "number", (name,))
    offered = fitting(tile, CATALOG)
    assert guess([CATALOG[name]]) in offered
    for picture in offered:
        drawn = drawn_as(tile, picture, CATALOG)
        assert list(faults(Board(said("a"), (Section("b", tiles=(drawn,)),)), CATALOG)) == []


def test_the_usual_picture_follows_what_a_metric_is() -> None:
    assert guess([CATALOG["nps"]]) == "number"
    assert guess([CATALOG["stage_conversion"]]) == "funnel"
    assert guess([CATALOG["cohort_retention"]]) == "cohorts"
    assert guess([CATALOG["visitor_intent"]]) == "bars"
    assert guess([CATALOG["csat"], CATALOG["ces"]]) == "line"
    assert guess([CATALOG["csat"], CATALOG["sales"]]) == "table"


def test_several_metrics_are_cut_by_what_all_are_known_by() -> None:
    both = [CATALOG["nps"], CATALOG["sales"]]
    assert set(shared(both)) == set(CATALOG["nps"].dimensions) & set(CATALOG["sales"].dimensions)
    assert best_dimension(both) == "channel"
    assert drawn_as(Tile("a", "number", ("nps", "sales")), "table", CATALOG).by == ("channel",)


def test_a_dimension_goes_where_the_picture_or_the_metric_has_no_use_of_it() -> None:
    tile = Tile("a", "line", ("nps",), ("touchpoint",))
    assert drawn_as(tile, "number", CATALOG).by == ()
    assert drawn_as(Tile("a", "line", ("sales",), ("touchpoint",)), "ranked", CATALOG).by == ("channel",)
    assert set(fitting(tile, CATALOG)) <= set(PICTURES)
    assert drawn_as(Tile("a", "table", ("nps", "csat"), ("channel",)), "line", CATALOG).by == ()
