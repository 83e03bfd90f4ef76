"""The demonstration company is loaded beside the pages by an administrator, into a store without rows only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from helder import demo
from helder.connectors.arriving.arrivals import Arrivals
from helder.engines import open_engine
from helder.model import TABLES
from helder.workspace import Workspace

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving

BUTTON = "Load the demonstration company</button>"


@pytest.fixture
def empty(accounts: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """The site on a store without rows, and a company small enough for a test."""
    from helder.web import serving
    from helder.web.boards import demonstration
    from helder.web.boards.data import Questions

    engine = open_engine(f"duckdb:///{tmp_path / 'empty.duckdb'}", zone="Europe/Amsterdam")
    questions = Questions(Workspace(engine, "EUR"), "EUR")
    here = replace(accounts, questions=questions, arrivals=Arrivals(engine, tmp_path / "arriving", currency="EUR"))
    monkeypatch.setattr(serving, "_current", [here])
    monkeypatch.setattr(demo, "build", partial(demo.build, 100))
    yield here
    demonstration._now.clear()
    here.arrivals.close()
    questions.close()


def test_an_administrator_has_it_loaded_once(empty: Serving, signed_in: Callable[[str], Client]) -> None:
    from helder.demo.filling import present
    from helder.web.accounts.models import Entry

    client = signed_in("administrator")
    assert BUTTON in client.get("/").content.decode()
    for _ in range(2):
        assert client.post("/demonstration").status_code == 302
    page = client.get("/").content.decode()
    assert "Waiting for its turn" in page
    assert BUTTON not in page
    part = client.get("/demonstration", headers={"HX-Request": "true"})
    assert "<progress" in part.content.decode()
    assert empty.jobs.work_off() >= 1  # what others left to be done is done as well
    found = present(empty.questions.workspace.engine)
    assert found is not None
    assert found.customers == 100
    assert client.get("/demonstration", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/"
    assert 'id="tile-nps"' in client.get("/").content.decode()
    assert Entry.objects.filter(verb="loaded_demonstration").count() == 1
    assert client.post("/demonstration").status_code == 400


def test_nobody_else_is_offered_it(empty: Serving, signed_in: Callable[[str], Client]) -> None:
    for role in ("analyst", "viewer"):
        client = signed_in(role)
        page = client.get("/").content.decode()
        assert "The store is empty" in page
        assert BUTTON not in page
        assert client.post("/demonstration").status_code == 403
    empty.jobs.work_off()
    assert empty.questions.batch() == 0


def test_rows_that_came_first_are_mixed_with_none(empty: Serving, signed_in: Callable[[str], Client]) -> None:
    client, engine = signed_in("administrator"), empty.questions.workspace.engine
    client.post("/demonstration")
    own = [{"customer_id": "c1"}]
    with engine.write() as writer:
        writer.append(TABLES["customers"], pa.Table.from_pylist(own), source="own")
    empty.jobs.work_off()
    assert engine.batches().keys() == {"customers"}
    assert client.post("/demonstration").status_code == 400


def test_what_fails_is_told_and_can_be_done_again(
    empty: Serving, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, build = signed_in("administrator"), demo.build
    monkeypatch.setattr(demo, "build", partial(build.func, 5))
    client.post("/demonstration")
    empty.jobs.work_off()
    page = client.get("/").content.decode()
    assert "too small" in page
    assert "The store is as it was." in page
    assert BUTTON in page
    monkeypatch.setattr(demo, "build", build)
    client.post("/demonstration")
    empty.jobs.work_off()
    assert empty.questions.batch() > 0


def test_a_server_that_stops_leaves_the_store_as_it_was(empty: Serving, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("administrator")
    client.post("/demonstration")
    empty.stopping.set()
    try:
        empty.jobs.work_off()
    finally:
        empty.stopping.clear()
    assert empty.questions.batch() == 0
    assert BUTTON in client.get("/").content.decode()


def test_a_draft_says_that_there_are_no_rows(empty: Serving, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("analyst")
    address = client.post("/boards/new", {"title": "Mine", "start": "executive"}).headers["Location"]
    for page in (address, f"{address}/see"):
        shown = client.get(page).content.decode()
        assert "The store holds no rows yet" in shown
        assert 'href="/uploads"' in shown


def test_a_draft_says_nothing_of_it_where_there_are_rows(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("analyst")
    address = client.post("/boards/new", {"title": "Mine", "start": "executive"}).headers["Location"]
    assert "no rows yet" not in client.get(address).content.decode()
