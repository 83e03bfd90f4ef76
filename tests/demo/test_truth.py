"""The truth agrees with the tables, counted by hand in pandas from the definitions."""

from __future__ import annotations

import pandas as pd
import pytest

from helder import demo
from helder.errors import UnknownName

Frames = dict[str, pd.DataFrame]


def monthly(company: demo.Company, at: pd.Series) -> pd.Series:
    """Rows per month of the company's zone."""
    local = at.dt.tz_localize("UTC").dt.tz_convert(company.zone).dt.tz_localize(None)
    return (
        local.dt.to_period("M").value_counts().rename(lambda p: p.start_time.date()).reindex(company.truth.months, fill_value=0)
    )


def tallies(company: demo.Company, name: str) -> list[int]:
    return [company.truth.tally(name, month) for month in company.truth.months]


def test_promoters_and_detractors(company: demo.Company, frames: Frames):
    valid = frames["answers"].query("instrument == 'nps' and score == score and respondent != 'employee'")
    usual = valid[valid.scale.fillna("0-10") == "0-10"]
    for name, some in (("promoters", usual[usual.score >= 9]), ("detractors", usual[usual.score <= 6]), ("valid nps", usual)):
        assert monthly(company, some.answered_at).tolist() == tallies(company, f"{name} 0-10")
    assert (len(usual[usual.score >= 9]) - len(usual[usual.score <= 6])) * 100 / len(usual) == company.truth.value("nps")


def test_sales_less_returns_and_credit_notes(company: demo.Company, frames: Frames):
    orders, lines = frames["orders"], frames["order_lines"]
    share = lines.returned_quantity.fillna(0) / lines.quantity
    returned = (lines.revenue * share).groupby(lines.order_id).sum()
    net = orders.revenue - orders.order_id.map(returned)
    assert net[orders.status.isin(["paid", "credit"])].sum() / 100 == pytest.approx(company.truth.value("sales"))
    assert monthly(company, orders[orders.status == "paid"].ordered_at).tolist() == tallies(company, "paid orders")


def test_buyers_and_those_who_bought_before(company: demo.Company, frames: Frames):
    paid = frames["orders"].query("status == 'paid' and customer_id == customer_id").sort_values("ordered_at")
    nth = paid.groupby("customer_id").cumcount()
    assert company.truth.tally("buyers") == paid.customer_id.nunique()
    assert company.truth.tally("repeat buyers") == paid[nth >= 1].customer_id.nunique()
    assert monthly(company, paid[nth == 0].ordered_at).tolist() == tallies(company, "first purchases")


def test_contacts_in_time(company: demo.Company, frames: Frames):
    rows = frames["contacts"]
    wait = rows.wait_seconds.fillna((rows.answered_at.fillna(rows.ended_at) - rows.queued_at).dt.total_seconds())
    answered, abandoned = (rows.outcome == "answered") & wait.notna(), (rows.outcome == "abandoned") & (wait >= 5)
    at = rows.offered_at.fillna(rows.queued_at)
    assert monthly(company, at[answered & (wait <= 20)]).tolist() == tallies(company, "answered in time")
    assert monthly(company, at[answered | abandoned]).tolist() == tallies(company, "offered to service level")


def test_backlog_from_what_happened_to_cases(company: demo.Company, frames: Frames):
    events = frames["case_events"].sort_values(["case_id", "at"])
    moves = events[events.event.isin(["opened", "resolved", "reopened"])]
    latest = moves.groupby("case_id").event.last()
    assert (latest != "resolved").sum() == company.truth.value("ticket_backlog")
    assert len(frames["cases"]) == company.truth.tally("cases")


def test_first_replies_by_people(company: demo.Company, frames: Frames):
    events = frames["case_events"].merge(frames["cases"][["case_id", "opened_by", "opened_at"]])
    asked = events[events.author == "customer"].groupby("case_id")["at"].min()
    events["since"] = events.opened_at.where(events.opened_by != "agent", events.case_id.map(asked))
    human = events[(events.event == "replied") & (events.author == "agent") & events.public & (events["at"] >= events.since)]
    first = human.sort_values("at").groupby("case_id").first()
    assert len(first) == company.truth.tally("first replies")
    assert (first["at"] - first.since).dt.total_seconds().mean() == pytest.approx(company.truth.value("first_response_time"))


def test_sessions_and_carts(company: demo.Company, frames: Frames):
    events = frames["page_events"].sort_values("at")
    events["gap"] = events.groupby("session_id")["at"].diff().dt.total_seconds()
    assert events.session_id.nunique() + (events.gap > 1800).sum() == company.truth.tally("sessions")
    events["person"] = events.customer_id.fillna(events.visitor_id)
    cart = events[events.event.isin(["add_to_cart", "remove_from_cart", "checkout", "purchase"])].copy()
    cart["idle"] = cart.groupby("person")["at"].diff().dt.total_seconds()
    cart["bought"] = cart.groupby("person").event.shift() == "purchase"
    cart["number"] = (cart.idle.isna() | cart.bought | (cart.idle > 86_400)).groupby(cart.person).cumsum()
    carts = cart.groupby(["person", "number"]).event.agg(set)
    carts = carts[carts.map(lambda kinds: "add_to_cart" in kinds)]
    assert len(carts) == company.truth.tally("carts")
    assert (~carts.map(lambda kinds: "purchase" in kinds)).sum() == company.truth.tally("carts abandoned")


def test_an_unknown_name_is_told(company: demo.Company):
    with pytest.raises(UnknownName, match="promoters"):
        company.truth.tally("promotors 0-10")
    with pytest.raises(UnknownName, match="csat_mean"):
        company.truth.value("csat_meen")
