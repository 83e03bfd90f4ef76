"""Calendars as they are written: what is read, and what is said of a slip, with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from helder.errors import HelderError
from helder.model.calendar_file import parse, read
from helder.model.calendars import in_words

GOOD = """\
[support]
zone = "Europe/Amsterdam"
country = "NL"
queues = ["sales"]

[support.hours]
mon-thu = ["08:30-12:30", "13:00-17:30"]
fri = "22:00-06:00"
holidays = "10:00-14:00"

[support.dates]
2026-12-24 = "09:00-13:00"
2026-12-31 = "closed"

[desk]
zone = "Europe/Copenhagen"

[[desk.schedule]]
until = 2026-01-01
hours = { mon-sun = "00:00-24:00" }

[[desk.schedule]]
from = 2026-01-01
hours = { mon-fri = "09:00-17:00" }
"""


def read_text(tmp_path: Path, text: str) -> object:
    (tmp_path / "calendars.toml").write_text(text, encoding="utf-8")
    return read(tmp_path)


def test_a_calendar_in_words(tmp_path: Path) -> None:
    support, desk = read_text(tmp_path, GOOD).values()
    assert in_words(support) == (
        "support: Monday to Thursday 08:30-12:30 and 13:00-17:30, Friday 22:00-06:00; public holidays of NL 10:00-14:00; "
        "2026-12-24 09:00-13:00; 2026-12-31 closed; clock of Europe/Amsterdam; for queues sales"
    )
    assert in_words(desk) == (
        "desk: until 2026-01-01 Monday to Sunday all day; from 2026-01-01 Monday to Friday 09:00-17:00; "
        "clock of Europe/Copenhagen"
    )


def test_no_file_is_no_calendars(tmp_path: Path) -> None:
    assert read(tmp_path) == {}


def test_holidays_are_known_only_for_the_years_their_source_knows(tmp_path: Path) -> None:
    bavaria = parse({"b": {"zone": "Europe/Berlin", "country": "DE", "subdivision": "BY", "hours": {"mon": "09:00-17:00"}}})["b"]
    assert bavaria.known == (date(1991, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("Europe/Amsterdam", "Europe/Amsterdm", 2, "no time zone 'Europe/Amsterdm'"),
        ('"NL"', '"NN"', 3, "no country with known holidays 'NN'"),
        ("queues", "queue", 4, "Did you mean queues"),
        ('["sales"]', '"sales"', 4, "Give a list"),
        ('["sales"]', '["sales", "sales"]', 4, "among the queues"),
        ("mon-thu =", "mon-thursday =", 7, "no day 'thursday'"),
        ("mon-thu =", "thu-mon =", 7, "runs backwards"),
        ("13:00-17:30", "12:00-17:30", 7, "overlap"),
        ("fri =", "thu =", 8, "thu is given twice"),
        ("22:00-06:00", "22:00-06:00h", 8, "cannot be '22:00-06:00h'"),
        ("22:00-06:00", "22:00-22:00", 8, "cannot be"),
        ("22:00-06:00", "22:00-25:00", 8, "cannot be"),
        ("2026-12-31", "2026-13-31", 13, "not a date"),
        ('"closed"', "7", 13, "cannot be 7"),
        ("[desk]\nzone", "[desk]\nplace", 16, "no setting of a calendar 'place'"),
        ("[desk]", "[always]", 15, "cannot be called"),
        ("until = 2026-01-01", "until = 2025-12-01", 22, "holds until 2025-12-01, the next from 2026-01-01"),
        ("from = 2026-01-01", "from = 2026-01-01\nuntil = 2025-01-01", 24, "before it begins"),
        ('{ mon-fri = "09:00-17:00" }', '{ mon-fri = "9-17" }', 24, "cannot be '9-17'"),
        ("hours = { mon-sun", "hour = { mon-sun", 20, "Did you mean hours"),
        ('country = "NL"', 'subdivision = "BY"', 3, "no country"),
        ("[support.dates]", "[support.dates", None, "cannot be read"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int | None, told: str) -> None:
    assert old in GOOD
    with pytest.raises(HelderError) as raised:
        read_text(tmp_path, GOOD.replace(old, new))
    message = str(raised.value)
    assert told in message
    assert "calendars.toml" in message
    assert line is None or f"line {line}, [" in message
