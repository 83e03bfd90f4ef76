"""The incident log, against a count in plain pandas of the file itself."""

from __future__ import annotations

import pandas as pd
import pytest


@pytest.fixture(scope="module", autouse=True)
def done(bring):
    return bring("uci_incidents/incidents.toml", "uci_incidents/*.zip")


@pytest.fixture(scope="module")
def log(shared_data) -> pd.DataFrame:
    """The log with moments; its second column is the state."""
    log = pd.read_csv(shared_data / "uci_incidents" / "incident_event_log.zip", dtype=str, keep_default_na=False)
    log["state"] = log.iloc[:, 1]
    for name in ("opened_at", "resolved_at", "closed_at", "sys_updated_at"):
        log[name] = pd.to_datetime(log[name].replace("?", None), format="%d/%m/%Y %H:%M")
    return log.sort_values(
        ["number", "sys_mod_count"], key=lambda s: s.astype(int) if s.name == "sys_mod_count" else s, kind="stable"
    )


def test_one_case_for_each_incident(done, value):
    assert done.filled[0].accepted == 24918
    assert done.rejected == 0
    assert value("request_volume") == 24918


def test_the_last_resolution_is_the_file_s_own_wherever_it_has_one(store):
    (row,) = (
        store[0]
        .query(
            "select count(*) as differing from cases "
            "join (select case_id, max(\"at\") as last from case_events where event = 'resolved' group by 1) "
            "using (case_id) where resolved_at <> last"
        )
        .to_pylist()
    )
    assert row["differing"] == 0


def test_resolution_time(value, log):
    last = log[log.state == "Resolved"].groupby("number").sys_updated_at.max()
    opened = log.groupby("number").opened_at.first()
    seconds = (last - opened.reindex(last.index)).dt.total_seconds()
    assert value("average_resolution_time") == pytest.approx(seconds.mean(), rel=1e-12)


@pytest.mark.parametrize("end", ["2016-04-01", "2016-06-01", "2016-09-01", "2017-01-01"])
def test_backlog_at_the_end_of_a_month(workspace, log, end):
    """Open is what was opened and whose last change before that moment does not leave it resolved or closed."""
    border = pd.Timestamp(end, tz="Europe/Amsterdam").tz_convert("UTC").tz_localize(None)
    opened = log[log.opened_at < border].number.unique()
    states = log[log.sys_updated_at < border].groupby("number").state.last()
    start = (pd.Timestamp(end) - pd.DateOffset(months=1)).date()
    (row,) = workspace.show("ticket_backlog", grain="month", since=start, until=pd.Timestamp(end).date()).to_records()
    assert row["value"] == (~states.reindex(opened).isin(["Resolved", "Closed"])).sum()


def test_where_a_log_says_nothing_of_messages_every_open_case_waits(workspace):
    options = {"grain": "month", "since": "2016-03-01", "until": "2016-07-01"}
    waiting, backlog = (workspace.show(name, **options).to_records() for name in ("open_cases", "ticket_backlog"))
    assert [row["value"] for row in waiting] == [row["value"] for row in backlog]
    assert backlog[0]["value"] > 0
