"""Who helped themselves, and what followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from oracle.small import NOON, ask

Row = dict[str, Any]


def tried(hours: float, **more: Any) -> Row:
    """A contact some hours after the first."""
    usual = {"customer_id": "a", "topic": "bill", "entry": "ivr", "outcome": "self_served"}
    return {"contact_id": f"{hours:g}", "offered_at": NOON + timedelta(hours=hours), **usual, **more}


def visit(hours: float, event: str = "help", customer: str | None = "a") -> Row:
    """An event of a visit to the site."""
    return {
        "event_id": f"{hours:g}",
        "session_id": "s",
        "at": NOON + timedelta(hours=hours),
        "event": event,
        "customer_id": customer,
    }


def rate(*contacts: Row, events: Sequence[Row] = (), **params: Any) -> tuple[int | None, float | None]:
    """Attempts, and those that needed nobody."""
    tables = {"contacts": list(contacts), "page_events": list(events)}
    (row,) = ask("self_service_rate", tables={name: rows for name, rows in tables.items() if rows}, params=params)
    return row["n"], row["numerator"]


@pytest.mark.parametrize(("more", "found"), [
    ({"entry": "direct", "outcome": "answered"}, (1, 0)),
    ({"entry": "direct", "outcome": "answered", "topic": "delivery"}, (1, 1)),
    ({"entry": "direct", "outcome": "answered", "direction": "outbound"}, (1, 1)),
    ({"entry": "direct", "outcome": "answered", "customer_id": "b"}, (1, 1)),
    ({"outcome": "answered"}, (2, 0)),
    ({"entry": "site", "outcome": "answered"}, (1, 0)),
])  # fmt: skip
def test_who_comes_back_on_the_topic_was_not_helped(more: Row, found: tuple[int, int]) -> None:
    assert rate(tried(0), tried(24, **more)) == found
    assert rate(tried(0), tried(24.01, **more))[1] == 1


def test_a_visit_to_a_help_page_counts_until_any_contact() -> None:
    came = tried(1, entry="direct", topic="delivery", outcome="answered")
    assert rate(events=[visit(0)]) == (1, 1)
    assert rate(came, events=[visit(0)]) == (1, 0)
    assert rate(came, events=[visit(0)], hours=0.5) == (1, 1)
    assert rate(came, events=[visit(1)]) == (1, 0)
    assert rate(came, events=[visit(2)]) == (1, 1)
    assert rate(events=[visit(0, customer=None)]) == (0, 0)
    assert rate(events=[visit(0, "view")]) == (0, 0)


def test_a_pause_makes_two_visits_of_one() -> None:
    assert rate(events=[visit(0), visit(0.4), visit(1)]) == (2, 2)


def test_menus_and_site_apart() -> None:
    both = {"events": [visit(0)]}
    assert rate(tried(-30), **both) == (2, 2)
    assert rate(tried(-30), **both, entered="menus") == (1, 1)
    assert rate(tried(-30), **both, entered="site") == (1, 1)
