"""What is in each order, what comes back of it, and the tables of orders and their lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from helder.demo.arrays import NONE, Bools, Ints, Times, choose, happens, places
from helder.demo.clock import SHOP_FLOOR
from helder.demo.columns import Column, assemble, given, ids, joined, maps, words
from helder.demo.customers import Customers
from helder.demo.products import COSTS, POPULARITY, PRICES, product_ids
from helder.demo.shopping import CHANNELS, CREDIT, PHONE, SHOP, STATUSES, WEB, Orders
from helder.demo.staff import FLOOR, VOICE, Staff, staff_ids
from helder.demo.world import World

#: Probability that something of a paid order comes back, and how much a late delivery adds.
RETURNED, RETURNED_LATE = 0.06, 0.2
_OFFER = 0.85


@dataclass(frozen=True)
class Baskets:
    """The lines of all orders, together by order, and the credit notes.

    order: number of the order. place: in the order, from 0. price: in cents, of one. returned: how many came back.
    credited: line numbers that were taken back by a credit note, at credited_at. has_return: per order.
    """

    order: Ints
    place: Ints
    product: Ints
    quantity: Ints
    price: Ints
    returned: Ints
    credited: Ints
    credited_quantity: Ints
    credited_at: Times
    has_return: Bools

    @property
    def revenue(self) -> Ints:
        """Cents per line."""
        return self.quantity * self.price


def baskets(world: World, people: Customers, bought: Orders) -> Baskets:
    """Draw the lines of the orders, and the returns: most noted on the line, those of shops and telephone by credit note."""
    rng = world.stream("baskets")
    business = np.where(bought.customer == NONE, False, people.business[bought.customer])
    width = 1 + rng.poisson(np.where(business, 1.8, 0.8))
    order = np.repeat(np.arange(len(bought)), width)
    product = choose(rng, POPULARITY, len(order))
    few = PRICES[product] < 4000
    quantity = np.where(few, 1 + rng.poisson(np.where(business[order], 2.5, 0.35)), 1)
    brisk = world.clock.season()[bought.day] > 1.9
    on_offer = (brisk & happens(rng, 0.7, len(bought)))[order]
    price = np.where(on_offer, np.round(PRICES[product] * _OFFER), PRICES[product]).astype(np.int64)

    chance = np.where(bought.channel == SHOP, 0.02, RETURNED + RETURNED_LATE * bought.late)
    old = bought.at < world.clock.until - np.timedelta64(10, "D")
    back = happens(rng, chance, len(bought)) & bought.paid & old
    place = places(order)
    chosen = place == np.floor(rng.random(len(bought)) * width)[order]
    some = np.where(chosen & back[order], 1 + np.floor(rng.random(len(order)) * quantity), 0).astype(np.int64)
    by_note = (bought.channel != WEB)[order]
    credited = np.flatnonzero((some > 0) & by_note)
    noted = order[credited]
    when = world.clock.moments(rng, bought.day[noted] + rng.integers(2, 20, len(noted)), SHOP_FLOOR, bought.country[noted])
    credited, when = credited[world.past(when)], when[world.past(when)]
    has_return = np.zeros(len(bought), dtype=np.bool_)
    has_return[order[(some > 0) & ~by_note]] = True
    has_return[order[credited]] = True
    found = Baskets(
        order, place, product, quantity, price, np.where(by_note, 0, some), credited, some[credited], when, has_return
    )
    _tally(world, bought, found)
    return found


def _tally(world: World, bought: Orders, found: Baskets) -> None:
    at, paid = bought.at[found.order], bought.paid[found.order]
    world.ledger.total("paid revenue", at, found.revenue, paid)
    world.ledger.total("returned revenue", at, found.returned * found.price, paid)
    world.ledger.total("credited revenue", found.credited_at, -found.credited_quantity * found.price[found.credited])


def order_ids(number: Ints) -> Column:
    """Identifiers of orders; a negative number gives none."""
    return ids("O", number, width=8)


def orders_table(world: World, people: Staff, bought: Orders, held: Baskets, sessions: Column) -> pa.Table:
    """The table of orders and credit notes. sessions: the identifier of each order's session."""
    rng = world.stream("order details")
    size = len(bought)
    team = np.where(bought.channel == SHOP, FLOOR, VOICE)
    seller = people.at_work(rng, team, bought.country, bought.day)
    seller = np.where(bought.channel == WEB, NONE, seller)
    sums = np.zeros((2, size), dtype=np.int64)
    np.add.at(sums[0], held.order, held.revenue)
    np.add.at(sums[1], held.order, held.quantity * COSTS[held.product])
    payment = words(("ideal", "card", "mobilepay", "invoice"), choose(rng, (0.4, 0.42, 0.1, 0.08), size))
    placed = assemble(
        "orders",
        size,
        order_id=order_ids(np.arange(size)),
        customer_id=ids("C", bought.customer),
        ordered_at=bought.at,
        channel=words(CHANNELS, bought.channel),
        status=words(STATUSES, bought.status),
        revenue=sums[0],
        cost=sums[1],
        currency=given(["EUR"] * size, bought.channel != PHONE),
        session_id=sessions,
        employee_id=staff_ids(seller),
        attributes=maps(("payment",), [payment]),
    )
    return pa.concat_tables([placed, _notes_table(bought, held)])


def _notes_table(bought: Orders, held: Baskets) -> pa.Table:
    of = held.order[held.credited]
    return assemble(
        "orders",
        len(of),
        order_id=joined(order_ids(of), "-R"),
        customer_id=ids("C", bought.customer[of]),
        ordered_at=held.credited_at,
        channel=words(CHANNELS, bought.channel[of]),
        status=words(STATUSES, np.full(len(of), CREDIT)),
        revenue=-held.credited_quantity * held.price[held.credited],
        cost=-held.credited_quantity * COSTS[held.product[held.credited]],
        currency=["EUR"] * len(of),
    )


def lines_table(held: Baskets) -> pa.Table:
    """The table of order lines; those of credit notes have negative quantities."""
    size, noted = len(held.order), held.credited
    placed = assemble(
        "order_lines",
        size,
        order_id=order_ids(held.order),
        line=held.place + 1,
        product_id=product_ids(held.product),
        quantity=held.quantity.astype(np.float64),
        revenue=held.revenue,
        currency=["EUR"] * size,
        returned_quantity=given(held.returned.astype(np.float64), (held.returned > 0) | (held.order % 3 > 0)),
    )
    notes = assemble(
        "order_lines",
        len(noted),
        order_id=joined(order_ids(held.order[noted]), "-R"),
        line=np.ones(len(noted), dtype=np.int64),
        product_id=product_ids(held.product[noted]),
        quantity=-held.credited_quantity.astype(np.float64),
        revenue=-held.credited_quantity * held.price[noted],
        currency=["EUR"] * len(noted),
    )
    return pa.concat_tables([placed, notes])
