"""An open board while some of it takes long: the rest goes on, and in the end all is as on the page."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

import pytest
from asgiref.sync import async_to_sync
from web.boards.answers import ago, answer, append

from helder.connectors.arriving.arrivals import Arrivals
from helder.model import TABLES
from helder.web.boards.data import Questions

if TYPE_CHECKING:
    from django.test import Client

VIEW = "period=4-weeks"


async def told(client: Client) -> AsyncIterator[dict[str, str]]:
    """What an open board is told: tiles by the ids of their elements."""
    from django.test import AsyncClient

    browser = AsyncClient()
    browser.cookies = client.cookies
    response = await browser.get(f"/live?{VIEW}")
    try:
        async for part in response.streaming_content:
            if part.startswith(b"event: tiles"):
                yield json.loads(part.decode().split("data: ")[1])
    finally:
        await response.streaming_content.aclose()


async def until(news: AsyncIterator[dict[str, str]], shown: dict[str, str], there: Callable[[], bool]) -> None:
    """Note what a board is told until something is there."""
    while not there():
        shown |= await asyncio.wait_for(anext(news), 30)


class Held:
    """Questions about one metric, which wait until they are let go on."""

    def __init__(self, questions: Questions, metric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.goes_on, self.on = threading.Event(), threading.Event(), False
        show = questions.workspace.show

        def held(*names: str, **more: Any) -> Any:
            if self.on and metric in names:
                self.begun.set()
                assert self.goes_on.wait(30)
            return show(*names, **more)

        monkeypatch.setattr(questions.workspace, "show", held)


def test_what_takes_long_holds_up_nothing_else_and_comes_in_the_end(
    signed_in: Callable[[str], Client], questions: Questions, arriving: Arrivals, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(questions, answer("a", 10.0))
    viewer, held = signed_in("viewer"), Held(questions, "sales", monkeypatch)
    order = {"order_id": "o", "ordered_at": ago(1), "status": "paid", "revenue": 20, "customer_id": "c"}

    async def looked() -> dict[str, str]:
        news, shown = told(viewer), dict[str, str]()
        await until(news, shown, lambda: "board-counts" in shown)
        held.on = True
        await asyncio.wrap_future(arriving.send(TABLES["orders"], [order], source="t"))
        assert await asyncio.to_thread(held.begun.wait, 30)
        await asyncio.wrap_future(arriving.send(TABLES["answers"], [answer("b", 0.0)], source="t"))
        await until(news, shown, lambda: "n 2" in shown["tile-nps"])
        assert "20" not in shown["tile-sales"]
        held.goes_on.set()
        await until(news, shown, lambda: "20" in shown["tile-sales"])
        await news.aclose()  # type: ignore[attr-defined]
        return shown

    shown = async_to_sync(looked)()
    page = viewer.get(f"/?{VIEW}").content.decode()
    for name in ("tile-nps", "tile-sales", "tile-average_order_value", "tile-repeat_purchase_rate", "tile-churn_rate"):
        assert shown[name].strip() in page
