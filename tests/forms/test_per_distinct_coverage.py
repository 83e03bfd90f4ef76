"""How often the interval of a sum per distinct customer holds the truth, over many cells of customers who order several times."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import helder

CELLS = 1_000


def orders(customers: int) -> pd.DataFrame:
    """Each customer orders 1 + Poisson(1) times and sends one in five back; what each spends goes with how warm they are."""
    rng = np.random.default_rng(17)
    people = CELLS * customers
    times, warmth = 1 + rng.poisson(1, people), rng.gamma(4, 0.25, people)
    who = np.repeat(np.arange(people), times)
    spent = np.round(rng.exponential(100 * warmth[who]))
    bought = pd.DataFrame({"who": who, "revenue": spent, "status": "paid"})
    back = bought[rng.random(len(bought)) < 0.2].assign(status="credit", revenue=lambda t: -t.revenue)
    t = pd.concat([bought, back], ignore_index=True)
    return pd.DataFrame(
        {
            "order_id": t.index.astype(str), "customer_id": t.who.astype(str), "channel": (t.who % CELLS).astype(str),
            "ordered_at": pd.Timestamp("2026-03-02T09:00:00"), "status": t.status, "revenue": t.revenue,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("customers", "spend", "frequency"), [(30, 0.87, 0.92), (300, 0.915, 0.935)], ids=["few customers", "many"]
)
def test_it_holds_the_truth_as_often_as_it_says(customers: int, spend: float, frequency: float) -> None:
    """Sums of few skewed amounts fall short, as means of them do; orders taken one by one would fall far shorter."""
    found = helder.show("average_spend", "purchase_frequency", orders=orders(customers), by=["channel"]).to_pandas()
    for metric, truth, least in (("average_spend", 2 * 100 * 0.8, spend), ("purchase_frequency", 2.0, frequency)):
        cells = found[found.metric == metric]
        held = ((cells.low <= truth) & (truth <= cells.high)).mean()
        assert len(cells) == CELLS
        assert least <= held <= 0.97, metric
