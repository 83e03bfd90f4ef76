"""Open boards hear of new data; everyone asking is served by one look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from asgiref.sync import async_to_sync

from helder.engines import open_engine
from helder.model import TABLES
from helder.web.boards.data import Questions
from helder.web.boards.view import read
from helder.workspace import Workspace

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def questions(site: object, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site on an empty store of its own."""
    from helder.web import serving

    own = Questions(Workspace(open_engine("duckdb://", zone="UTC"), "EUR"), "EUR")
    monkeypatch.setattr(serving.now(), "questions", own)
    yield own
    own.close()


def append(questions: Questions, *answers: dict[str, Any]) -> None:
    with questions.workspace.engine.write() as writer:
        writer.append(TABLES["answers"], pa.Table.from_pylist(list(answers)), source="a test")


def answer(key: str, score: float, days: int = 1) -> dict[str, Any]:
    from datetime import UTC, datetime, timedelta

    at = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=days)
    return {"answer_id": key, "instrument": "nps", "score": score, "answered_at": at}


def test_an_empty_store_teaches_how_to_begin(signed_in: Callable[[str], Client], questions: Questions) -> None:
    page = signed_in("viewer").get("/").content.decode()
    assert "helder load" in page
    assert "helder demo" in page


def test_an_append_is_told_to_open_boards_and_changes_them(signed_in: Callable[[str], Client], questions: Questions) -> None:
    viewer = signed_in("viewer")
    append(questions, answer("a", 10.0))
    assert "100.0" in viewer.get("/").content.decode()

    async def heard() -> list[str]:
        from django.test import AsyncClient

        browser = AsyncClient()
        browser.cookies = viewer.cookies
        response = await browser.get("/live")
        assert response.headers["Content-Type"] == "text/event-stream"
        events: list[str] = []
        async for part in response.streaming_content:
            if b"event: batch" in part:
                events.append(part.decode())
                if len(events) == 2:
                    break
                append(questions, answer("b", 0.0))
        await response.streaming_content.aclose()
        return events

    assert async_to_sync(heard)() == ["event: batch\ndata: 1\n\n", "event: batch\ndata: 2\n\n"]
    board = viewer.get("/").content.decode()
    assert "n 2" in board


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
