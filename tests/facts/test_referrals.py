"""Which first orders came by a referral."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from oracle.small import NOON, ask

HOUR = timedelta(hours=1)


def rate(referral: dict[str, Any] | None, known_by: str = "links") -> float | None:
    """The share of one customer's first order that came by referral; the second order never counts."""
    orders = [
        {"order_id": f"o{i}", "customer_id": "a", "ordered_at": NOON + i * HOUR, "status": "paid", "channel": "web"}
        for i in (0, 1)
    ]
    tables = {
        "orders": orders,
        "customers": [{"customer_id": "a", "acquired_via": "Referral"}],
        "referrals": [{"referral_id": "r", **referral}] if referral else [],
    }
    (row,) = ask("referral_rate", tables={name: rows for name, rows in tables.items() if rows}, params={"known_by": known_by})
    assert row["n"] == 1
    return row["value"]


@pytest.mark.parametrize(
    ("referral", "share"),
    [
        (None, 0),
        ({"customer_id": "a", "clicked_at": NOON - HOUR}, 1),
        ({"customer_id": "a", "clicked_at": NOON}, 1),
        ({"customer_id": "a", "clicked_at": NOON + HOUR}, 0),
        ({"customer_id": "a", "shared_at": NOON - HOUR, "clicked_at": NOON + HOUR}, 1),
        ({"customer_id": "a"}, 1),
        ({"order_id": "o0"}, 1),
        ({"order_id": "o1", "clicked_at": NOON - HOUR}, 0),
        ({"customer_id": "b", "clicked_at": NOON - HOUR}, 0),
    ],
)
def test_a_referral_before_the_first_order_that_names_customer_or_order(referral: dict[str, Any] | None, share: float) -> None:
    assert rate(referral) == share


def test_what_the_customer_said_counts_where_it_is_asked_for() -> None:
    assert rate(None, "acquired_via") == 1
    assert rate(None, "either") == 1


def test_two_referrals_of_one_customer_do_not_multiply_the_order() -> None:
    orders = [{"order_id": "o", "customer_id": "a", "ordered_at": NOON, "status": "paid"}]
    referrals = [{"referral_id": str(i), "customer_id": "a", "order_id": "o", "shared_at": NOON - i * HOUR} for i in range(3)]
    (row,) = ask("referral_rate", tables={"orders": orders, "referrals": referrals})
    assert (row["numerator"], row["n"]) == (1, 1)


def test_slices_are_of_the_customer_who_referred() -> None:
    tables = {
        "customers": [{"customer_id": "a", "country": "NL"}, {"customer_id": "b", "country": "DK"}],
        "referrals": [{"referral_id": "r", "referrer_id": "a", "customer_id": "b", "clicked_at": NOON, "converted_at": NOON}],
    }
    (row,) = ask("referral_conversion", tables=tables, by=["country"])
    assert (row["country"], row["value"]) == ("NL", 1.0)
