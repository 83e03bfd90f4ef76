"""The bank's calls of February 1999."""

from __future__ import annotations

import pandas as pd
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


@pytest.fixture(scope="module")
def calls(shared_data) -> pd.DataFrame:
    """The calls of the file, in order of arrival."""
    (path,) = shared_data.glob("anonymous_bank/*.txt.gz")
    calls = pd.read_csv(path, sep="\t", dtype=str)
    calls = calls[calls.outcome != "PHANTOM"]
    calls["at"] = pd.to_datetime(calls.date + " " + calls.vru_entry, format="%y%m%d %H:%M:%S")
    calls["id"] = calls[["vru+line", "call_id", "date", "vru_entry"]].agg("-".join, axis=1)
    return calls.sort_values(["at", "id"], ignore_index=True)


@pytest.mark.parametrize("window", [7, 1])
def test_first_contact_resolution(value, calls, window):
    """Each answered call of a known customer against that customer's other calls of the same kind."""
    span, first, enough = pd.Timedelta(days=window), 0, 0
    for _, own in calls[calls.customer_id != "0"].groupby(["customer_id", "type"]):
        answered = own[own.outcome == "AGENT"]
        for index, at in answered["at"].items():
            before = answered["at"][answered.index < index]
            after = own["at"][own.index > index]
            if not (at - before <= span).any():
                first += 1
                enough += not (after - at <= span).any()
    assert first > 1000
    assert value("first_contact_resolution", params={"window": window}) == pytest.approx(enough / first, rel=1e-12)


def test_the_last_week_s_windows_have_not_closed(workspace):
    rows = workspace.show("first_contact_resolution", grain="week", since="1999-02-01", until="1999-02-15")
    assert [row.provisional for row in rows] == [True, True]
    rows = workspace.show("first_contact_resolution", grain="day", since="1999-02-06", until="1999-02-09")
    assert [row.provisional for row in rows] == [False, True, True]


def test_every_abandoned_call_on_both_sides(value, calls):
    hung_up = (calls.outcome == "HANG").sum()
    everyone = value("abandonment_rate", params={"abandons": "all"})
    assert everyone == pytest.approx(hung_up / (hung_up + (calls.outcome == "AGENT").sum()), rel=1e-12)
