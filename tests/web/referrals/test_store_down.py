"""While the store can keep nothing, friends are led on all the same, and what happened is told later."""

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


def test_a_click_is_told_once_the_store_keeps_again(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web.referrals.looking import look

    link = world.link()
    with monkeypatch.context() as broken:
        broken.setattr(world.serving, "arrivals", Full())
        name = world.follow(link)
    assert world.referrals() == []
    look()
    assert [row["referral_id"] for row in world.referrals()] == [name]
