"""Open boards hear of new data; everyone asking is served by one look."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from asgiref.sync import async_to_sync
from web.boards.answers import answer, append

from helder.connectors.arriving.arrivals import Arrivals
from helder.model import TABLES
from helder.web.boards.data import Questions
from helder.web.boards.view import read

if TYPE_CHECKING:
    from django.test import Client


def test_an_empty_store_teaches_how_to_begin(signed_in: Callable[[str], Client], questions: Questions) -> None:
    page = signed_in("viewer").get("/").content.decode()
    assert "helder load" in page
    assert "helder demo" in page


async def events(client: Client, address: str, count: int, then: list[Callable[[], object]]) -> list[tuple[str, str]]:
    """The first events of a page's feed, each by name and data; after each of them one thing is done."""
    from django.test import AsyncClient

    browser = AsyncClient()
    browser.cookies = client.cookies
    response = await browser.get(address)
    assert response.headers["Content-Type"] == "text/event-stream"
    found: list[tuple[str, str]] = []
    async for part in response.streaming_content:
        if part.startswith(b"event: "):
            name, data = part.decode().removeprefix("event: ").split("\ndata: ")
            found.append((name, data.strip()))
            if len(found) == count:
                break
            if then:
                then.pop(0)()
    await response.streaming_content.aclose()
    return found


def test_a_row_that_arrives_changes_the_tiles_it_concerns_and_no_others(
    signed_in: Callable[[str], Client], questions: Questions, arriving: Arrivals
) -> None:
    viewer = signed_in("viewer")
    append(questions, answer("a", 10.0))

    async def watched() -> tuple[dict[str, str], dict[str, str]]:
        from django.test import AsyncClient

        browser = AsyncClient()
        browser.cookies = viewer.cookies
        response = await browser.get("/live?period=4-weeks")
        shown: dict[str, str] = {}
        late: dict[str, str] = {}
        async for part in response.streaming_content:
            if not part.startswith(b"event: tiles"):
                continue
            new = json.loads(part.decode().split("data: ")[1])
            if "board-counts" not in shown:
                shown |= new
                if "board-counts" in shown:
                    arriving.send(TABLES["answers"], [answer("b", 0.0)], source="t").result()
                continue
            late |= new
            if "tile-nps" in late:
                break
        await response.streaming_content.aclose()
        return shown, late

    shown, late = async_to_sync(watched)()
    assert {"tile-nps", "tile-csat", "tile-sales"} <= shown.keys()
    assert "100.0" in shown["tile-nps"]
    assert "n 2" in late["tile-nps"]
    assert set(late) <= {"tile-nps", "board-counts"}
    assert "n 2" in viewer.get("/?period=4-weeks").content.decode()


def test_the_page_of_a_metric_is_told_of_what_it_is_made_of_alone(
    signed_in: Callable[[str], Client], questions: Questions
) -> None:
    append(questions, answer("a", 10.0))

    def order() -> None:
        with questions.workspace.engine.write() as writer:
            row = {"order_id": "o", "ordered_at": answer("a", 1)["answered_at"], "revenue": 100}
            writer.append(TABLES["orders"], pa.Table.from_pylist([row]), source="a test")
        append(questions, answer("b", 0.0))

    viewer = signed_in("viewer")
    assert 'data-seen="1"' in viewer.get("/metrics/nps").content.decode()
    heard = async_to_sync(events)(viewer, "/live?metric=nps", 2, [order])
    assert heard == [("batch", "1"), ("batch", "3")]


def test_one_working_out_serves_all_who_look(
    signed_in: Callable[[str], Client], questions: Questions, arriving: Arrivals, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(questions, answer("a", 10.0))
    viewer, asked = signed_in("viewer"), []
    show = questions.workspace.show
    monkeypatch.setattr(questions.workspace, "show", lambda *names, **more: asked.append(names) or show(*names, **more))

    async def four() -> None:
        looks = [events(viewer, "/live?period=4-weeks", 1, []) for _ in range(4)]
        assert all(len(heard) == 1 for heard in await asyncio.gather(*looks))

    async_to_sync(four)()
    of_scores = [names for names in asked if "nps" in names]
    assert len(of_scores) <= 2  # the whole period and its cells, once


def test_equal_questions_are_answered_once(questions: Questions, monkeypatch: pytest.MonkeyPatch) -> None:
    append(questions, answer("a", 9.0))
    view, asked = read({"period": "4-weeks"}, questions.today()), []
    show = questions.workspace.show
    monkeypatch.setattr(questions.workspace, "show", lambda *names, **more: asked.append(names) or show(*names, **more))
    first = questions.figures(("nps", "csat"), view)
    assert questions.figures(("nps", "csat"), view) == first
    assert len(asked) == 2
    append(questions, answer("b", 0.0))
    assert questions.figures(("nps", "csat"), view) != first


def test_a_failed_question_is_asked_again(questions: Questions, monkeypatch: pytest.MonkeyPatch) -> None:
    view, show = read({}, questions.today()), questions.workspace.show

    def fails(*names: str, **more: Any) -> Any:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(questions.workspace, "show", fails)
        with pytest.raises(MemoryError):
            questions.figures(("nps",), view)
    assert show("nps") is not None
    assert questions.figures(("nps",), view).batch == 0
