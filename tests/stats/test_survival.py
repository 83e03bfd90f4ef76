"""Survival: the published curve of remissions under 6-MP, delayed entry row by row, and expected time by summing it up."""

from __future__ import annotations

import numpy as np
import pytest

from helder.errors import BadInput
from helder.stats.survival import Survival

# Weeks in remission under 6-MP, 1 where it ended (Freireich et al. 1963); the curve and its standard errors as printed by
# Kleinbaum and Klein, Survival Analysis, 3rd edition, and in many others.
WEEKS = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
ENDED = [1] * 9 + [0] * 12
PUBLISHED = {
    6: (21, 3, 0.8571, 0.0764), 7: (17, 1, 0.8067, 0.0869), 10: (15, 1, 0.7529, 0.0963), 13: (12, 1, 0.6902, 0.1068),
    16: (11, 1, 0.6275, 0.1141), 22: (7, 1, 0.5378, 0.1282), 23: (6, 1, 0.4482, 0.1346),
}  # fmt: skip


def test_the_published_curve() -> None:
    curve = Survival.of(WEEKS, ENDED)
    errors = curve.surviving * np.sqrt(np.cumsum(curve.spread))
    rows = zip(curve.ages, curve.at_risk, curve.ended, curve.surviving, errors, strict=True)
    for (age, at_risk, ended, share, error), (week, wanted) in zip(rows, PUBLISHED.items(), strict=True):
        assert (age, at_risk, ended) == (week, *wanted[:2])
        assert (share, error) == pytest.approx(wanted[2:], abs=5e-5)


def test_its_interval_lies_within_nought_and_one_about_it() -> None:
    curve = Survival.of(WEEKS, ENDED)
    low, high = curve.interval(0.95)
    assert np.all((low > 0) & (low < curve.surviving) & (curve.surviving < high) & (high < 1))
    assert (low[0], high[0]) == pytest.approx((0.619718, 0.951552), abs=1e-6)  # log(-log), as R's conf.type="log-log"


def test_delayed_entry_is_counted_row_by_row() -> None:
    rng = np.random.default_rng(3)
    entered = np.floor(rng.exponential(4, 300))
    left = entered + np.floor(rng.exponential(8, 300))
    ended = rng.random(300) < 0.6
    curve = Survival.of(left, ended, entered)
    share = 1.0
    for age in sorted({e for e, done, began in zip(left, ended, entered, strict=True) if done and (e > began or began == 0)}):
        risk = sum((began < age or began == 0) and end >= age for began, end in zip(entered, left, strict=True))
        gone = sum(
            done and end == age and (began < age or began == 0) for began, end, done in zip(entered, left, ended, strict=True)
        )
        share *= 1 - gone / risk
        assert curve.at(age) == pytest.approx(share, abs=1e-12), age


@pytest.mark.parametrize("discount", [0.0, 0.02])
@pytest.mark.parametrize("age", [0.0, 6.5, 30.0, 50.0])
def test_expected_time_is_the_area_below_the_curve(age: float, discount: float) -> None:
    curve = Survival.of(WEEKS, ENDED)
    time, error = curve.expected(age, 20.0, discount)
    steps = np.linspace(0, 20, 2_000_001)
    area = np.trapezoid(curve.at(age + steps) * np.exp(-discount * steps), steps) / curve.at(age)
    assert time[0] == pytest.approx(area, rel=1e-6)
    assert error[0] > 0


@pytest.mark.parametrize(
    ("horizon", "least", "short"), [(20.0, 0.93, 0.08), (36.0, 0.89, 0.16)], ids=["within what was seen", "beyond it"]
)
def test_the_error_of_the_expected_time_is_that_of_many_samples(horizon: float, least: float, short: float) -> None:
    rng = np.random.default_rng(5)
    found = []
    for _ in range(500):
        life, seen = rng.exponential(20, 400), rng.uniform(0, 30, 400)
        found.append(np.ravel(Survival.of(np.minimum(life, seen), life <= seen).expected(5.0, horizon, 0.008)))
    times, errors = np.transpose(found)
    assert errors.mean() == pytest.approx(times.std(), rel=short)
    truth = (1 - np.exp(-horizon * (1 / 20 + 0.008))) / (1 / 20 + 0.008)
    assert least < np.mean(np.abs(times - truth) < 1.96 * errors) < 0.97


def test_what_cannot_be_followed_is_refused() -> None:
    with pytest.raises(BadInput, match="from age 5 to 3"):
        Survival.of([3.0], [True], [5.0])
    with pytest.raises(BadInput, match="nothing to follow"):
        Survival.of([], [])
