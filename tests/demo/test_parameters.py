"""The company is drawn from what the documentation says it is drawn from: estimates lie where they must."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helder.demo import customers, replies, shopping
from helder.demo import subscriptions as plans

Frames = dict[str, pd.DataFrame]


def within(count: int, of: int, probability: float) -> bool:
    """Whether a count is within four standard deviations of what is expected."""
    return abs(count - of * probability) < 4 * np.sqrt(of * probability * (1 - probability)) + 1


def test_who_the_customers_are(many: Frames):
    people = many["customers"]
    for number, channel in enumerate(customers.ACQUIRED):
        assert within((people.acquired_via == channel).sum(), len(people), customers.ACQUIRED_SHARES[number]), channel
    for country, share in zip(("NL", "DK", "GB"), customers.COUNTRY_SHARES, strict=True):
        assert within((people.country == country).sum(), len(people), share), country
    assert within((people.segment == "business").sum(), len(people), customers.BUSINESS_SHARE)


def test_who_buys(many: Frames):
    people = many["customers"]
    settled = people[people.signed_up_at < people.signed_up_at.max() - pd.Timedelta("60D")]
    assert within(settled.customer_id.isin(many["orders"].customer_id).sum(), len(settled), shopping.BUYERS)


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_who_answers(many: Frames, channel: str):
    asked = many["invitations"].query("channel == @channel and survey == 'relationship' and delivered_at == delivered_at")
    asked = asked[asked.sent_at < asked.sent_at.max() - pd.Timedelta("10D")]
    expected = replies.ANSWERED[replies.CHANNELS.index(channel)]
    assert abs(asked.answered_at.notna().mean() - expected) < 0.04
    assert within((many["invitations"].failure.notna()).sum(), len(many["invitations"]), replies.UNDELIVERED)


def test_how_long_subscriptions_last(many: Frames):
    held = many["subscriptions"]
    end = held.ended_at.fillna(held.started_at.max())
    months = ((end - held.started_at).dt.total_seconds() / 86_400 / 30).sum()
    assert 0.6 < (held.ended_at.notna().sum() / months) / np.exp(plans.ENDS) < 1.5
