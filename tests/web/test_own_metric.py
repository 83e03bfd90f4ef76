"""A company's own metric has its page, and can have a goal, as any other."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client


def test_its_page(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("analyst").get("/metrics/very_happy")
    assert page.status_code == 200
    assert "Very happy" in page.content.decode()
    assert "score = 10" in page.content.decode()


def test_a_goal_for_it(signed_in: Callable[[str], Client]) -> None:
    manager = signed_in("administrator")
    assert (
        manager.post(
            "/goals", {"metric": "very_happy", "target": "60", "segment": "", "bound": "at least"}, follow=True
        ).status_code
        == 200
    )
    assert "Very happy" in manager.get("/goals").content.decode()
