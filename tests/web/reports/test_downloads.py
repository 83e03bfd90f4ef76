"""Figures of tiles as files equal what `show` answers; files of boards are for who may open the board."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.text import slugify
from openpyxl import load_workbook
from pyarrow import parquet

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.serving import Serving

from .conftest import BOARD, HOSTILE


@pytest.fixture
def kept(person: Callable[[str], Person]) -> tuple[str, Person]:
    """The board, kept by an analyst: its key, and who."""
    from helder.web.boards.models import OwnBoard

    who = person("analyst")
    OwnBoard.objects.create(key="own", owner=who, definition=BOARD)
    return "own", who


@pytest.fixture
def analyst(kept: tuple[str, Person]) -> Client:
    from django.test import Client

    client = Client()
    client.force_login(kept[1], backend="django.contrib.auth.backends.ModelBackend")
    return client


def wanted(site: Serving, *metrics: str, **options: Any) -> list[dict[str, Any]]:
    """What show answers over the board's period."""
    today = site.questions.today()
    return site.questions.workspace.show(*metrics, since=today - timedelta(days=91), until=today, **options).to_records()


def test_a_workbook_holds_the_exact_figures_and_what_they_are_about(analyst: Client, site: Serving) -> None:
    answer = analyst.get("/boards/own/tiles/table.xlsx")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    head, *rows = book["Figures"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    expected = [row for row in wanted(site, "nps", "sales", by=["channel"]) if row["n"]]
    sliced = {(row["metric"], row["channel"], row["unit"]): row for row in found if row["channel"]}
    for row in expected:
        told = sliced[row["metric"], row["channel"], row["unit"]]
        for name in ("value", "low", "high", "n"):
            assert told[name] == pytest.approx(row[name], rel=1e-15)
        assert told["start"].date() == row["start"]
    about = dict(book["About"].iter_rows(values_only=True))
    assert about["Board"] == HOSTILE
    assert about["Time zone"] == "Europe/Amsterdam"
    cells = {cell.value: cell for row in book["Figures"].iter_rows() for cell in row}
    assert cells["metric"].font.b


def test_parquet_holds_the_same(analyst: Client, site: Serving) -> None:
    table = parquet.read_table(io.BytesIO(analyst.get("/boards/own/tiles/line.parquet").content))
    expected = {row["start"]: row for row in wanted(site, "nps", grain="week")}
    weeks = [row for row in table.to_pylist() if row["per"] == "week"]
    assert {row["start"]: (row["value"], row["n"]) for row in weeks} == {
        start: (row["value"], row["n"]) for start, row in expected.items()
    }
    assert all(type(row["start"]) is date for row in weeks)
    assert table.schema.metadata[b"helder.Metrics"] == b"nps"


@pytest.mark.parametrize("tile", [tile["key"] for tile in BOARD["sections"][0]["tiles"] if tile.get("metrics")])
def test_every_picture_has_its_figures_in_every_form(analyst: Client, tile: str) -> None:
    counts = set()
    text = analyst.get(f"/boards/own/tiles/{tile}.csv").content.decode()
    counts.add(len(list(csv.reader(io.StringIO(text)))) - 1)
    counts.add(parquet.read_table(io.BytesIO(analyst.get(f"/boards/own/tiles/{tile}.parquet").content)).num_rows)
    book = load_workbook(io.BytesIO(analyst.get(f"/boards/own/tiles/{tile}.xlsx").content))
    counts.add(book["Figures"].max_row - 1)
    assert len(counts) == 1


def test_no_comment_is_a_formula(analyst: Client) -> None:
    text = analyst.get("/boards/own/tiles/comments.csv").content.decode()
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text
    book = load_workbook(io.BytesIO(analyst.get("/boards/own/tiles/comments.xlsx").content))
    said = [cell for row in book["Figures"].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert said
    assert {cell.data_type for cell in said} == {"s"}


def test_a_board_is_downloaded_as_what_it_is(analyst: Client) -> None:
    for form, kind, begins in (
        ("pdf", "application/pdf", b"%PDF"),
        ("png", "image/png", b"\x89PNG"),
        ("html", "text/html", b"<!doc"),
    ):
        answer = analyst.get(f"/boards/own.{form}?period=4-weeks")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(kind)
        assert answer.content.startswith(begins)
        assert answer["Content-Disposition"].startswith(f'attachment; filename="{slugify(HOSTILE)}-')


@pytest.mark.parametrize("address", ["own.pdf", "own.html", "own/tiles/nps.csv", "own/tiles?tile=nps&form=csv"])
def test_others_get_nothing(kept: tuple[str, Person], signed_in: Callable[[str], Client], visitor: Client, address: str) -> None:
    assert signed_in("viewer").get(f"/boards/{address}").status_code == 404
    assert visitor.get(f"/boards/{address}").status_code == 302


def test_what_there_is_not_is_told(analyst: Client) -> None:
    assert analyst.get("/boards/own.exe").status_code == 404
    assert analyst.get("/boards/own/tiles/nothing.csv").status_code == 404
    assert analyst.get("/boards/own/tiles/note.csv").status_code == 400
    assert analyst.get("/boards/own/tiles?tile=nps&form=csv&view=period%3D4-weeks")["Location"].startswith(
        "/boards/own/tiles/nps.csv?period=4-weeks"
    )


def test_a_personal_comment_is_masked(kept: tuple[str, Person], analyst: Client) -> None:
    kept[1].role = "manager"
    kept[1].save()
    assert "Kind and quick" not in analyst.get("/boards/own/tiles/comments.csv").content.decode()


def test_too_many_at_once_are_asked_to_come_again(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import BoundedSemaphore

    from helder.web.reports import making

    monkeypatch.setattr(making, "_PATIENCE", 0.05)
    taken = BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr(making, "_places", taken)
    answer = analyst.get("/boards/own.pdf")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
