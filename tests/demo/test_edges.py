"""The cases that metrics must get right are all there."""

from __future__ import annotations

import pandas as pd
import pytest

Frames = dict[str, pd.DataFrame]

#: What there must be, as the table and a condition on its rows.
EDGES = {
    "short abandons": ("contacts", "outcome == 'abandoned' and wait_seconds < 5"),
    "waits of exactly the threshold": ("contacts", "outcome == 'answered' and wait_seconds == 20"),
    "blocked contacts": ("contacts", "outcome == 'blocked' and queued_at != queued_at"),
    "contacts of which only the queue is known": ("contacts", "offered_at != offered_at and queued_at == queued_at"),
    "waits not recorded as such": ("contacts", "queued_at == queued_at and wait_seconds != wait_seconds"),
    "contacts without a case": ("contacts", "case_id != case_id"),
    "contacts of people nobody knows": ("contacts", "customer_id != customer_id"),
    "calls by the company": ("contacts", "direction == 'outbound'"),
    "contacts solved without a person": ("contacts", "outcome == 'self_served'"),
    "reopened cases": ("cases", "reopened > 0"),
    "cases open again": ("cases", "reopened > 0 and resolved_at != resolved_at"),
    "cases opened by an agent": ("cases", "opened_by == 'agent'"),
    "replies by a bot": ("case_events", "event == 'replied' and author == 'bot' and public"),
    "internal notes": ("case_events", "event == 'replied' and author == 'agent' and not public"),
    "waiting on the customer": ("case_events", "event == 'waiting'"),
    "returns on the line": ("order_lines", "returned_quantity > 0 and quantity > 0"),
    "part of a line returned": ("order_lines", "returned_quantity > 0 and returned_quantity < quantity"),
    "credit notes": ("orders", "status == 'credit' and revenue < 0"),
    "cancelled orders": ("orders", "status == 'cancelled'"),
    "orders not paid yet": ("orders", "status == 'pending'"),
    "orders without a customer": ("orders", "customer_id != customer_id and status == 'paid'"),
    "orders without a currency": ("orders", "currency != currency"),
    "answers without a score": ("answers", "instrument == 'nps' and score != score"),
    "answers without a scale": ("answers", "instrument == 'nps' and scale != scale"),
    "another scale": ("answers", "instrument == 'nps' and scale == '1-10'"),
    "effort asked, not ease": ("answers", "instrument == 'ces' and direction == 'effort'"),
    "answers by employees": ("answers", "respondent == 'employee' and instrument == 'employee'"),
    "answers by visitors": ("answers", "respondent == 'visitor'"),
    "invitations not delivered": ("invitations", "failure == failure and delivered_at != delivered_at"),
    "subscriptions that ended": ("subscriptions", "ended_at == ended_at and end_reason == end_reason"),
    "spend without a channel": ("spend", "channel != channel and kind == 'data'"),
    "referrals that brought nobody": ("referrals", "customer_id != customer_id"),
}  # fmt: skip


@pytest.mark.parametrize("edge", EDGES)
def test_it_is_there(many: Frames, edge: str):
    table, condition = EDGES[edge]
    assert len(many[table].query(condition)) > 0


def test_customers_who_never_bought_and_those_with_two_subscriptions(many: Frames):
    assert not set(many["customers"].customer_id) <= set(many["orders"].customer_id)
    held = many["subscriptions"].merge(many["subscriptions"], on="customer_id")
    assert ((held.started_at_x < held.started_at_y) & (held.ended_at_x.fillna(held.started_at_y.max()) > held.started_at_y)).any()


def test_carts_that_span_visits_and_devices_and_visits_with_a_pause(frames: Frames):
    events = frames["page_events"].sort_values("at")
    pauses = events.groupby("session_id")["at"].diff().dt.total_seconds()
    assert (pauses > 1800).any()
    cart = events[events.event.isin(["add_to_cart", "purchase"]) & events.customer_id.notna()]
    before = cart.groupby("customer_id")[["event", "session_id", "at", "visitor_id"]].shift()
    spans = (before.event == "add_to_cart") & (before.session_id != cart.session_id) & ((cart["at"] - before["at"]).dt.days < 1)
    assert (cart.event[spans] == "purchase").any()
    assert (before.visitor_id[spans] != cart.visitor_id[spans]).any()


def test_visits_and_calls_that_cross_midnight(frames: Frames, many: Frames):
    events = frames["page_events"].assign(day=lambda e: e["at"].dt.tz_localize("UTC").dt.tz_convert("Europe/Amsterdam").dt.date)
    assert (events.groupby("session_id").day.nunique() > 1).any()
    calls = many["contacts"].query("channel in ('phone', 'chat')")
    local = {
        name: calls[name].dt.tz_localize("UTC").dt.tz_convert("Europe/Amsterdam").dt.date for name in ("offered_at", "ended_at")
    }
    assert (local["offered_at"] < local["ended_at"]).any()


def test_nobody_real_can_be_reached(many: Frames):
    people = many["customers"]
    assert people.email.dropna().str.fullmatch(r"customer\d+@example\.(com|org|net)").all()
    assert people.phone.dropna().str.match(r"\+999 |\+44 (20 7946 0|1\d\d 496 0|7700 900|1632 960)").all()
    assert many["mentions"].url.str.match(r"https://\w+\.example/").all()
