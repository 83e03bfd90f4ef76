"""How customers of CDNOW and Online Retail buy, against pandas on the files themselves."""

from __future__ import annotations

import pandas as pd
import pytest

DAY = 86_400.0


@pytest.fixture(scope="module")
def purchases(bring, shared_data) -> pd.DataFrame:
    """CDNOW's file, one row a purchase, in order; brought into the store as well."""
    bring("cdnow/master.toml", "cdnow/CDNOW_master.txt.gz")
    file = shared_data / "cdnow" / "CDNOW_master.txt.gz"
    t = pd.read_csv(file, sep=r"\s+", skiprows=1, names=["who", "date", "cds", "dollars"], dtype=str)
    t["dollars"] = t.dollars.astype(float)
    t["at"] = pd.to_datetime(t.date, format="%Y%m%d")
    t["since"] = t.sort_values("at", kind="stable").groupby("who")["at"].diff().dt.total_seconds()
    return t.sort_values(["who", "at"], kind="stable")


def test_cdnow_spend_and_frequency(purchases, workspace):
    rows = workspace.show("average_spend", "purchase_frequency", grain="quarter").to_records()
    quarter = purchases.groupby(purchases["at"].dt.to_period("Q"))
    spend, frequency = quarter.dollars.sum() / quarter.who.nunique(), quarter.who.size() / quarter.who.nunique()
    assert [r["value"] for r in rows if r["metric"] == "average_spend"] == pytest.approx(list(spend))
    assert [r["value"] for r in rows if r["metric"] == "purchase_frequency"] == pytest.approx(list(frequency))
    assert [r["n"] for r in rows if r["metric"] == "purchase_frequency"] == list(quarter.who.nunique())


def test_cdnow_intervals(purchases, value):
    times = purchases.dropna(subset="since")
    assert len(times) == 69_659 - 23_570
    assert value("purchase_interval") == times.since.median()
    usual = times.groupby("who").since.transform("median")
    assert value("purchase_regularity") == ((times.since >= usual / 2) & (times.since <= usual * 2)).mean()


@pytest.mark.parametrize("window", [30, 365])
def test_cdnow_second_purchases(purchases, value, window):
    second = purchases.groupby("who").since.nth(1)
    assert value("second_purchase_rate", params={"window": window}) == (second <= window * DAY).sum() / purchases.who.nunique()


def test_cdnow_cohorts(purchases, workspace):
    """The first three months' customers; June 1998, the last month of the file, is not over as far as it tells."""
    rows = workspace.show("cohort_retention", grain="month", params={"months": 24}).to_records()
    month = purchases["at"].dt.year * 12 + purchases["at"].dt.month
    first = month.groupby(purchases.who).transform("min")
    active = purchases.assign(first=first, k=month - first).groupby(["first", "k"]).who.nunique()
    shown = {(r["start"], r["months_since"]): (r["numerator"], r["n"]) for r in rows if r["n"]}
    for start in (pd.Timestamp(1997, m, 1) for m in (1, 2, 3)):
        number = start.year * 12 + start.month
        for k in range(1998 * 12 + 6 - number):
            assert shown.pop((start.date(), k)) == (active.get((number, k), 0), active[number, 0])
    assert shown == {}
    assert [r["months_since"] for r in rows if r["start"] == pd.Timestamp(1997, 1, 1).date()] == list(range(17))


def test_online_retail_spend_of_known_customers_less_what_they_sent_back(bring, value, shared_data):
    bring("online_retail/orders.toml", "online_retail/*.csv.gz")
    (file,) = (shared_data / "online_retail").glob("*.csv.gz")
    lines = pd.read_csv(file, encoding_errors="replace").dropna(subset="CustomerID")
    paid = lines[~lines.InvoiceNo.astype(str).str.startswith("C")]
    spent = (lines.Quantity * lines.UnitPrice).sum() / paid.CustomerID.nunique()
    assert value("average_spend", where="currency = 'GBP'") == pytest.approx(spent, abs=0.005)
