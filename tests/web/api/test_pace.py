"""A server that has much to do says so, and when to come again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import httpx
import pytest

from helder.errors import StoreError
from helder.web.serving import Serving


@pytest.fixture
def intake(site: Serving, tmp_path: Path) -> Iterator[Any]:
    """Makes an intake of the known rows' site, with limits of its own."""
    from helder.web.api.access import Pace
    from helder.web.api.bodies import Limits
    from helder.web.api.intake import Intake
    from helder.web.tokens import actions
    from helder.web.tokens.models import Token

    _, text = actions.create("pace", writes=["*"])

    def ask(per_second: int, times: int) -> list[httpx.Response]:
        app = Intake(tmp_path, Limits.of(1, 1), Pace(per_second))

        async def all_of_them() -> list[httpx.Response]:
            transport = httpx.ASGITransport(app=app)
            headers = {"Authorization": f"Bearer {text}"}
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver/api/v1", headers=headers) as client:
                return list(await asyncio.gather(*(client.post("/tables/answers", json=[]) for _ in range(times))))

        return asyncio.run(all_of_them())

    yield ask
    Token.objects.filter(name="pace").delete()


def test_a_token_that_asks_too_often_is_told_when_to_ask_again(intake: Any) -> None:
    answers = intake(per_second=2, times=10)
    assert [answer.status_code for answer in answers].count(200) == 4
    late = [answer for answer in answers if answer.status_code == 429]
    assert len(late) == 6
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in late)
    assert "many rows in one request" in late[0].json()["fix"]


def test_nought_is_any_number(intake: Any) -> None:
    assert {answer.status_code for answer in intake(per_second=0, times=50)} == {200}


def test_more_than_can_be_done_at_once_are_asked_to_come_again(intake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web.api import intake as module

    monkeypatch.setattr(module, "_MOST", 3)
    statuses = [answer.status_code for answer in intake(per_second=0, times=12)]
    assert set(statuses) == {200, 503}
    monkeypatch.undo()
    assert {answer.status_code for answer in intake(per_second=0, times=12)} == {200}


def test_a_store_that_takes_nothing_is_told_with_when_to_try_again(
    site: Serving, intake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **given: object) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(StoreError("The disk is full.", fix="Free some space."))
        return future

    monkeypatch.setattr(site.arrivals, "send", full)
    (answer,) = intake(per_second=0, times=1)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json()["what"] == "The disk is full."
