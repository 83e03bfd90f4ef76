"""Lifetime values of customers, from a store and back into it."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from oracle.predicted import END, of_orders, of_subscriptions, orders, predictions, store
from oracle.shoppers import shoppers

from helder.errors import BadInput, BadQuestion, HelderError, UnknownName
from helder.predict import lifetime_value
from helder.workspace import Workspace

UNTIL = END.date()


@pytest.fixture(scope="module")
def shop() -> Workspace:
    with store(of_orders()) as workspace:
        lifetime_value(workspace, until=UNTIL)
        yield workspace


def test_each_customer_has_a_value_a_chance_and_their_reasons(shop: Workspace) -> None:
    values, chances = predictions(shop, "clv_bg_nbd"), predictions(shop, "alive_bg_nbd")
    assert len(values) == len(chances) == 800
    for row in values.values():
        assert 0 <= row["low"] <= row["value"] <= row["high"]
        assert (row["subject"], row["made_at"], row["currency"]) == ("customer", END, "EUR")
    assert all(0 <= row["low"] <= row["value"] <= row["high"] <= 1 for row in chances.values())
    once = [row for row in values.values() if row["reasons"].startswith("0 purchases after the first")]
    often = [row for row in values.values() if int(row["reasons"].split()[0]) >= 5]
    assert np.mean([row["value"] for row in once]) < np.mean([row["value"] for row in often]) / 3


def test_the_metric_is_the_mean_of_those_alive(shop: Workspace) -> None:
    values, chances = predictions(shop, "clv_bg_nbd"), predictions(shop, "alive_bg_nbd")
    alive = [values[who] for who in values if chances[who]["value"] >= 0.5]
    (row,) = shop.show("customer_lifetime_value", until="2026-02-01").to_records()
    assert (row["n"], row["unit"]) == (len(alive), "EUR")
    for name in ("value", "low", "high"):
        assert row[name] == pytest.approx(np.mean([one[name] for one in alive]))
    (before,) = shop.show("customer_lifetime_value", until="2025-12-31").to_records()
    assert (before["value"], before["n"]) == (None, 0)


def test_again_on_the_same_changes_nothing(shop: Workspace) -> None:
    done = lifetime_value(shop, until=UNTIL).appended
    assert (done.added, done.changed, done.unchanged) == (0, 0, 1600)


@pytest.mark.parametrize("model", ["mbg_nbd", "pareto_nbd"])
def test_models_agree_about_who_is_worth_more(shop: Workspace, model: str) -> None:
    lifetime_value(shop, model=model, until=UNTIL)
    ours, theirs = (predictions(shop, name) for name in ("clv_bg_nbd", f"clv_{model}"))
    assert np.corrcoef(*([rows[who]["value"] for who in ours] for rows in (ours, theirs)))[0, 1] > 0.9


def test_what_is_not_as_usual_is_another_model(shop: Workspace) -> None:
    usual = predictions(shop, "clv_bg_nbd")
    lifetime_value(shop, horizon=1, discount=0, worth="revenue", until=UNTIL)
    year = predictions(shop, "clv_bg_nbd_1y_0pct_revenue")
    assert predictions(shop, "clv_bg_nbd") == usual
    assert all(year[who]["value"] < 2 * usual[who]["value"] for who in usual)  # cost is half of revenue, and three years are more
    (row,) = shop.show("customer_lifetime_value", params={"model": "clv_bg_nbd_1y_0pct_revenue", "alive": 0}).to_records()
    assert row["value"] == pytest.approx(np.mean([one["value"] for one in year.values()]))


def test_each_currency_has_a_model_of_its_own() -> None:
    crowns = orders(shoppers(5, 300, "bg", (0.6, 6.0, 0.8, 2.5)), 5, currency="DKK", name="d")
    few = orders(shoppers(6, 20, "bg", (0.6, 6.0, 0.8, 2.5)), 6, currency="USD", name="u")
    with store({"orders": of_orders(300)["orders"] + crowns + few}) as workspace:
        done = lifetime_value(workspace, until=UNTIL)
        assert [(g.currency, g.model, g.customers) for g in done.groups] == [
            ("DKK", "clv_bg_nbd_dkk", 300), ("EUR", "clv_bg_nbd", 300), ("USD", "clv_bg_nbd_usd", 0),
        ]  # fmt: skip
        assert "too few" in done.groups[2].left
        rows = workspace.show("customer_lifetime_value").to_records()
        assert {row["currency"] for row in rows} == {"DKK", "EUR"}


def test_subscribers_are_worth_their_revenue_as_long_as_they_stay() -> None:
    data = of_subscriptions()
    with store(data) as workspace:
        done = lifetime_value(workspace, model="subscription", until=UNTIL)
        values = predictions(workspace, "clv_subscription")
    running = {row["customer_id"] for row in data["subscriptions"] if row["ended_at"] is None}
    rate = 1 / 20 + np.log(1.1) / 12
    truth = 10 * (1 - np.exp(-36 * rate)) / rate  # a life without memory: the same at any age
    assert {who for who, row in values.items() if row["value"] > 0} == running
    assert np.mean([values[who]["value"] for who in running]) == pytest.approx(truth, rel=0.1)
    assert np.mean([values[who]["low"] for who in running]) < truth < np.mean([values[who]["high"] for who in running])
    assert done.made_at == END


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"model": "bgnbd"}, UnknownName, "bg_nbd"),
        ({"worth": "profit"}, UnknownName, "margin"),
        ({"horizon": 0}, BadQuestion, "more than 0"),
        ({"discount": -0.1}, BadQuestion, "10 % a year"),
        ({"since": date(2025, 1, 1)}, BadQuestion, "subscription"),
        ({"until": date(2001, 1, 1)}, BadInput, "later date"),
        ({"until": date(2025, 4, 5)}, BadInput, "too few"),
        ({"model": "subscription"}, BadInput, "helder load subscriptions"),
    ],
    ids=str,
)
def test_what_cannot_be_is_told(shop: Workspace, given: dict[str, object], error: type[HelderError], says: str) -> None:
    with pytest.raises(error, match=says):
        lifetime_value(shop, **given)


def test_a_store_without_orders_or_their_cost_is_told() -> None:
    with store({}) as workspace, pytest.raises(BadInput, match="no paid orders of known customers"):
        lifetime_value(workspace)
    bare = [{**row, "cost": None} for row in of_orders(200)["orders"]]
    with store({"orders": bare}) as workspace:
        with pytest.raises(BadInput, match="--worth revenue"):
            lifetime_value(workspace)
        done = lifetime_value(workspace, worth="revenue")
        last = max(row["ordered_at"] for row in bare)
        assert done.until == date(last.year, last.month, last.day).replace() + (UNTIL - date(2025, 12, 31))
        assert isinstance(done.made_at, datetime)
