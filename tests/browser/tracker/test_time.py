"""Time on a page is that in which it is seen and somebody is there; a visit ends after half an hour without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Settled = Callable[[Any], None]


def test_a_page_left_open_is_not_read(shop: Any, settled: Settled) -> None:
    page = shop.visitor().new_page()
    page.clock.install()
    page.goto("/")
    session = page.evaluate("new Promise((tell) => helder('session', tell))")
    page.clock.run_for(60_000)
    page.mouse.move(5, 5)
    page.clock.run_for(3 * 3_600_000)
    page.mouse.move(9, 9)
    page.clock.run_for(10_000)
    page.mouse.move(5, 5)
    page.evaluate("helder('event', 'help')")
    again = page.evaluate("new Promise((tell) => helder('session', tell))")
    page.clock.run_for(2_000)
    settled(page)
    rows = shop.rows("page_events")
    (spent,) = (row for row in rows if row["event"] == "time_on_page")
    assert abs(spent["value"] - 360) < 15, "a minute, and the five after which nobody is taken to be there"
    assert session != again, "three hours later it is another visit"
    assert {row["event"]: row["session_id"] for row in rows if row["event"] in ("view", "help")} == {
        "view": session,
        "help": again,
    }
    assert spent["session_id"] == session


def test_reading_for_long_is_one_visit(shop: Any, settled: Settled) -> None:
    page = shop.visitor().new_page()
    page.clock.install()
    page.goto("/")
    for minute in range(60):
        page.clock.run_for(60_000)
        page.mouse.move(5, 5 + minute)
    page.evaluate("helder('event', 'help')")
    page.clock.run_for(2_000)
    settled(page)
    rows = shop.rows("page_events")
    spent = sum(row["value"] for row in rows if row["event"] == "time_on_page")
    assert 45 * 60 < spent <= 60 * 60 + 5
    assert shop.shows("sessions")[0]["value"] == 1
