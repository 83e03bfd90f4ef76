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


def test_the_revenue_lost_is_the_file_s(bring, workspace, shared_data):
    bring("ibm_telco/subscriptions.toml", "ibm_telco/*.csv")
    file = pd.read_csv(shared_data / "ibm_telco" / "dev.csv")
    lost = file.MonthlyCharges[file.Churn == "Yes"].sum()
    asked = {"grain": "month", "since": dt.date(2019, 9, 1), "until": dt.date(2019, 10, 1)}
    churn, kept = workspace.show("revenue_churn_rate", "net_revenue_retention", **asked).to_records()
    assert (churn["n"], churn["currency"]) == (len(file), "USD")
    assert churn["numerator"] == pytest.approx(lost, abs=0.005)
    assert churn["value"] == pytest.approx(lost / file.MonthlyCharges.sum(), abs=1e-9)
    assert kept["value"] == pytest.approx(1 - lost / file.MonthlyCharges.sum(), abs=1e-9)
