"""The bank's calls of February 1999."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def done(bring):
    return bring("anonymous_bank/contacts.toml", "anonymous_bank/*.txt.gz")


def test_a_phantom_is_not_a_contact_and_is_counted(done):
    (filled,) = done.filled
    assert (done.read, filled.accepted, filled.rejected) == (17456, 17313, 0)
    assert list(filled.left.values()) == [143]


def test_negative_menu_times_are_reported(done):
    reported = done.filled[0].reported
    assert reported["menu time (vru_time) below zero: kept, the call's wait and talk are as recorded"] == 16
    assert sorted(reported.values()) == [14, 16, 30]


@pytest.mark.parametrize(
    ("metric", "expected", "within"),
    [
        ("contact_volume", 17313, 0),
        ("average_speed_of_answer", 34.405, 5e-4),
        ("service_level", 0.56702, 5e-6),
        ("average_handle_time", 166.86, 5e-3),
    ],
)
def test_the_metrics(value, metric, expected, within):
    assert value(metric) == pytest.approx(expected, abs=within)


def test_service_level_with_short_abandons(value):
    assert value("service_level", params={"short": 0}) == pytest.approx(0.52926, abs=5e-6)


def test_a_call_over_midnight_ends_on_the_next_day(store):
    (row,) = (
        store[0]
        .query(
            "select date_diff('second', offered_at, ended_at) as seconds from contacts "
            "where contact_id like 'AA0104-22869-990208-%'"
        )
        .to_pylist()
    )
    assert row["seconds"] == 566  # 23:51:29 to 0:00:55
