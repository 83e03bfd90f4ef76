"""Telco customers at a snapshot."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest


def test_the_churned_share_is_the_file_s(bring, workspace, shared_data):
    done = bring("ibm_telco/subscriptions.toml", "ibm_telco/*.csv")
    assert done.rejected == 0
    file = pd.read_csv(shared_data / "ibm_telco" / "dev.csv")
    (row,) = workspace.show("churn_rate", grain="month", since=dt.date(2019, 9, 1), until=dt.date(2019, 10, 1)).to_records()
    assert row["n"] == len(file)
    assert row["value"] == pytest.approx((file.Churn == "Yes").mean(), abs=1e-12)
