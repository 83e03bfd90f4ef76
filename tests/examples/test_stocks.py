"""Apple's share price, against pandas on the file itself."""

from __future__ import annotations

import pandas as pd
import pytest


def test_price_and_return_of_each_year(bring, workspace, shared_data):
    done = bring("stocks/prices.toml", "stocks/AAPL.csv")
    assert (done.read, done.rejected) == (9341, 0)
    file = pd.read_csv(shared_data / "stocks" / "AAPL.csv", parse_dates=["date"]).sort_values("date")
    last = file.groupby(file.date.dt.year).close.last()
    rows = workspace.show("share_price", "share_return", grain="year").to_records()
    assert {r["share"] for r in rows} == {"AAPL (USD)"}
    prices = [r["value"] for r in rows if r["metric"] == "share_price"]
    returns = [r["value"] for r in rows if r["metric"] == "share_return"]
    assert prices == list(last)
    assert returns[1:] == pytest.approx(list(last.pct_change().dropna()))
    assert returns[0] == pytest.approx(last.iloc[0] / file.close.iloc[0] - 1)


def test_the_growth_it_implies_is_the_assumption_s(bring, value):
    asked = {"since": "2017-01-01", "until": "2018-01-01"}
    assert value("implied_growth", **asked) is None
    assert value("implied_growth", **asked, params={"dividend": 2.52}) == pytest.approx(0.08 - 2.52 / 169.23)
    assert value("implied_growth", **asked, params={"dividend": 2.52, "discount": 10}) == pytest.approx(0.10 - 2.52 / 169.23)
