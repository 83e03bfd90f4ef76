"""What is done in each session on the site, event by event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from helder.demo.arrays import NONE, Bools, Floats, Ints, Times, choose, happens, lengths, places
from helder.demo.baskets import Baskets
from helder.demo.clock import COUNTRIES
from helder.demo.columns import Column, assemble, given, ids, joined, words
from helder.demo.products import POPULARITY, PRICES, product_ids
from helder.demo.sessions import BOUNCE, BROWSE, BUY, CART, DEVICES, GLANCE, HELP, JOIN, Sessions
from helder.demo.world import World

EVENTS = ("view", "click", "search", "add_to_cart", "remove_from_cart", "checkout", "purchase", "help", "sign_up")
VIEW, CLICK, SEARCH, ADD, REMOVE, CHECKOUT, PURCHASE, ASK, SIGN_UP = range(9)
STAGES = ("awareness", "consideration", "purchase", "service")
_STAGE_OF = np.array([1, 1, 1, 2, 2, 2, 2, 3, 2])
_PAGES = ("/", "/coffee", "/tea", "/tableware", "/search", "/cart", "/checkout", "/thank-you", "/help", "/account")
_PAGE_OF = np.array([NONE, NONE, 4, NONE, 5, 6, 7, 8, 9])
#: Where in a session events of each kind fall: at random up to 1, and what ends it after that.
_FROM = np.array([0.0, 0.0, 0.0, 0.3, 0.95, 1.5, 2.0, 0.4, 1.7])
_TO = np.array([1.0, 1.0, 1.0, 0.9, 0.99, 1.5, 2.0, 1.0, 1.7])
#: No pause within a session is longer than this, and no more views or clicks are made, so that sessions stay apart.
_LONGEST, _MOST = 200.0, 12
_REFERRERS = ("search", "social", "email", "partner", "direct")
_CHUNK = 200_000


@dataclass(frozen=True)
class Done:
    """What came of the sessions that were over in time. last_at: the last event."""

    sessions: Sessions
    last_at: Times


def visits(world: World, held: Baskets, found: Sessions) -> tuple[pa.Table, Done]:
    """The table of events on the site, and the sessions they make."""
    rng = world.stream("page events")
    line = np.searchsorted(held.order, np.arange(int(held.order.max(initial=-1)) + 2))
    tables, parts, first = [], [], 0
    for start in range(0, len(found), _CHUNK):
        chunk = found.rows(np.arange(start, min(start + _CHUNK, len(found))))
        table, done = _chunk(world, rng, held, line, chunk, first)
        first += table.num_rows
        tables.append(table)
        parts.append(done)
    over = Sessions(*(np.concatenate(columns) for columns in zip(*(_columns(part.sessions) for part in parts), strict=True)))
    return pa.concat_tables(tables), Done(over, np.concatenate([part.last_at for part in parts]))


def _columns(found: Sessions) -> Iterator[np.ndarray[tuple[int], np.dtype[np.generic]]]:
    return (getattr(found, name) for name in found.__dataclass_fields__)


def _counts(rng: np.random.Generator, found: Sessions) -> tuple[Ints, Bools]:
    """How many events of each kind each session has, and which sessions are a look and one late click."""
    size, kind = len(found), found.kind
    count = np.zeros((size, len(EVENTS)), dtype=np.int64)
    slow = (kind == BROWSE) & happens(rng, 0.06, size)
    several = 2 + np.minimum(rng.poisson(1.6, size), _MOST)
    count[:, VIEW] = np.where((kind == BOUNCE) | (kind == GLANCE) | slow, 1, several)
    clicks = np.minimum(rng.poisson(0.7, size), _MOST)
    count[:, CLICK] = np.where(kind == BOUNCE, 0, np.where((kind == GLANCE) | slow, 1, clicks))
    count[:, SEARCH] = ((kind >= BROWSE) & ~slow & happens(rng, 0.2, size)).astype(np.int64)
    adds = np.where(found.begun & (kind == BUY), happens(rng, 0.4, size), 1 + (rng.random(size) < 0.35))
    count[:, ADD] = np.where((kind == CART) | (kind == BUY), adds, 0)
    count[:, REMOVE] = ((kind == CART) & happens(rng, 0.15, size)).astype(np.int64)
    count[:, CHECKOUT] = (kind == BUY) | ((kind == CART) & happens(rng, 0.3, size))
    count[:, PURCHASE] = kind == BUY
    count[:, ASK] = (kind == HELP).astype(np.int64) + ((kind == BROWSE) & ~slow & happens(rng, 0.02, size))
    count[:, SIGN_UP] = (kind == JOIN) | ~np.isnat(found.joins_at)
    return count, slow


def _chunk(
    world: World, rng: np.random.Generator, held: Baskets, line: Ints, found: Sessions, first: int
) -> tuple[pa.Table, Done]:
    count, slow = _counts(rng, found)
    of, event = np.divmod(np.repeat(np.arange(count.size), count.ravel()), len(EVENTS))
    when = rng.uniform(_FROM[event], _TO[event])
    when[(event == VIEW) & (places(of * len(EVENTS) + event) == 0)] = -1
    order = np.argsort(of * 4 + when, kind="stable")
    of, event = of[order], event[order]
    at = _times(rng, found, of, event, slow)
    last = np.flatnonzero(np.r_[of[1:] != of[:-1], True])
    over = world.past(at[last])
    start = at[np.flatnonzero(np.r_[True, of[1:] != of[:-1]])]
    kept = over[of]
    _tally(world, found.rows(over), start[over], at[last][over], _first_adds(found, of, event, at)[over])
    table = _table(rng, held, line, found, of[kept], event[kept], at[kept], first)
    return table, Done(found.rows(over), at[last][over])


def _times(rng: np.random.Generator, found: Sessions, of: Ints, event: Ints, slow: Bools) -> Times:
    """When each event happens: pauses follow each other from the start on, or back from the purchase or sign-up."""
    kind = found.kind[of]
    pause: Floats = np.clip(rng.exponential(24, len(of)), 0.4, _LONGEST)
    pause = np.where(kind == GLANCE, rng.uniform(1, 8, len(of)), np.where(slow[of], rng.uniform(12, 150, len(of)), pause))
    step = np.round(pause * 1000).astype(np.int64)
    joins = (event == PURCHASE) & ~np.isnat(found.joins_at[of])
    step[joins] = lengths(found.joins_at, found.at)[of[joins]] // 1000
    begins = np.r_[True, of[1:] != of[:-1]]
    step[begins] = 0
    total = np.cumsum(step)
    since = total - total[np.flatnonzero(begins)][of]
    whole = since[np.flatnonzero(np.r_[of[1:] != of[:-1], True])][of]
    from_end = np.isin(kind, (BUY, JOIN))
    return np.asarray(found.at[of] + np.where(from_end, since - whole, since) * np.timedelta64(1000, "us"))


def _first_adds(found: Sessions, of: Ints, event: Ints, at: Times) -> Times:
    """When something was first put into the cart in each session; NaT for never."""
    first = np.full(len(found), np.datetime64("NaT", "us"))
    adds = np.flatnonzero(event == ADD)[::-1]
    first[of[adds]] = at[adds]
    return first


def _tally(world: World, found: Sessions, start: Times, end: Times, added: Times) -> None:
    ledger = world.ledger
    ledger.count("sessions", start)
    ledger.total("session time", start, lengths(start, end))
    ledger.count("engaged sessions", start, (found.kind != BOUNCE) & (found.kind != GLANCE))
    ledger.count("sessions with a purchase", start, found.kind == BUY)
    carts = ((found.kind == CART) | (found.kind == BUY)) & ~found.begun
    ledger.count("carts", added, carts)
    ledger.count("carts abandoned", added, carts & ~found.buys)
    ledger.count("visits with a cart", added)
    ledger.count("visits with a cart left", added, found.kind == CART)


def session_ids(number: Ints) -> Column:
    """Identifiers of what the site counts as one session; a negative number gives none."""
    return ids("W", number, width=9)


def of_orders(found: Sessions, orders: int) -> Column:
    """The identifier of the session each order was placed in."""
    visit = np.full(orders, NONE, dtype=np.int64)
    bought = found.order != NONE
    visit[found.order[bought]] = found.visit[bought]
    return session_ids(visit)


def _table(
    rng: np.random.Generator, held: Baskets, line: Ints, found: Sessions, of: Ints, event: Ints, at: Times, first: int
) -> pa.Table:
    size, order = len(of), found.order[of]
    product = np.where(np.isin(event, (VIEW, CLICK, ADD, REMOVE)), choose(rng, POPULARITY, size), NONE)
    bought = (order != NONE) & (event == ADD)
    of_order = order[bought]
    product[bought] = held.product[line[of_order] + places(of)[bought] % (line[of_order + 1] - line[of_order])]
    product = np.where((event == VIEW) & happens(rng, 0.35, size), NONE, product)
    page = _PAGE_OF[event]
    page = np.where((page == NONE) & (product == NONE), choose(rng, (0.5, 0.25, 0.15, 0.1), size), page)
    general = joined("/", words([c.lower() for c in COUNTRIES], found.country[of]), words(_PAGES, page))
    goods = joined("/", words([c.lower() for c in COUNTRIES], found.country[of]), "/product/", product_ids(product))
    value = np.where(event == ADD, PRICES[np.maximum(product, 0)] / 100, np.nan)
    referrer = choose(rng, (0.42, 0.2, 0.1, 0.08, 0.2), len(found))
    return assemble(
        "page_events",
        size,
        event_id=ids("V", first + np.arange(size), width=10),
        session_id=session_ids(found.visit[of]),
        visitor_id=ids("B", found.visitor[of], width=9),
        customer_id=ids("C", found.customer[of]),
        at=at,
        event=words(EVENTS, event),
        page=pa.compute.if_else(pa.array(page == NONE), goods, general),
        product_id=product_ids(product),
        value=value,
        stage=words(STAGES, np.where(places(of) == 0, 0, _STAGE_OF[event])),
        device=words(DEVICES, found.device[of]),
        referrer=given(words(_REFERRERS, referrer[of]), places(of) == 0),
    )
