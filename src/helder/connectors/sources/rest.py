"""Systems that answer over HTTP in JSON, read by dlt's rest_api."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import requests
from requests.auth import AuthBase

from helder.connectors.sources import extracting
from helder.connectors.sources.line import Line
from helder.connectors.sources.moments import moment
from helder.connectors.sources.seen import Seen
from helder.connectors.sources.system import Item, Known, Listing, Portion, Reading
from helder.errors import BadInput, HelderError

#: Items that are put into the store at once. What a failure can make Helder fetch again.
PORTION = 2_000

Settings = Mapping[str, str]


@dataclass(frozen=True)
class Api:
    """How one system is spoken to.

    base: its address, of the settings. auth: what signs the requests. lookups: identifiers fetched before every listing: the
    endpoint and the field.
    """

    base: Callable[[Settings], str]
    auth: Callable[[Settings, Line], AuthBase]
    headers: Mapping[str, str] = field(default_factory=dict)
    lookups: Mapping[str, tuple[Mapping[str, Any], str]] = field(default_factory=dict)

    def read(self, reading: Reading) -> Iterator[Portion]:
        """Everything that changed since the mark, in portions."""
        line = Line(reading.allowed, reading.where, _host(self.base(reading.settings)))
        session = line.session()
        session.auth = self.auth(reading.settings, line)
        client = {
            "base_url": self.base(reading.settings),
            "headers": {"User-Agent": "Helder", "Accept": "application/json", **self.headers},
            "session": session,
        }
        known = {name: self._looked_up(client, name, reading, line) for name in self.lookups}
        yield from self._portions(client, known, reading, line)

    def _looked_up(self, client: Mapping[str, Any], name: str, reading: Reading, line: Line) -> frozenset[str]:
        endpoint, wanted = self.lookups[name]
        resources = [{"name": name, "endpoint": _judged(endpoint, reading.where)}]
        return frozenset(str(item[wanted]) for item in _items(client, resources, name, reading, line))

    def _portions(self, client: Mapping[str, Any], known: Known, reading: Reading, line: Line) -> Iterator[Portion]:
        listing, since = reading.listing, _since(reading)
        come = _Come(reading)
        waiting: list[Item] = []
        for item in _items(client, _resources(listing, since, reading, come), listing.name, reading, line):
            changed = moment(_at(item, listing.changed)) if listing.changed else None
            if listing.newest_first and since and changed and changed < since:
                break
            come.to(changed)
            if come.is_new(item, changed):
                waiting.append(item)
            if len(waiting) >= PORTION:
                yield Portion(tuple(waiting), known=known, mark=come.mark() if listing.ordered else None)
                waiting = []
        yield Portion(tuple(waiting), known=known, mark=come.mark(at_end=True))


class _Come:
    """How far a reading has come: to the latest change it saw."""

    def __init__(self, reading: Reading) -> None:
        self._began, self._mark, self._overlap = reading.began, reading.mark, reading.listing.overlap
        self._seen = Seen(reading.mark)
        self._latest = moment((reading.mark or {}).get("changed"))
        self._last: datetime | None = None
        self._in_order = True

    def to(self, changed: datetime | None) -> None:
        """Note an item's change. One of the future is a clock's fault, and taken for one of now."""
        if changed is None:
            return
        self._in_order = self._in_order and (self._last is None or changed >= self._last)
        self._last = changed
        if self._latest is None or changed > self._latest:
            self._latest = min(changed, self._began)

    def is_new(self, item: Item, changed: datetime | None) -> bool:
        """Whether an item was not there just so at the last reading."""
        return self._seen.is_new(item, changed.astimezone(UTC).isoformat() if changed else None)

    def mark(self, *, at_end: bool = False) -> Mapping[str, Any] | None:
        """The mark; where a system that should does not give the earliest change first, the old one until all is read."""
        if not (at_end or self._in_order):
            return self._mark or {}
        if self._latest is None:
            return None
        return {"changed": self._latest.isoformat(), "seen": self._seen.since((self._latest - self._overlap).isoformat())}


def _host(base: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(base).netloc


def _resources(listing: Listing, since: datetime | None, reading: Reading, come: _Come) -> list[dict[str, Any]]:
    """The listing as dlt has it; behind the one it is asked of, where there is one."""
    asked = dict(listing.since(since)) if listing.since and since else {}
    if not listing.of:
        return [{"name": listing.name, "endpoint": _judged(_with(listing.endpoint, asked), reading.where)}]
    changed = listing.changed.removeprefix(f"_{listing.of}_")

    def worth_asking(item: Item) -> bool:
        come.to(moment(_at(item, changed)))
        return listing.worth_asking(item)

    parent, own = listing.endpoint["of"], {name: said for name, said in listing.endpoint.items() if name != "of"}
    return [
        {
            "name": listing.of,
            "endpoint": _judged(_with(parent, asked), reading.where),
            "processing_steps": [{"filter": worth_asking}],
        },
        {"name": listing.name, "endpoint": _judged(own, reading.where), "include_from_parent": list(listing.from_it)},
    ]


def _with(endpoint: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    return {**endpoint, "params": {**endpoint.get("params", {}), **asked}}


def _judged(endpoint: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The endpoint, each of whose answers must be a page of items."""
    selector = endpoint.get("data_selector", "$")

    def judge(response: requests.Response, *args: Any, **given: Any) -> None:
        if response.ok and not response.is_redirect:
            _page(response, selector, where)

    return {**endpoint, "data_selector": selector, "response_actions": [judge]}


def _page(response: requests.Response, selector: str, where: str) -> None:
    """Raises BadInput for an answer that is no page: what dlt finds no items in, it takes for an empty one."""
    try:
        found = response.json()
    except ValueError as error:
        raise _malformed(response, "is not JSON", where) from error
    for name in selector.split(".") if selector != "$" else ():
        if not isinstance(found, dict) or name not in found:
            raise _malformed(response, f"has no {selector}", where)
        found = found[name]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _malformed(response, "is no list of items", where)


def _malformed(response: requests.Response, what: str, where: str) -> BadInput:
    start = response.text[:120].replace("\n", " ")
    return BadInput(
        f"An answer {what}: {start!r}.",
        where=where,
        fix="Look whether the address is that of the system; it may be out of order.",
    )


def _items(
    client: Mapping[str, Any], resources: list[dict[str, Any]], name: str, reading: Reading, line: Line
) -> Iterator[dict[str, Any]]:
    """The items of a resource, one by one."""
    line.begin()
    try:
        made = extracting.rest_api_resources({"client": dict(client), "resources": resources})
        for item in next(one for one in made if one.name == name):
            reading.pages = line.pages
            yield item
    except GeneratorExit:
        raise
    except Exception as error:
        raise told(error, reading.where) from error
    finally:
        reading.pages = line.pages


def told(error: BaseException, where: str) -> BaseException:
    """What went wrong beneath dlt's own errors, in Helder's words; the error itself where it is none of the system's."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, HelderError):
            return found
        if isinstance(found, requests.HTTPError) and found.response is not None:
            return by_status(found.response, where)
        if isinstance(found, requests.Timeout):
            return BadInput("The system did not answer in time.", where=where, fix="Helder tries again at the next run.")
        if isinstance(found, requests.TooManyRedirects):
            return BadInput("The system sends Helder round in a circle.", where=where, fix="Check the address.")
        if isinstance(found, requests.RequestException):
            return BadInput(
                f"The system cannot be reached: {_short(found)}.", where=where, fix="Check the address and the network."
            )
        found = found.__cause__ or found.__context__
    return error


def by_status(response: requests.Response, where: str) -> BadInput:
    """The error that an answer is."""
    status = response.status_code
    if status == 429:
        return BadInput("The system allows no more requests for now (429).", where=where, fix="Helder goes on at the next run.")
    if status >= 500:
        return BadInput(f"The system failed ({status}), several times.", where=where, fix="Helder tries again at the next run.")
    said = response.text[:200].replace("\n", " ")
    return BadInput(
        f"The system refuses the request ({status}): {said!r}.", where=where, fix="Check the address, and what was entered."
    )


def _short(error: BaseException) -> str:
    reason = getattr(error.args[0], "reason", error.args[0]) if error.args else error
    return str(reason).rpartition(": ")[2].strip().rstrip(".") or type(error).__name__


def _at(item: Any, path: str) -> Any:
    """The value at a path of names."""
    if isinstance(item, Mapping) and path in item:
        return item[path]
    for name in path.split("."):
        item = item.get(name) if isinstance(item, Mapping) else None
    return item


def _since(reading: Reading) -> datetime | None:
    """From when on items are asked for: a little before the mark, else from when the connection says to begin."""
    marked = moment((reading.mark or {}).get("changed"))
    if marked is not None:
        return marked - reading.listing.overlap
    return datetime(reading.since.year, reading.since.month, reading.since.day, tzinfo=UTC) if reading.since else None
