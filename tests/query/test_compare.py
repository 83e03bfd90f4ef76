"""Comparison with the period before, or the year before: the change, and its test."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import pytest
from oracle.small import answers, ask
from scipy import stats


def dated(rows: list[dict[str, Any]], year: int, month: int) -> list[dict[str, Any]]:
    """The rows, in another month."""
    return [{**r, "answer_id": f"{r['answer_id']}-{year}-{month}", "answered_at": datetime(year, month, 10)} for r in rows]


OLD, NEW = [1, 2, 3, 4, 4, 5, 5], [3, 4, 4, 5, 5, 5, 5, 5, 4, 5]
CSAT = {"instrument": "csat"}
ROWS = dated(answers(*OLD, **CSAT), 2026, 2) + dated(answers(*NEW, **CSAT), 2026, 3) + dated(answers(2, **CSAT), 2025, 3)
MARCH = {"since": "2026-03-01", "until": "2026-04-01"}


def test_the_change_is_from_the_month_before() -> None:
    (row,) = ask("csat_mean", tables={"answers": ROWS}, compare="previous", **MARCH)
    assert (row["value"], row["previous"]) == (pytest.approx(np.mean(NEW)), pytest.approx(np.mean(OLD)))
    assert row["change"] == pytest.approx(np.mean(NEW) - np.mean(OLD))


def test_the_change_from_a_year_before() -> None:
    (row,) = ask("csat_mean", tables={"answers": ROWS}, compare="year", **MARCH)
    assert (row["previous"], row["change"]) == (2.0, pytest.approx(np.mean(NEW) - 2))


def test_with_a_grain_each_period_has_its_own_before() -> None:
    rows = ask("csat_mean", tables={"answers": ROWS}, compare="previous", grain="month", since="2026-02-01", until="2026-05-01")
    assert [r["start"] for r in rows] == [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]
    assert [r["previous"] for r in rows] == [None, pytest.approx(np.mean(OLD)), pytest.approx(np.mean(NEW))]
    assert [r["change"] is None for r in rows] == [True, False, True]


def test_p_of_means_is_welch_s() -> None:
    (row,) = ask("csat_mean", tables={"answers": ROWS}, compare="previous", **MARCH)
    assert row["p"] == pytest.approx(stats.ttest_ind(NEW, OLD, equal_var=False).pvalue, rel=1e-9)
    assert row["significant"] is bool(row["p"] <= 0.05)


def test_p_of_shares_is_agresti_and_caffo_s_with_welch_s_degrees() -> None:
    """Ninety of a hundred against seventy of a hundred, each with one success and one failure more."""
    new, old = answers(*[5] * 90 + [1] * 10, **CSAT), answers(*[5] * 70 + [1] * 30, **CSAT)
    (row,) = ask("csat", tables={"answers": dated(new, 2026, 3) + dated(old, 2026, 2)}, compare="previous", **MARCH)
    one, two = 91 / 102, 71 / 102
    spread = [p * (1 - p) for p in (one, two)]
    degrees = 99 * sum(spread) ** 2 / sum(v**2 for v in spread)
    assert row["change"] == pytest.approx(0.2)
    assert row["p"] == pytest.approx(2 * stats.t.sf((one - two) / np.sqrt(sum(spread) / 102), degrees), rel=1e-9)
    assert row["significant"] is True


def test_p_is_corrected_for_the_cells_of_the_table() -> None:
    rows = []
    for channel, shift in (("a", 0), ("b", 1), ("c", 0), ("d", 2)):
        rows += dated(answers(*[3, 4, 3, 2, 3, 4], channel=channel, **CSAT), 2026, 2)
        rows += dated(answers(*[3 + shift, 4, 3 + shift, 3, 3 + shift, 2 + shift], channel=channel, **CSAT), 2026, 3)
    together = {
        r["channel"]: r["p"] for r in ask("csat_mean", tables={"answers": rows}, by=["channel"], compare="previous", **MARCH)
    }
    alone = {
        c: ask("csat_mean", tables={"answers": rows}, where=f"channel = '{c}'", compare="previous", **MARCH)[0]["p"]
        for c in together
    }
    expected = stats.false_discovery_control([alone[c] for c in together])
    assert list(together.values()) == pytest.approx(list(expected), rel=1e-9)


@pytest.mark.parametrize(
    ("since", "until", "before"),
    [
        ("2026-03-01", "2026-04-01", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-01-01", "2026-04-01", (date(2025, 10, 1), date(2025, 12, 31))),
        ("2026-03-03", "2026-03-10", (date(2026, 2, 24), date(2026, 3, 2))),
    ],
)
def test_the_period_before_is_as_long_in_calendar_units(since: str, until: str, before: tuple[date, date]) -> None:
    days = [date.fromordinal(n) for n in range(date(2025, 9, 1).toordinal(), date(2026, 4, 15).toordinal())]
    rows = [{"contact_id": str(d), "offered_at": datetime(d.year, d.month, d.day, 12)} for d in days]
    (row,) = ask("contact_volume", tables={"contacts": rows}, compare="previous", since=since, until=until)
    assert row["previous"] == (before[1] - before[0]).days + 1
