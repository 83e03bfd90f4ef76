"""Which orders lie since an initiative, and which in as many days before it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from oracle.small import ask

from helder.errors import UnknownName

BEGAN = {"initiative_id": "chat", "started_on": date(2026, 3, 1)}


def tables(*placed: tuple[str, float], initiatives: tuple[dict[str, Any], ...] = (BEGAN,)) -> dict[str, list[dict[str, Any]]]:
    orders = [
        {"order_id": f"o{i}", "ordered_at": datetime.fromisoformat(at), "revenue": revenue, "status": "paid"}
        for i, (at, revenue) in enumerate(placed)
    ]
    return {"orders": orders, **({"initiatives": list(initiatives)} if initiatives else {})}


PLACED = (
    ("2026-02-25T23:59:59", 1000),
    ("2026-02-26", 4),
    ("2026-02-28T23:59:59", 16),
    ("2026-03-01", 5),
    ("2026-03-03T08:00", 20),
)


def change(**question: Any) -> tuple[float | None, float | None, float | None]:
    (row,) = ask("sales_since_change", tables=tables(*PLACED), **question)
    return row["value"], row["numerator"], row["denominator"]


def test_both_sides_have_as_many_days() -> None:
    assert change() == (0.25, 5, 20)


def test_a_period_asked_for_cuts_both_sides_alike() -> None:
    assert change(until="2026-03-03") == (-11 / 16, -11, 16)
    assert change(since="2026-03-02") == (4.0, 16, 4)


def test_the_day_is_that_of_the_zone() -> None:
    """In Amsterdam the order before midnight on 25 February is of the 26th, and that on 28 February of 1 March."""
    (row,) = ask("sales_since_change", tables=tables(*PLACED), zone="Europe/Amsterdam")
    assert (row["numerator"], row["denominator"]) == (5 + 16 + 20 - 1004, 1004)


def test_the_latest_that_has_begun_is_taken_unless_one_is_named() -> None:
    others = ({"initiative_id": "old", "started_on": date(2026, 2, 27)}, {"initiative_id": "new", "started_on": date(2026, 5, 1)})
    asked = tables(*PLACED, initiatives=(BEGAN, *others))
    found = [ask("sales_since", tables=asked, params={"initiative": name})[0]["value"] for name in ("latest", "chat", "old")]
    assert found == [25, 25, 41]
    assert ask("sales_since", tables=asked, params={"initiative": "new"})[0]["value"] is None


def test_without_an_initiative_there_is_no_value() -> None:
    assert ask("sales_since", tables=tables(*PLACED, initiatives=()))[0]["value"] is None


def test_one_that_does_not_exist_is_an_error_that_names_those_that_do() -> None:
    with pytest.raises(UnknownName, match="chat"):
        ask("sales_since", tables=tables(*PLACED), params={"initiative": "chatt"})
