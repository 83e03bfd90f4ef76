"""Small groups of people who work here are hidden, counts included, and cannot be found by subtraction."""

from typing import Any

import pytest
from oracle.small import NOON, answers, ask

EMPLOYEES = [{"employee_id": f"e{i}", "team": "red" if i < 3 else "blue"} for i in range(5)]
FIGURES = ("value", "n", "numerator", "denominator", "low", "high")


def _tables(**sizes: int) -> dict[str, Any]:
    rows = [row for who, n in sizes.items() for row in answers(*[9] * n, employee_id=who)]
    return {"answers": rows, "employees": EMPLOYEES}


def test_a_small_group_and_the_next_are_hidden() -> None:
    rows = ask("nps", tables=_tables(e0=2, e1=6, e2=20, e3=30), by=["employee"])
    assert {r["employee"] for r in rows if r["suppressed"]} == {"e0", "e1"}
    assert all(r[name] is None for r in rows if r["suppressed"] for name in FIGURES)
    assert {r["n"] for r in rows if not r["suppressed"]} == {20, 30}


def test_what_is_left_of_the_total_is_not_one_small_group() -> None:
    tables = _tables(e0=2, e1=6, e2=20, e3=30)
    (total,) = ask("nps", tables=tables)
    shown = sum(r["n"] or 0 for r in ask("nps", tables=tables, by=["employee"]))
    assert total["n"] - shown >= 5


@pytest.mark.parametrize("where", ["employee = 'e0'", "employee_id = 'e0'", "team = 'red'", "not role = 'x' or employee = 'e0'"])
def test_a_filter_on_employees_hides_as_well(where: str) -> None:
    rows = ask("nps", tables=_tables(e0=2), where=where)
    assert all(r["value"] is None and (r["suppressed"] or r["n"] == 0) for r in rows)


def test_groups_of_customers_are_shown_however_small() -> None:
    (row,) = ask("nps", tables={"answers": answers(9, channel="web")}, by=["channel"])
    assert (row["n"], row["suppressed"]) == (1, False)


def test_a_small_group_of_the_period_before_is_not_shown_by_comparing() -> None:
    then = NOON.replace(month=2)
    tables = _tables(e0=9, e1=9)
    tables["answers"] += [
        {**r, "answer_id": f"{r['answer_id']}-then", "answered_at": then} for r in answers(0, 0, employee_id="e0")
    ]
    rows = ask("nps", tables=tables, by=["employee"], grain="month", since="2026-03-01", until="2026-04-01", compare="previous")
    assert [r["previous"] for r in rows] == [None, None]
    assert [r["change"] for r in rows] == [None, None]
