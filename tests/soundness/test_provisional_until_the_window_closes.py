"""A figure whose rows can still change is marked so, for as long as the window asked for is open."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from oracle.small import ask

from helder.model.zones import today


def _provisional(days_ago: int, **question: Any) -> bool:
    """Whether the figure of the period that ended some days ago is."""
    until = today("UTC", datetime.now(UTC).replace(tzinfo=None)) - timedelta(days=days_ago)
    event = {"event_id": "1", "visitor_id": "v", "event": "add_to_cart", "at": datetime.combine(until, datetime.min.time())}
    event["at"] -= timedelta(hours=1)
    (row,) = ask("cart_abandonment_rate", tables={"page_events": [event]}, until=until, **question)
    return row["provisional"]


@pytest.mark.parametrize(("days", "expected"), [(0, True), (2, False)])
def test_by_default_a_cart_has_a_day(days: int, expected: bool) -> None:
    assert _provisional(days) is expected


def test_a_longer_window_keeps_it_open_longer() -> None:
    assert _provisional(2, params={"idle_hours": 96}) is True
    assert _provisional(5, params={"idle_hours": 96}) is False
