"""What cannot be kept is not acknowledged, and is kept when it is sent again."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest

from helder.errors import StoreError


class Full:
    """Arrivals of a server whose disk is full."""

    def send(self, *_given: Any, **_more: Any) -> Future[Any]:
        failed: Future[Any] = Future()
        failed.set_exception(StoreError("The disk is full."))
        return failed


def test_a_send_that_cannot_be_kept_is_sent_again(script: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    event = script.event()
    with monkeypatch.context() as broken:
        broken.setattr(script.serving, "arrivals", Full())
        answer = script.send(event)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "31")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    assert script.send(event).status_code == 204
    assert len(script.rows()) == 1
