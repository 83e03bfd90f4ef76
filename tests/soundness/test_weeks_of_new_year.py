"""Weeks are ISO weeks: one that begins in December holds the first days of January."""

from datetime import date, datetime

from oracle.small import ask


def test_the_week_goes_over_new_year() -> None:
    days = (datetime(2025, 12, 28), datetime(2025, 12, 29), datetime(2026, 1, 1), datetime(2026, 1, 4, 23), datetime(2026, 1, 5))
    rows = ask("contact_volume", tables={"contacts": [{"contact_id": str(d), "offered_at": d} for d in days]}, grain="week")
    assert [(r["start"], r["value"]) for r in rows] == [
        (date(2025, 12, 22), 1.0),
        (date(2025, 12, 29), 3.0),
        (date(2026, 1, 5), 1.0),
    ]
