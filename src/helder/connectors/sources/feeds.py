"""RSS and Atom: what is said of the company in public, and reviews."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from helder.connectors.sources.line import Line
from helder.connectors.sources.moments import iso
from helder.connectors.sources.rest import by_status, told
from helder.connectors.sources.system import Field, Item, Listing, Portion, Reading, Record, System
from helder.errors import BadInput, HelderError

MENTIONS = """
[mentions.columns]
mention_id = "id"
network = "network"
author = "author"
at = "at"
text = "text"
language = { sql = "lower(split_part(language, '-', 1))" }
url = "link"
sentiment = { sql = "(try_cast(rating as double) - 3) / 2" }
"""
#: Undated items whose first sight is kept, so that they keep their date.
_KEPT = 5_000


def read(reading: Reading) -> Iterator[Portion]:
    """The items of every feed that has changed; one feed that fails keeps none of the others."""
    state: dict[str, Any] = dict((reading.mark or {}).get("feeds", {}))
    addresses = [line.strip() for line in reading.settings["addresses"].splitlines() if line.strip()]
    failed: list[HelderError] = []
    for address in addresses:
        try:
            portion, state[address] = _feed(address, state.get(address, {}), reading)
        except HelderError as error:
            failed.append(error)
        else:
            yield Portion(portion, mark={"feeds": {one: state[one] for one in addresses if one in state}})
    if failed:
        raise failed[0]


def _feed(address: str, state: Mapping[str, Any], reading: Reading) -> tuple[tuple[Item, ...], Mapping[str, Any]]:
    """The items of one feed, and what to tell it at the next reading."""
    line = Line(reading.allowed, address)
    asks = {"If-None-Match": state.get("etag"), "If-Modified-Since": state.get("modified")}
    try:
        response = line.session().get(address, headers={"User-Agent": "Helder", **{k: v for k, v in asks.items() if v}})
    except requests.RequestException as error:
        raise told(error, address) from error
    reading.pages += line.pages
    if response.status_code == 304:
        return (), state
    if not response.ok:
        raise by_status(response, address)
    found = _parsed(response, address)
    seen = dict(state.get("seen", {}))
    items = tuple(item for entry in found.entries if _wanted(item := _item(entry, found.feed, address, seen, reading), reading))
    kept = {"etag": response.headers.get("ETag"), "modified": response.headers.get("Last-Modified")}
    return items, {**kept, "seen": dict(list(seen.items())[-_KEPT:])}


def _parsed(response: requests.Response, address: str) -> Any:
    import feedparser

    content = {"content-type": response.headers.get("Content-Type", ""), "content-location": address}
    found = feedparser.parse(response.content, response_headers=content)
    if not found.version and not found.entries:
        raise BadInput(
            f"This is no feed: {response.text[:80]!r}.", where=address, fix="Name the address of the RSS or Atom feed itself."
        )
    return found


def _item(entry: Any, feed: Any, address: str, seen: dict[str, str], reading: Reading) -> Item:
    """What a feed says of one item, in plain text; one without a date is of when it was first seen."""
    name = entry.get("id") or entry.get("link") or entry.get("title", "")
    at = entry.get("published_parsed") or entry.get("updated_parsed") or entry.get("created_parsed")
    when = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*at[:6]) if at else seen.setdefault(name, iso(reading.began))
    body = entry.get("summary") or next((one.get("value") for one in entry.get("content", ())), "")
    return {
        "id": name,
        "network": urlsplit(entry.get("link") or address).hostname,
        "feed": feed.get("title"),
        "author": entry.get("author"),
        "at": when,
        "text": "\n".join(filter(None, dict.fromkeys((_plain(entry.get("title", "")), _plain(body))))),
        "language": entry.get("language") or feed.get("language"),
        "link": entry.get("link"),
        "rating": entry.get("im_rating") or entry.get("rating"),
        "tags": [tag.get("term") for tag in entry.get("tags", ())],
    }


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text))).strip()


def _wanted(item: Item, reading: Reading) -> bool:
    """Whether it has one of the words looked for, where any are, as whole words; and is not too old."""
    words = [word.strip().lower() for word in reading.settings["words"].splitlines() if word.strip()]
    text = item["text"].lower()
    named = not words or any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words)
    return named and (reading.since is None or item["at"][:10] >= reading.since.isoformat())


FEEDS = System(
    name="feeds",
    title="RSS and Atom",
    meaning="News, blogs, forums and reviews that mention the company",
    fields=(
        Field("addresses", "Feeds", "One address a line", several=True),
        Field("words", "Words", "Only items with one of these, one a line; empty: all", several=True, required=False),
    ),
    read=read,
    listings=(Listing("items", "Items", (Record("items", "Items", MENTIONS),)),),
    every=15,
)
