"""What is to come of a series of days: on series whose truth is known, seeded."""

from __future__ import annotations

import numpy as np
import pytest

from helder.stats import foretelling

WEEK = np.array([4.0, 5.0, 6.0, 7.0, 9.0, 3.0, 1.0])


def test_what_never_changes_comes_again_without_doubt() -> None:
    daily = np.tile(WEEK, 30)
    ahead = foretelling.total(daily, 28)
    assert ahead is not None
    assert ahead.mean == pytest.approx(4 * WEEK.sum())
    assert ahead.deviation == pytest.approx(0)
    level = foretelling.level(np.full(300, 7.0), 14)
    assert level is not None
    assert (level.mean, level.deviation) == (7.0, 0.0)


def test_days_weigh_in_a_rate_as_much_as_their_denominators() -> None:
    values, weights = np.tile([0.2, 0.8, 0, 0, 0, 0, 0], 20), np.tile([30.0, 10.0, 0, 0, 0, 0, 0], 20)
    ahead = foretelling.rate(values, weights, 30)
    assert ahead is not None
    assert ahead.mean == pytest.approx((0.2 * 30 + 0.8 * 10) / 40)


@pytest.mark.parametrize("weeks", range(foretelling.FEWEST_WEEKS))
def test_too_few_weeks_foretell_nothing(weeks: int) -> None:
    daily = np.tile(WEEK, weeks)
    assert foretelling.total(daily, 7) is None
    assert foretelling.rate(daily, daily, 7) is None
    assert foretelling.level(daily, 7) is None


def test_the_peak_of_a_year_before_is_looked_out_for() -> None:
    days = np.arange(2 * 364)
    daily = np.where((days % 364) >= 364 - 28, 30.0, 10.0)[:-28]
    ahead, flat = foretelling.total(daily, 28), foretelling.total(daily[-200:], 28)
    assert ahead is not None
    assert flat is not None
    assert flat.mean == pytest.approx(280)
    assert 330 < ahead.mean < 28 * 30


def test_the_share_that_is_usual_by_a_day_follows_the_year_before() -> None:
    late = np.concatenate([np.ones(182), np.full(182, 3.0)])
    assert foretelling.expected(np.ones(364), 91, 364) == pytest.approx(0.25)
    assert 0.25 < foretelling.expected(late, 182, 364) < 0.5
    assert foretelling.expected(np.ones(50), 91, 364) == 0.25
    assert foretelling.expected(late, 364, 364) == 1.0


def _covered(draw, ahead_of, truth, days: int) -> float:
    """The share of 400 seeded series in which the 95 % interval holds what came."""
    rng = np.random.default_rng(20261122)
    held = 0
    for _ in range(400):
        series = draw(rng)
        ahead = ahead_of(series, days)
        held += abs(truth(series, days) - ahead.mean) <= 1.96 * ahead.deviation
    return held / 400


@pytest.mark.parametrize("days", [7, 28, 84])
def test_intervals_of_totals_hold_as_often_as_they_say(days: int) -> None:
    def draw(rng):
        level = 100 * np.exp(np.cumsum(rng.normal(0, 0.02, 80)))
        return rng.poisson(np.outer(level, WEEK / WEEK.sum()).ravel()).astype(float)

    past = 80 * 7 - 84
    covered = _covered(
        draw, lambda s, d: foretelling.total(s[:past], d), lambda s, d: s[past : past + d].sum(), days
    )  # fmt: skip
    assert 0.88 <= covered <= 0.99


@pytest.mark.parametrize("days", [7, 28, 84])
def test_intervals_of_rates_hold_as_often_as_they_say(days: int) -> None:
    def draw(rng):
        share = np.repeat(np.clip(0.7 + np.cumsum(rng.normal(0, 0.005, 80)), 0.05, 0.95), 7)
        return np.stack([rng.binomial(20, share) / 20, np.full(560, 20.0)])

    past = 80 * 7 - 84
    covered = _covered(
        draw, lambda s, d: foretelling.rate(s[0, :past], s[1, :past], d), lambda s, d: s[0, past : past + d].mean(), days
    )  # fmt: skip
    assert 0.88 <= covered <= 0.99
