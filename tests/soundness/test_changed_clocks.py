"""Days on which the clock is changed have 23 and 25 hours, all of them counted, in the right day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from oracle.loading import store
from oracle.small import ask

ZONE = "Europe/Amsterdam"


def _hourly(first: datetime) -> list[dict[str, Any]]:
    """A contact at every half hour past the hour, for three days and more."""
    return [{"contact_id": str(i), "offered_at": first + timedelta(hours=i, minutes=30)} for i in range(80)]


@pytest.mark.parametrize(
    ("first", "hours"), [(datetime(2025, 3, 28, 23), [24, 23, 24]), (datetime(2025, 10, 24, 22), [24, 25, 24])]
)
def test_a_day_has_its_own_hours(first: datetime, hours: list[int]) -> None:
    rows = ask("contact_volume", tables={"contacts": _hourly(first)}, grain="day", zone=ZONE)
    assert [r["value"] for r in rows][:3] == hours


@pytest.mark.parametrize("stored_zone", [ZONE, "UTC"])
def test_half_past_midnight_is_the_new_day(stored_zone: str) -> None:
    """00:30 in Amsterdam on 30 March 2025 is 23:30 UTC the day before; so it is for a store that keeps other days."""
    moment = datetime(2025, 3, 29, 23, 30)
    with store({"contacts": [{"contact_id": "a", "offered_at": moment}]}, stored_zone) as workspace:
        (row,) = workspace.show("contact_volume", grain="day", zone=ZONE)
    assert row.start == date(2025, 3, 30)


def test_times_taken_over_a_change_are_elapsed_times() -> None:
    """From 01:30 to 03:30 on the short day one hour goes by."""
    case = {"case_id": "a", "opened_at": datetime(2025, 3, 30, 0, 30), "resolved_at": datetime(2025, 3, 30, 1, 30)}
    (row,) = ask("average_resolution_time", tables={"cases": [case]}, zone=ZONE)
    assert row["value"] == 3600.0
