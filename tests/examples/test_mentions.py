"""Tweets to airlines and Danish comments, against a count in plain pandas of the files themselves."""

from __future__ import annotations

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def tweets(bring, shared_data) -> pd.DataFrame:
    """The tweets of the file, each once, after it was loaded."""
    done = bring("airline_tweets/mentions.toml", "airline_tweets/*.csv.gz")
    assert (done.read, done.rejected) == (14_640, 0)
    rows = pd.concat(pd.read_csv(path, dtype=str) for path in (shared_data / "airline_tweets").glob("*.csv.gz"))
    return rows.drop_duplicates("tweet_id", keep="last")


def net(positive: pd.Series, negative: pd.Series) -> float:
    return 100 * (positive.sum() - negative.sum()) / len(positive)


def test_tweets(tweets, value):
    said = tweets.airline_sentiment
    assert value("mentions", where="network = 'twitter'") == len(tweets) == 14_485
    expected = net(said == "positive", said == "negative")
    assert value("net_sentiment", where="network = 'twitter'") == pytest.approx(expected, rel=1e-12)
    assert expected == pytest.approx(-46.64, abs=0.005)


def test_tweets_by_day_of_the_store_s_zone(tweets, workspace):
    at = pd.to_datetime(tweets["tweet_created_utc-8"]).dt.tz_localize("Etc/GMT+8").dt.tz_convert("Europe/Amsterdam")
    days = at.dt.date.value_counts()
    rows = workspace.show("mentions", grain="day", since="2015-02-16", until="2015-02-26", where="network = 'twitter'")
    assert {row.start: row.value for row in rows if row.value} == days.to_dict()


@pytest.mark.parametrize("neutral", [0, 0.5])
def test_danish_comments(bring, value, shared_data, neutral):
    done = bring("danish_social/mentions.toml", "danish_social/dev.csv")
    file = pd.read_csv(shared_data / "danish_social" / "dev.csv")
    assert (done.read, done.rejected) == (len(file), 0)
    expected = net(file.polarity > 2 * neutral, file.polarity < -2 * neutral)
    got = value("net_sentiment", where="language = 'da'", params={"neutral": neutral})
    assert got == pytest.approx(expected, rel=1e-12)
