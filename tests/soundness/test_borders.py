"""A period holds its first moment and not its last: what happens on a border is counted once."""

from datetime import date, datetime

from oracle.small import ask

BORDER = datetime(2026, 3, 31, 22)  # midnight in Amsterdam, where the clock is two hours ahead
ROWS = {
    "contacts": [
        {"contact_id": "a", "offered_at": BORDER},
        {"contact_id": "b", "offered_at": BORDER.replace(hour=21, minute=59, second=59, microsecond=999_999)},
    ]
}
ZONE = "Europe/Amsterdam"


def test_midnight_belongs_to_the_day_that_begins() -> None:
    rows = ask("contact_volume", tables=ROWS, grain="month", zone=ZONE)
    assert [(r["start"], r["value"]) for r in rows] == [(date(2026, 3, 1), 1.0), (date(2026, 4, 1), 1.0)]


def test_until_is_not_included_and_since_is() -> None:
    (before,) = ask("contact_volume", tables=ROWS, since="2026-03-01", until="2026-04-01", zone=ZONE)
    (after,) = ask("contact_volume", tables=ROWS, since="2026-04-01", until="2026-05-01", zone=ZONE)
    assert (before["value"], after["value"]) == (1.0, 1.0)


def test_a_wait_at_the_threshold_is_in_time() -> None:
    rows = [
        {"contact_id": str(i), "offered_at": BORDER, "outcome": "answered", "wait_seconds": w}
        for i, w in enumerate((20.0, 20.000001))
    ]
    (row,) = ask("service_level", tables={"contacts": rows})
    assert row["value"] == 0.5
