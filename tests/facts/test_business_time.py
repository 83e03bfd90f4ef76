"""Open time between two moments, against a watch on the clock, and against plain elapsed time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle.opening import DAYS, Watch
from oracle.small import ask

ZONES = ("Europe/Amsterdam", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC", "America/St_Johns")
#: Days around a change of clocks, in one half of the world or the other, and around new year.
FIRSTS = (datetime(2025, 3, 24), datetime(2025, 10, 20), datetime(2025, 4, 1), datetime(2024, 12, 20))
SHIFTS = ("00:00-24:00", "09:00-17:30", "08:30-12:30", "13:00-18:00", "22:00-06:00", "02:15-02:45", "00:30-02:30", "18:00-00:00")


def seconds(calendar: dict[str, Any], spans: list[tuple[datetime, datetime]]) -> list[float | None]:
    """What Helder makes of each span."""
    cases = [{"case_id": f"{i:04}", "topic": f"{i:04}", "opened_at": a, "resolved_at": b} for i, (a, b) in enumerate(spans)]
    rows = ask(
        "average_resolution_time", tables={"cases": cases}, by=["topic"], calendars={"c": calendar}, params={"calendar": "c"}
    )
    found = {row["topic"]: row["value"] for row in rows}
    return [found.get(case["topic"]) for case in cases]


def hours(random: Random) -> dict[str, Any]:
    """A week's hours, some days closed, some with two spans, some through the night."""
    week: dict[str, Any] = {day: random.choice(SHIFTS) for day in DAYS if random.random() < 0.8}
    if random.random() < 0.5:
        week[random.choice(DAYS)] = ["08:30-12:30", "13:00-18:00", "22:30-01:15"]
    if random.random() < 0.3:
        week["holidays"] = "10:00-14:00"
    return week


def calendar(random: Random, first: datetime) -> dict[str, Any]:
    """A calendar with holidays, dates of its own, and schedules that follow one another."""
    found: dict[str, Any] = {
        "zone": random.choice(ZONES),
        **random.choice(({}, {"country": "NL"}, {"country": "DE", "subdivision": "BY"})),
    }
    days = [first.date() + timedelta(days=n) for n in random.sample(range(20), 4)]
    found["dates"] = {days[0].isoformat(): "closed", days[1].isoformat(): ["09:00-13:00", "23:00-04:00"]}
    found["dates"] = {day: own if own != "closed" else [] for day, own in found["dates"].items()}
    if random.random() < 0.5:
        return found | {"hours": hours(random)}
    turn, later = sorted(days[2:])
    return found | {"schedule": [
        {"until": turn, "hours": hours(random)}, {"from": turn, "until": later, "hours": hours(random)},
        {"from": later, "hours": hours(random)},
    ]}  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_it_is_what_a_watch_on_the_clock_counts(seed: int) -> None:
    random = Random(seed)
    first = FIRSTS[seed % len(FIRSTS)]
    about = calendar(random, first)
    watch = Watch(about, first - timedelta(days=2), 26)
    moment = lambda: first + timedelta(seconds=random.choice((1, 60)) * random.random() * 20 * 86_400 / 60)  # noqa: E731
    spans = [tuple(sorted((moment(), moment()))) for _ in range(60)]
    assert seconds(about, spans) == pytest.approx([watch.seconds(*span) for span in spans], abs=1e-5), about


instants = st.datetimes(datetime(1970, 1, 3), datetime(2059, 12, 29))


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.lists(st.tuples(instants, instants).map(lambda span: tuple(sorted(span))), min_size=40, max_size=60),
)
def test_round_the_clock_is_elapsed_time_exactly(zone: str, spans: list[tuple[datetime, datetime]]) -> None:
    always = {"zone": zone, "hours": {"mon-sun": "00:00-24:00"}}
    assert seconds(always, spans) == [(end - start) / timedelta(microseconds=1) / 1e6 for start, end in spans]


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 10, 26)])
def test_round_the_clock_is_elapsed_time_on_days_of_23_and_25_hours(day: date) -> None:
    start = datetime(day.year, day.month, day.day) - timedelta(hours=5)
    spans = [(start, start + timedelta(minutes=17 * i, microseconds=i)) for i in range(150)]
    always = {"zone": "Europe/Amsterdam", "hours": {"mon-sat": "00:00-24:00", "sun": ["00:00-02:30", "02:30-24:00"]}}
    assert seconds(always, spans) == [(end - begin) / timedelta(microseconds=1) / 1e6 for begin, end in spans]


def test_what_lies_outside_the_known_days_has_no_value() -> None:
    """Before the schedule began, and after the last day Helder computes with, nothing is known: nothing is said."""
    about = {
        "zone": "Europe/Amsterdam",
        "schedule": [{"from": date(2025, 1, 1), "until": date(2025, 3, 1), "hours": {"mon-sun": "00:00-24:00"}}],
    }
    known = datetime(2024, 12, 31, 23)  # midnight in Amsterdam
    spans = [
        (known, known + timedelta(hours=1)), (known - timedelta(seconds=1), known + timedelta(hours=1)),
        (known, datetime(2025, 2, 28, 23)), (known, datetime(2025, 2, 28, 23, 0, 1)), (known, datetime(2025, 3, 9)),
    ]  # fmt: skip
    assert seconds(about, spans) == [3600.0, None, 59 * 86_400.0, None, None]
