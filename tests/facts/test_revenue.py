"""What customers pay a month at the start of a period, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from oracle.small import ask

import helder


def plans(*rows: tuple[str | None, float | None, str, str | None]) -> dict[str, list[dict[str, Any]]]:
    """Subscriptions of a customer: euros a month, from a day, until a day."""
    return {
        "subscriptions": [
            {
                "subscription_id": f"s{i}", "customer_id": who, "monthly_revenue": paid,
                "started_at": datetime.fromisoformat(start), "ended_at": end and datetime.fromisoformat(end),
            }
            for i, (who, paid, start, end) in enumerate(rows)
        ]
    }  # fmt: skip


def fractions(*rows: tuple[str | None, float | None, str, str | None], **more: Any) -> dict[str, tuple[float, float, int]]:
    asked = {"since": "2026-03-01", "until": "2026-04-01", **more}
    told = ask("revenue_churn_rate", "net_revenue_retention", tables=plans(*rows), **asked)
    return {r["metric"].split("_")[0]: (r["numerator"], r["denominator"], r["n"]) for r in told}


def test_what_ends_and_is_taken_up_again_within_the_month_is_not_lost() -> None:
    found = fractions(("a", 10, "2026-01-01", "2026-03-10"), ("a", 10, "2026-03-20", None))
    assert found == {"revenue": (0, 10, 1), "net": (10, 10, 1)}


def test_a_dearer_plan_is_no_loss_and_a_cheaper_one_is_what_it_is_cheaper() -> None:
    up = fractions(("a", 10, "2026-01-01", "2026-03-10"), ("a", 15, "2026-03-10", None))
    assert up == {"revenue": (0, 10, 1), "net": (15, 10, 1)}
    down = fractions(("a", 10, "2026-01-01", "2026-03-10"), ("a", 4, "2026-03-10", None))
    assert down == {"revenue": (6, 10, 1), "net": (4, 10, 1)}
    only_leavers = fractions(("a", 10, "2026-01-01", "2026-03-10"), ("a", 4, "2026-03-10", None), params={"contraction": "kept"})
    assert only_leavers["revenue"] == (0, 10, 1)


def test_what_starts_at_the_border_is_there_and_what_ends_at_it_is_not() -> None:
    assert fractions(("a", 10, "2026-03-01", None), ("b", 20, "2026-01-01", "2026-03-01"))["net"] == (10, 10, 1)
    assert fractions(("a", 10, "2026-01-01", "2026-04-01"))["revenue"] == (10, 10, 1)


def test_a_month_starts_with_what_the_months_before_left() -> None:
    rows = plans(("a", 10, "2026-01-01", "2026-02-10"), ("b", 30, "2026-01-01", "2026-04-10"), ("c", 20, "2026-02-05", None))
    told = ask("revenue_churn_rate", tables=rows, grain="month", since="2026-02-01", until="2026-05-01")
    assert [(r["numerator"], r["denominator"], r["n"]) for r in told] == [(10, 40, 2), (0, 50, 2), (30, 50, 2)]


def test_subscriptions_left_out_are_told_with_the_reason() -> None:
    from oracle.loading import load

    with helder.connect() as workspace:
        load(workspace, plans(("a", 1000, "2026-01-01", None), (None, 1000, "2026-01-01", None), ("b", None, "2026-01-01", None)))
        told = workspace.explain("revenue_churn_rate", since="2026-03-01", until="2026-04-01")
    assert {reason: n for reason, n in told.left_out.items() if n} == {
        "a subscription of no customer known": 1,
        "a subscription without its monthly revenue": 1,
    }
    assert told.read == told.counted + 2
