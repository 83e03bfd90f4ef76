"""How often the newest figure is called unusual while nothing happened, and while something did, by seeded simulation.

`python tests/stats/test_anomaly.py` prints the tables of docs/explanation/alerts.md.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from stats import series as of

from helder.stats.anomaly import Series, judge
from helder.stats.tests import benjamini_hochberg

RUNS, LEVEL = 300, 0.05
# What is simulated, and the rate up to which false alarms may go where the model does not hold; at most the level elsewhere.
NOTHING = {
    "noise alone": (of.noise, LEVEL),
    "weekly season and trend": (of.season_and_trend, LEVEL),
    "four weeks of days": (of.short, LEVEL),
    "a year of weeks": (of.weekly, LEVEL),
    "autocorrelated, 0.3": (of.autocorrelated(0.3), 0.06),
    "autocorrelated, 0.5": (of.autocorrelated(0.5), 0.06),
    "autocorrelated, 0.8": (of.autocorrelated(0.8), 0.08),
    "wandering level, a fifth of the noise a day": (of.wandering(0.2), 0.08),
    "five past outliers": (of.with_outliers, LEVEL),
    "heavy tails (t with 4 degrees)": (of.heavy_tails, 0.10),
    "share of 3 % of 25 to 40": (of.shares(0.03, 25, 40), LEVEL),
    "share of 80 % of 100 to 2,000": (of.shares(0.8, 100, 2000), LEVEL),
    "the same, wandering by 4 points": (of.shares(0.8, 100, 2000, 0.04), LEVEL),
    "counts of 500": (of.poisson(500), LEVEL),
    "counts of 2": (of.poisson(2), LEVEL),
    "counts of 0.3": (of.poisson(0.3), LEVEL),
    "overdispersed counts of 80": (of.overdispersed(80, 30), LEVEL),
    "overdispersed counts of 2,000": (of.overdispersed(2000, 40), 0.06),
    "counts with holidays and peaks": (of.with_holidays, LEVEL),
    "counts of 40, closed on Sundays": (of.closed_on_sundays, LEVEL),
    "money of 60 orders": (of.amounts, LEVEL),
}
# What is simulated, by how much its last figure is multiplied, and the least chance with which that is found.
SOMETHING = {
    "weekly season, 5 standard deviations more": (of.season_and_trend, lambda v: v + 5, 0.95),
    "five past outliers, 6 standard deviations less": (of.with_outliers, lambda v: v - 6, 0.95),
    "share of 80 % of 100 to 2,000, 12 points less": (of.shares(0.8, 100, 2000), lambda v: v - 0.12, 0.95),
    "counts of 500, a fifth more": (of.poisson(500), lambda v: round(v * 1.2), 0.90),
    "counts of 2, ten more": (of.poisson(2), lambda v: v + 10, 0.95),
    "overdispersed counts of 80, twice as many": (of.overdispersed(80, 30), lambda v: v * 2, 0.75),
    "counts with holidays and peaks, none": (of.with_holidays, lambda v: 0, 0.95),
    "money of 60 orders, half": (of.amounts, lambda v: v / 2, 0.80),
}


def chances(make, runs, change=lambda v: v) -> np.ndarray:
    """p of the last figure in so many series."""
    rng = np.random.default_rng(20)
    found = []
    for _ in range(runs):
        series = make(rng)
        series.values[-1] = change(series.values[-1])
        found.append(judge(series).p)
    return np.array(found)


@pytest.mark.parametrize("about", NOTHING)
def test_false_alarms_keep_to_the_level(about):
    make, rate = NOTHING[about]
    alarms = int((chances(make, RUNS) <= LEVEL).sum())
    assert alarms <= stats.binom.ppf(0.999, RUNS, rate)


@pytest.mark.parametrize("scale", [10, 0.1])
def test_and_so_they_do_by_hour(scale):
    assert (chances(of.hourly(scale), 60) <= LEVEL).sum() <= stats.binom.ppf(0.999, 60, LEVEL)


@pytest.mark.parametrize("about", SOMETHING)
def test_what_did_happen_is_found_with_the_stated_chance(about):
    make, change, chance = SOMETHING[about]
    found = int((chances(make, 200, change) <= 0.01).sum())
    assert found >= stats.binom.ppf(0.001, 200, chance)


def test_the_more_is_watched_the_surer_one_must_be():
    rng = np.random.default_rng(4)
    alarms = [benjamini_hochberg([judge(of.noise(rng)).p for _ in range(10)], LEVEL)[1].any() for _ in range(200)]
    assert sum(alarms) <= stats.binom.ppf(0.999, 200, LEVEL)


def test_the_interval_is_what_the_chance_says():
    for make in (of.season_and_trend, of.shares(0.8, 100, 2000), of.amounts, of.poisson(500), of.shares(0.03, 25, 40)):
        for seed in range(20):
            series = make(np.random.default_rng(seed))
            found = judge(series, 0.05)
            assert found.low <= found.expected <= found.high
            assert (found.p > 0.05) >= (found.low < series.values[-1] < found.high)


def test_too_short_a_past_is_not_guessed_from():
    series = of.season_and_trend(np.random.default_rng(1))

    def last(days: int) -> Series:
        cut = {name: getattr(series, name)[-days:] for name in ("values", "n", "variances", "shape", "slots")}
        return replace(series, **cut)

    assert not judge(last(28)).known
    assert judge(last(29)).known
    values = series.values.copy()
    values[-8:0:-7] = np.nan  # this weekday had no figures so far
    assert not judge(replace(series, values=values)).known


def test_a_gap_in_the_past_changes_little():
    series = of.season_and_trend(np.random.default_rng(2))
    values = series.values.copy()
    values[40:47] = np.nan
    assert judge(replace(series, values=values)).expected == pytest.approx(judge(series).expected, abs=0.6)


def test_a_figure_of_few_rows_may_wander_more():
    series = of.shares(0.8, 1000, 1200)(np.random.default_rng(3))
    few = replace(series, n=np.r_[series.n[:-1], 12.0])
    assert judge(few).high - judge(few).low > 5 * (judge(series).high - judge(series).low)


def test_what_never_changed_is_unusual_once_it_does():
    flat = of.daily(np.r_[np.full(91, 7.0), 7.0])
    assert judge(flat).p > 0.9
    assert judge(of.daily(np.r_[np.full(91, 7.0), 7.1])).p < 0.001


def print_tables() -> None:
    print("| Nothing happened | at 0.05 | at 0.01 |\n|---|---|---|")
    for about, (make, _) in {
        **NOTHING,
        "by hour, up to 74 an hour": (of.hourly(10), 0),
        "by hour, rare": (of.hourly(0.1), 0),
    }.items():
        p = chances(make, 4000 if "by hour" not in about else 200)
        print(f"| {about} | {(p <= 0.05).mean():.3f} | {(p <= 0.01).mean():.3f} |")
    print("\n| Something happened | found at 0.01 |\n|---|---|")
    for about, (make, change, _) in SOMETHING.items():
        print(f"| {about} | {(chances(make, 2000, change) <= 0.01).mean():.2f} |")


if __name__ == "__main__":
    print_tables()
