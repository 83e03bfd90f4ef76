"""What happens to customers shows in what they say and do."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from helder import demo

Frames = dict[str, pd.DataFrame]


def answers(many: Frames, instrument: str, survey: str) -> pd.DataFrame:
    """Valid answers; those asked for effort turned round."""
    rows = many["answers"].query("instrument == @instrument and survey == @survey and score == score").copy()
    rows["score"] = np.where(rows.direction == "effort", 8 - rows.score, rows.score)
    return rows


def test_slow_answers_make_less_satisfied(many: Frames):
    rows = answers(many, "csat", "after_contact").merge(many["contacts"], on="contact_id", suffixes=("", "_c"))
    rows["wait"] = rows.wait_seconds.fillna((rows.answered_at_c - rows.queued_at).dt.total_seconds())
    rows["hours"] = (rows.answered_at_c - rows.offered_at).dt.total_seconds() / 3600
    mail = rows.channel_c == "email"
    quick, slow = rows[(rows.wait <= 6) | (mail & (rows.hours <= 3))], rows[(rows.wait > 25) | (mail & (rows.hours > 8))]
    assert (quick.score >= 4).mean() > (slow.score >= 4).mean() + 0.04


def test_transfers_make_effort(many: Frames):
    rows = answers(many, "ces", "after_contact").merge(many["contacts"], on="contact_id", suffixes=("", "_c"))
    assert rows[rows.transfers == 0].score.mean() > rows[rows.transfers > 0].score.mean() + 0.3


def test_late_deliveries_make_less_satisfied_and_more_contacts(many: Frames):
    rows = answers(many, "csat", "after_purchase").query("scale != '1-7'")
    about_delivery = many["contacts"].query("topic in ('delivery', 'complaint')")
    called = rows.customer_id.isin(about_delivery.customer_id)
    assert rows[called].score.mean() < rows[~called].score.mean() - 0.1


def test_detractors_come_back_less_and_end_subscriptions_more(many: Frames):
    first = answers(many, "nps", "relationship").sort_values("answered_at").groupby("customer_id").first()
    paid = many["orders"].query("status == 'paid' and customer_id == customer_id")
    later = paid.merge(first[["answered_at", "score"]], left_on="customer_id", right_index=True)
    again = later[later.ordered_at > later.answered_at].groupby("customer_id").size().reindex(first.index, fill_value=0)
    assert again[first.score >= 9].mean() > 1.3 * again[first.score <= 6].mean()
    held = many["subscriptions"].merge(first[["score"]], left_on="customer_id", right_index=True)
    ended = held.ended_at.notna()
    assert ended[held.score <= 6].mean() > ended[held.score >= 9].mean() + 0.1


def test_promoters_refer_more(many: Frames):
    first = answers(many, "nps", "relationship").groupby("customer_id").score.first()
    sent = many["referrals"].groupby("referrer_id").size().reindex(first.index, fill_value=0)
    assert sent[first >= 9].mean() > 1.5 * sent[first <= 6].mean()


def test_long_waits_make_people_hang_up(many: Frames):
    rows = many["contacts"].query("channel == 'phone' and outcome in ('answered', 'abandoned')")
    busy = rows.groupby(rows.offered_at.dt.to_period("M")).agg(
        wait=("wait_seconds", "mean"), gone=("outcome", lambda o: (o == "abandoned").mean())
    )
    assert np.corrcoef(busy.wait, busy.gone)[0, 1] > 0.5


def value(large: demo.Company, figure: str, *months: int) -> float:
    return float(np.mean([large.truth.value(figure, large.truth.months[month]) for month in months]))


def test_the_telephone_failure_shows(large: demo.Company):
    assert value(large, "service_level", 15) < value(large, "service_level", 14, 16, 17) - 0.15
    assert value(large, "nps", 16) < value(large, "nps", 14, 18, 19) - 8
    assert large.truth.tally("blocked", large.truth.months[15]) > 5 * large.truth.tally("blocked", large.truth.months[17])


def test_chat_and_callback_make_it_quicker_and_easier(large: demo.Company):
    before, since = (9, 10, 11, 14), (19, 20, 21, 22)
    assert value(large, "first_response_time", *since) < 0.7 * value(large, "first_response_time", *before)
    assert value(large, "ces", *since) > value(large, "ces", *before) + 0.05


def test_december_is_the_peak_and_denmark_comes_later(large: demo.Company, many: Frames):
    orders = {month: large.truth.value("orders", month) for month in large.truth.months}
    assert orders[date(2025, 12, 1)] == max(orders.values())
    assert orders[date(2024, 12, 1)] > 1.3 * orders[date(2025, 2, 1)]
    signed_up = many["customers"].groupby("country").signed_up_at.min()
    assert (signed_up["DK"] - signed_up["NL"]).days > 250
    rows = answers(many, "nps", "relationship").merge(many["customers"][["customer_id", "country"]])
    score = rows.groupby("country").score.agg(lambda s: 100 * ((s >= 9).mean() - (s <= 6).mean()))
    assert score["DK"] < min(score["NL"], score["GB"]) - 5
