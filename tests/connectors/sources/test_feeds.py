"""RSS and Atom over HTTP, into mentions."""

from __future__ import annotations

from typing import Any

import pytest
from connectors.sources.office import Office
from connectors.sources.playing import Asked, Played

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><language>nl-NL</language>
<item><title>Helder is &lt;b&gt;fijn&lt;/b&gt;</title><link>https://news.example/1</link><guid isPermaLink="false">n-1</guid>
<description>&lt;p&gt;Veel lof &amp;amp; weinig kritiek&lt;/p&gt;</description><dc:creator>Eva</dc:creator>
<pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate></item>
<item><title>Helderheid aan zee</title><link>https://news.example/2</link><guid isPermaLink="false">n-2</guid>
<pubDate>Mon, 02 Mar 2026 11:00:00 GMT</pubDate></item>
<item><title>Zonder datum, over Helder</title><link>https://news.example/3</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss"><title>Reviews</title>
<entry><id>r-1</id><title>Helder: top</title><author><name>Kim</name></author><im:rating>5</im:rating>
<updated>2026-03-03T09:00:00-07:00</updated><content type="text">Works</content><link href="https://apps.example/r1"/></entry>
<entry><id>r-2</id><title>Helder</title><im:rating>1</im:rating><updated>2026-03-04T09:00:00Z</updated></entry>
</feed>"""


@pytest.fixture
def feeds(office: Office, played: Played) -> Office:
    """A connection to two feeds, one of which tells whether it has changed."""

    def news(asked: Asked) -> Any:
        if asked.headers.get("If-None-Match") == '"1"':
            return 304, b"", {}
        return 200, RSS.encode(), {"ETag": '"1"', "Last-Modified": "Mon, 02 Mar 2026 12:00:00 GMT", "Content-Type": "text/xml"}

    played.paths = {"/news": news, "/reviews": lambda asked: (200, ATOM.encode(), {"Content-Type": "application/atom+xml"})}
    office.connect(
        "said",
        f'system = "feeds"\n[settings]\naddresses = ["{played.address}/news", "{played.address}/reviews"]\nwords = ["Helder"]\n',
    )
    return office


def test_mentions_are_what_the_feeds_say(feeds: Office) -> None:
    run = feeds.run("said")
    assert (run.error, run.rejected) == (None, 0)
    assert feeds.value("mentions") == 3  # another word that begins alike is none; the undated one is of today
    assert feeds.value("net_sentiment") == 0  # five stars and one star
    found = feeds.rows("select mention_id, network, author, \"at\", text, language from mentions where mention_id = 'n-1'")
    assert [(*row[:3], row[3].isoformat(), *row[4:]) for row in found] == [
        ("n-1", "news.example", "Eva", "2026-03-02T09:00:00", "Helder is fijn\nVeel lof & weinig kritiek", "nl")
    ]


def test_a_feed_that_has_not_changed_is_not_read_again(feeds: Office, played: Played) -> None:
    feeds.run("said")
    before = feeds.rows("select \"at\" from mentions where mention_id = 'https://news.example/3'")
    played.asked.clear()
    run = feeds.run("said")
    assert (run.error, run.read, run.changed) == (None, 2, 0)
    assert played.asked[0].headers["If-Modified-Since"] == "Mon, 02 Mar 2026 12:00:00 GMT"
    old, played.paths["/news"] = played.paths["/news"], lambda asked: (200, RSS.encode(), {})
    assert old is not None
    assert feeds.run("said").changed == 0  # the undated one keeps the date of its first sight
    assert feeds.rows("select \"at\" from mentions where mention_id = 'https://news.example/3'") == before


def test_one_feed_that_fails_keeps_none_of_the_others(feeds: Office, played: Played) -> None:
    played.paths["/news"] = lambda asked: b"<html><body>Gone</body></html>"
    run = feeds.run("said")
    assert "no feed" in (run.error or "")
    assert run.where is not None
    assert run.where.endswith("/news")
    assert run.accepted == 2


def test_a_feed_leads_into_no_private_network(feeds: Office, played: Played) -> None:
    played.paths["/news"] = lambda asked: (302, b"", {"Location": "http://10.0.0.1/admin"})
    assert "private network" in (feeds.run("said").error or "")


def test_entities_that_grow_without_end_do_no_harm(feeds: Office, played: Played) -> None:
    lines = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 30)]
    start = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{"".join(lines)}]>'
    bomb = f'{start}<rss version="2.0"><channel><item><title>&a29;</title></item></channel></rss>'
    played.paths["/news"] = lambda asked: bomb.encode()
    feeds.run("said")
    assert feeds.value("mentions") == 2
