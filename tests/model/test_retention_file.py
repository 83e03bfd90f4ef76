"""Rules of retention as a file says them, and what is refused in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from helder.errors import BadInput, BadSetting, HelderError, UnknownName
from helder.model import TABLES, retention_file
from helder.model.retention import Period, ages


def read(home: Path, text: str) -> dict[str, tuple[str | None, str | None, bool]]:
    (home / retention_file.FILE).write_text(text)
    return {
        name: (rule.rows and str(rule.rows), rule.personal and str(rule.personal), rule.by_whole)
        for name, rule in retention_file.read(home).items()
    }


def test_none_without_a_file(tmp_path: Path) -> None:
    assert retention_file.read(tmp_path) == {}
    assert read(tmp_path, "# nothing yet\n") == {}


def test_every_way_of_saying_it(tmp_path: Path) -> None:
    """What is part of something comes before it, and customers come last."""
    text = """
        customers = {personal = "2 years"}
        page_events = "400 days"
        turns = {rows = "1 day"}
        [answers]
        personal = "24months"
        rows = "5 Years"
    """
    assert list(read(tmp_path, text).items()) == [
        ("turns", ("1 day", None, False)),
        ("answers", ("5 years", "24 months", False)),
        ("page_events", ("400 days", None, False)),
        ("customers", (None, "2 years", False)),
    ]


def test_parts_go_with_what_they_are_part_of(tmp_path: Path) -> None:
    """Also where they were to be kept longer: nothing would tell how old they are."""
    text = 'contacts = "1 year"\nturns = {personal = "90 days", rows = "5 years"}\nmenu_steps = "30 days"\norders = "7 years"\n'
    assert read(tmp_path, text) == {
        "turns": ("1 year", "90 days", True),
        "menu_steps": ("30 days", None, False),
        "contacts": ("1 year", None, False),
        "order_lines": ("7 years", None, True),
        "orders": ("7 years", None, False),
    }
    assert read(tmp_path, 'contacts = "90 days"\nturns = {personal = "1 year"}')["turns"] == ("90 days", None, True)
    assert read(tmp_path, 'contacts = {personal = "90 days"}') == {"contacts": (None, "90 days", False)}


@pytest.mark.parametrize(
    ("text", "kind", "what", "fix"),
    [
        ('contact = "1 year"', UnknownName, "no table 'contact'", "contacts"),
        ('employees = "1 year"', BadSetting, "Rows of employees do not go by age", "customers, orders"),
        ('goals = {rows = "1 year"}', BadSetting, "Rows of goals do not go by age", "Leave it out"),
        ('contacts = "90 weeks"', UnknownName, "no unit 'weeks'", "days"),
        ('contacts = "9 month s"', BadSetting, "cannot be '9 month s'", "400 days"),
        ("contacts = 90", BadSetting, "cannot be 90", "400 days"),
        ('contacts = "0 days"', BadSetting, "kept for a day at least", "400 days"),
        ('contacts = "-1 days"', BadSetting, "cannot be '-1 days'", "400 days"),
        ('contacts = "1.5 years"', BadSetting, "cannot be '1.5 years'", "400 days"),
        ('contacts = "101 years"', BadSetting, "longer than 100 years", "Leave it out"),
        ('contacts = "9999999999 days"', BadSetting, "cannot be '9999999999 days'", "400 days"),
        ('contacts = "999999999 years"', BadSetting, "longer than 100 years", "Leave it out"),
        ('contacts = {row = "1 day"}', UnknownName, "no part of a rule 'row'", "rows"),
        ("contacts = {}", BadSetting, "says nothing", "Say rows"),
        ("contacts = true", BadSetting, "cannot be True", "400 days"),
        ('contacts = ["1 day"]', BadSetting, "cannot be ['1 day']", "400 days"),
        ('page_events = {personal = "1 day"}', BadSetting, "Nothing in page_events is personal", "Leave personal out"),
        ('contacts = {personal = "12 months", rows = "1 year"}', BadSetting, "for 12 months, its rows for 1 year", "shorter"),
        ('contacts = {personal = "5 years", rows = "1 day"}', BadSetting, "kept for 5 years, its rows for 1 day", "shorter"),
        ("contacts = ", BadInput, "not TOML", "Mend"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule(tmp_path: Path, text: str, kind: type[HelderError], what: str, fix: str) -> None:
    """It is said what is wrong, in which line, and what to do."""
    with pytest.raises(kind) as error:
        read(tmp_path, f"# ours\nanswers = '1 year'\n{text}\n")
    assert what in error.value.what
    assert fix in str(error.value.fix)
    assert str(tmp_path / "retention.toml") in str(error.value.where)
    assert kind is BadInput or "line 3" in str(error.value.where)


def test_which_tables_go_by_age() -> None:
    """Those whose rows can be a customer's."""
    assert {name for name, table in TABLES.items() if not ages(table)} == {
        "employees", "products", "spend", "share_prices", "initiatives", "goals", "benchmarks",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "unit", "day", "before"),
    [
        (1, "days", date(2025, 3, 1), date(2025, 2, 28)),
        (400, "days", date(2026, 11, 30), date(2025, 10, 26)),
        (1, "months", date(2024, 3, 31), date(2024, 2, 29)),
        (13, "months", date(2026, 1, 15), date(2024, 12, 15)),
        (12, "months", date(2026, 1, 1), date(2025, 1, 1)),
        (1, "years", date(2024, 2, 29), date(2023, 2, 28)),
        (100, "years", date(2026, 11, 30), date(1926, 11, 30)),
    ],
)
def test_so_long_before(number: int, unit: str, day: date, before: date) -> None:
    assert Period(number, unit).before(day) == before
