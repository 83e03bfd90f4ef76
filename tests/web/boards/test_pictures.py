"""Every picture shows what `show` answers for the same question; what it cannot show, it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from helder.boards.board import Tile, said
from helder.boards.pictures import PICTURES
from helder.boards.ready import ready_made
from helder.query.scope import Scope

if TYPE_CHECKING:
    from helder.web.boards.pictures.board import Shown
    from helder.web.serving import Serving


def drawn(
    site: Serving, picture: str, metrics: str = "", query: str = "period=12-months", scope: Scope | None = None, **more: Any
) -> Shown:
    """A tile worked out alone."""
    from django.http import QueryDict

    from helder.web.boards.pictures.board import Look, worked_out
    from helder.web.boards.view import read

    tile = Tile("t", picture, tuple(metrics.split()), **more)
    questions = site.questions if scope is None else site.questions.within(scope)
    return worked_out([tile], read(QueryDict(query), questions.today()), questions, Look(personal=True))["t"]


def asked(site: Serving, metric: str, **options: Any) -> list[dict[str, Any]]:
    from helder.web.boards.view import bounds

    since, until = bounds("12-months", site.questions.today())
    return list(site.questions.workspace.show(metric, since=since, until=until, **options).to_records())


def test_bars_are_the_figures_by_the_dimension(site: Serving) -> None:
    bars = drawn(site, "bars", "orders", by=("country",)).content.picture.bars
    rows = sorted(asked(site, "orders", by=["country"]), key=lambda row: -row["value"])
    assert [(bar.label, bar.value) for bar in bars] == [(row["country"], f"{row['value']:,.0f}") for row in rows]
    assert bars[0].width == 200
    assert bars[1].width == pytest.approx(200 * rows[1]["value"] / rows[0]["value"], abs=0.1)


def test_a_ranked_list_has_the_best_first_with_its_interval(site: Serving) -> None:
    picture = drawn(site, "ranked", "nps", by=("country",)).content.picture
    rows = sorted(asked(site, "nps", by=["country"]), key=lambda row: -row["value"])
    assert [bar.label for bar in picture.bars] == [row["country"] for row in rows]
    assert [bar.n for bar in picture.bars] == [f"{row['n']:,}" for row in rows]
    assert all(bar.low < bar.dot < bar.high for bar in picture.bars)


def test_a_click_on_a_value_narrows_and_another_widens_again(site: Serving) -> None:
    (bar, *_) = drawn(site, "bars", "orders", by=("country",)).content.picture.bars
    assert bar.href.endswith("segment=country:NL")
    (chosen, *_) = drawn(
        site, "bars", "orders", query="period=12-months&segment=country:NL", by=("country",)
    ).content.picture.bars
    assert chosen.chosen
    assert "segment" not in chosen.href


def test_a_heat_map_is_the_week_by_the_hour(site: Serving) -> None:
    matrix = drawn(site, "heat", "contact_volume").content.picture
    cells = [cell for _, _, row in matrix.rows for cell in row]
    rows = asked(site, "contact_volume", by=["weekday", "hour"])
    assert sum(int(cell.text.replace(",", "")) for cell in cells if cell.text) == sum(row["value"] for row in rows)
    assert max(cell.shade for cell in cells if cell.shade is not None) == 9
    monday, *_ = matrix.rows
    assert (monday[0].text, "segment=weekday:1" in monday[0].href) == ("Monday", True)
    assert [label.href.rsplit("segment=", 1)[1] for label, _, _ in matrix.rows] == [f"weekday:{day}" for day in range(1, 8)]


def test_a_table_has_the_whole_below(site: Serving) -> None:
    table = drawn(site, "table", "nps orders", by=("country",)).content.picture
    (whole,) = asked(site, "orders")
    assert table.whole.figures[1][0] == f"{whole['value']:,.0f}"
    assert {line.label for line in table.lines} == {"NL", "DK"}


def test_lines_of_different_units_are_not_drawn_over_each_other(site: Serving) -> None:
    assert drawn(site, "line", "nps orders").content.state == "units"
    assert drawn(site, "line", "orders contact_volume").content.state == "value"


def test_shares_stacked_have_a_row_for_each_value_and_month(site: Serving) -> None:
    picture = drawn(site, "stacked", "orders", by=("country",)).content.picture
    rows = asked(site, "orders", by=["country"], grain="month")
    assert len(picture.rows) == len(rows)
    assert "<svg" in picture.svg


def test_a_distribution_adds_up_to_the_rows(site: Serving) -> None:
    columns = drawn(site, "distribution", "nps").content.picture
    (row,) = (one for one in asked(site, "nps") if one["n"])
    assert columns.n == f"{row['n']:,}"
    assert sum(int(one.n.replace(",", "")) for one in columns.columns) == row["n"]


def test_comments_are_the_newest_and_masked_without_the_right(site: Serving) -> None:
    from helder.web.boards.pictures.board import Look, worked_out
    from helder.web.boards.view import read

    shown = drawn(site, "comments", "nps", most=5)
    assert len(shown.content.picture) == 5
    assert {one.text for one in shown.content.picture} <= {"Kind and quick", '=HYPERLINK("http://example.com")'}
    masked = worked_out([shown.tile], read({}, site.questions.today()), site.questions, Look())["t"]
    assert {one.text for one in masked.content.picture} == {None}


def test_a_note_is_its_own_words(site: Serving) -> None:
    assert drawn(site, "note", text=said("One.\n\nTwo <b>.")).content.picture == ("One.", "Two <b>.")


@pytest.mark.parametrize(
    ("tile", "state"),
    [
        ({"picture": "number", "metrics": "gone_metric"}, "gone"),
        ({"picture": "number", "metrics": "share_price", "query": "segment=country:NL"}, "not sliced"),
        ({"picture": "number", "metrics": "share_price", "scope": Scope(((("country", ("NL",)),),))}, "not seen"),
        ({"picture": "bars", "metrics": "sessions", "by": ("device",)}, "no data"),
        ({"picture": "comments", "metrics": "orders"}, "no words"),
    ],
)
def test_what_cannot_be_shown_is_said(site: Serving, tile: dict[str, Any], state: str) -> None:
    assert drawn(site, **tile).content.state == state


def test_a_tile_is_within_what_one_may_see(site: Serving) -> None:
    danish = Scope(((("country", ("DK",)),),))
    bars = drawn(site, "bars", "orders", by=("country",), scope=danish).content.picture.bars
    assert [bar.label for bar in bars] == ["DK"]


@pytest.mark.parametrize("key", list(ready_made()))
def test_every_board_that_comes_along_is_drawn(site: Serving, key: str) -> None:
    from helder.web.boards.pictures.board import Look, worked_out
    from helder.web.boards.view import read

    board = ready_made()[key]
    shown = worked_out(board.tiles, read({}, site.questions.today(), board), site.questions, Look())
    assert {one.content.state for one in shown.values()} <= {"value", "none", "no data", "suppressed", "no words"}


def test_a_tile_of_its_own_rows_stays_of_them_however_the_board_is_narrowed(site: Serving) -> None:
    dutch = {"picture": "number", "metrics": "orders", "filters": (("country", ("NL",)),)}
    (row,) = asked(site, "orders", where="country = 'NL' and channel = 'web'")
    narrowed = drawn(site, **dutch, query="period=12-months&segment=channel:web")
    assert narrowed.content.picture.n == f"{row['n']:,}"
    assert drawn(site, **dutch, query="period=12-months&segment=country:DK").content.state == "outside"


def test_a_click_narrows_the_board_and_not_to_the_tile_s_own_period(site: Serving) -> None:
    (bar, *_) = drawn(site, "bars", "orders", by=("country",), period="4-weeks").content.picture.bars
    assert "period=12-months" in bar.href


def test_shares_stacked_are_of_the_whole(site: Serving) -> None:
    """Of two countries the larger alone is drawn; the other is there as the rest."""
    picture = drawn(site, "stacked", "orders", by=("country",), most=1).content.picture
    (values,) = picture.specification["datasets"].values()
    shares = [one["share"] for one in values if one["series"] == "NL"]
    rows = asked(site, "orders", by=["country"], grain="month")
    months = sorted({row["start"] for row in rows})
    value = {(row["start"], row["country"]): row["value"] or 0.0 for row in rows}
    wanted = [value[m, "NL"] / (value[m, "NL"] + value.get((m, "DK"), 0.0)) for m in months if value.get((m, "NL"))]
    assert [share for share in shares if share] == pytest.approx(wanted)


def test_a_tile_that_cannot_be_answered_leaves_the_others(site: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.errors import BadQuestion
    from helder.web.boards.pictures.board import Look, worked_out
    from helder.web.boards.view import read

    def refused(*_args: object, **_more: object) -> None:
        raise BadQuestion("It took longer than it may.")

    monkeypatch.setattr(type(site.questions), "distribution", refused)
    tiles = [Tile("a", "distribution", ("nps",)), Tile("b", "number", ("nps",))]
    shown = worked_out(tiles, read({}, site.questions.today()), site.questions, Look())
    assert [shown["a"].content.state, shown["b"].content.state] == ["cannot", "value"]
    assert shown["a"].content.about["why"] == "It took longer than it may."


def test_alike_is_asked_once(site: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles of one fact and one cut are one question, however many they are."""
    from helder.web.boards.pictures.board import Look, worked_out
    from helder.web.boards.view import read

    put: list[tuple[str, ...]] = []
    show = type(site.questions.workspace).show
    monkeypatch.setattr(
        type(site.questions.workspace), "show", lambda self, *names, **more: put.append(names) or show(self, *names, **more)
    )
    names = ("nps", "promoters", "passives", "detractors")
    tiles = [replace(Tile(name, "number", (name,)), compare="none") for name in names]
    worked_out(tiles, read({"since": "2026-01-03", "until": "2026-06-04"}, site.questions.today()), site.questions, Look())
    assert put.count(names) == 2  # the whole, and its cells


def test_every_picture_is_on_some_board_or_tried_here() -> None:
    used = {tile.picture for board in ready_made().values() for tile in board.tiles}
    assert set(PICTURES) - used <= {"note"}
