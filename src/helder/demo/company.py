"""The whole company, part by part in the order in which one follows from another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from helder.demo import (
    baskets,
    cases,
    contacts,
    conversations,
    customers,
    foretold,
    goals,
    market,
    needs,
    panels,
    products,
    replies,
    service_tables,
    sessions,
    shopping,
    site,
    social,
    staff,
    subscriptions,
    voice,
)
from helder.demo.clock import clock, now
from helder.demo.truth import Ledger, Truth
from helder.demo.world import Story, World
from helder.errors import BadInput
from helder.model import TABLES

#: How many customers a company has where nothing is said.
CUSTOMERS = 20_000
FEWEST = 100
SEED = 1


@dataclass(frozen=True)
class Company:
    """A simulated company: tables of the data model as stored, and what is true of it.

    The same customers, seed, until and zone give the same company. until: UTC instant, without zone, nothing is later than.
    """

    customers: int
    seed: int
    until: datetime
    zone: str
    tables: dict[str, pa.Table]
    truth: Truth


def build(
    customers: int = CUSTOMERS,
    seed: int = SEED,
    until: datetime | None = None,
    *,
    zone: str = "Europe/Amsterdam",
    progress: Callable[[str], None] = lambda part: None,
) -> Company:
    """Simulate the company's two years up to `until` (a UTC instant without zone; now where not given).

    zone: whose months the true figures are of. progress: told what is being made. Raises BadInput for fewer than 100.
    """
    if customers < FEWEST:
        raise BadInput(
            f"A company of {customers} customers is too small to have all there is to see.",
            where="customers",
            fix=f"Give {FEWEST} or more.",
        )
    end = until or now()
    calendar = clock(end, zone)
    world = World(customers, seed, calendar, Story(calendar), Ledger(calendar))
    tables = _tables(world, progress)
    return Company(customers, seed, end, zone, tables, world.ledger.truth())


def _tables(world: World, progress: Callable[[str], None]) -> dict[str, pa.Table]:
    progress("customers and employees")
    people, workers = customers.customers(world), staff.staff(world)
    tables = {
        "customers": customers.customers_table(world, people),
        "employees": staff.staff_table(world, workers),
        "products": products.products_table(),
    }
    progress("orders")
    bought = shopping.orders(world, people)
    held = baskets.baskets(world, people, bought)
    visited = sessions.sessions(world, people, bought)
    tables["orders"] = baskets.orders_table(world, workers, bought, held, site.of_orders(visited, len(bought)))
    tables["order_lines"] = baskets.lines_table(held)
    held_plans = subscriptions.subscriptions(world, people, bought)
    tables["subscriptions"] = subscriptions.subscriptions_table(held_plans)

    progress("service")
    felt = needs.needs(world, people, bought, held)
    met = contacts.contacts(world, workers, felt)
    opened = cases.cases(world, workers, felt, met)
    case = cases.of_contacts(felt, met, opened)
    contacts.tally(world, met, np.asarray(case >= 0))
    cases.tally(world, opened)
    tables["cases"] = service_tables.cases_table(world, felt, opened)
    tables["case_events"] = service_tables.case_events_table(felt, opened)
    tables["contacts"] = service_tables.contacts_table(world, felt, met, case)
    tables["turns"] = conversations.turns_table(world, felt, met)
    tables["menu_steps"] = conversations.menu_steps_table(world, felt, met)
    tables["quality_reviews"] = conversations.reviews_table(world, workers, felt, met, case)

    progress("the site")
    tables["page_events"], done = site.visits(world, held, visited)

    progress("surveys")
    about = voice.Context(people, bought, felt, met, case)
    surveys = [part(world, about) for part in (voice.relationship, voice.after_contact, voice.after_purchase)]
    asked = replies.together([invited for invited, _ in surveys])
    tables["invitations"] = replies.invitations_table(world, asked)
    blocks = [block for _, answered in surveys for block in answered]
    tables["answers"] = pa.concat_tables(
        [*blocks, *voice.in_shops(world, about), *panels.of_visitors(world, done), *panels.of_staff(world, workers)]
    )

    progress("surroundings")
    tables["mentions"] = social.mentions_table(world, people)
    tables["referrals"] = social.referrals_table(world, people, bought)
    tables["spend"] = market.spend_table(world, people)
    tables["share_prices"] = market.prices_table(world)
    tables["initiatives"] = market.initiatives_table(world)
    tables["predictions"] = foretold.predictions_table(world, people, subscriptions.running(held_plans, len(people)))
    tables["goals"] = goals.goals_table(world, tables["orders"], tables["contacts"])
    tables["benchmarks"] = goals.benchmarks_table(world)
    return {name: tables[name] for name in TABLES}
