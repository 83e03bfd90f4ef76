"""CDNOW and Online Retail."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def cdnow(bring):
    return bring("cdnow/master.toml", "cdnow/CDNOW_master.txt.gz")


def test_cdnow_is_whole_to_the_cent(cdnow, value):
    assert (cdnow.read, cdnow.rejected, cdnow.repeated) == (69659, 0, 255)
    assert value("sales") == pytest.approx(2_500_315.63, abs=1e-9)
    assert value("orders") == 69659


def test_the_sample_has_nothing_the_master_file_has_not(cdnow, bring):
    sample = bring("cdnow/sample.toml", "cdnow/CDNOW_sample.txt")
    assert sample.read == 6919
    assert [(filled.appended.added, filled.appended.changed) for filled in sample.filled] == [(0, 0)] * 4


def test_online_retail(bring, store, value):
    done = bring("online_retail/orders.toml", "online_retail/*.csv.gz")
    assert (done.read, done.rejected, done.repeated) == (541909, 0, 5268)
    (row,) = (
        store[0]
        .query(
            "select count(*) filter (status = 'credit') as credits, count(*) filter (customer_id is null) as unknown, "
            "sum(revenue) as revenue, "
            "(select count(*) from order_lines join orders using (order_id) where orders.currency = 'GBP') as lines "
            "from orders where currency = 'GBP'"
        )
        .to_pylist()
    )
    assert row == {"credits": 3836, "unknown": 3710, "revenue": 974774793, "lines": 541909}
    assert value("sales", where="currency = 'GBP'") == pytest.approx(9_747_747.93, abs=1e-9)
