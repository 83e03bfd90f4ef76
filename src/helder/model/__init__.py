"""The CX data model: every table, its columns, and what they mean."""

from helder.errors import UnknownName
from helder.model.conversations import TURNS
from helder.model.customers import CUSTOMERS, SUBSCRIPTIONS
from helder.model.digital import PAGE_EVENTS
from helder.model.findings import PREDICTIONS
from helder.model.goals import BENCHMARKS, GOALS
from helder.model.market import INITIATIVES, SHARE_PRICES, SPEND
from helder.model.orders import ORDER_LINES, ORDERS, PRODUCTS
from helder.model.people import EMPLOYEES
from helder.model.service import CASE_EVENTS, CASES, CONTACTS, MENU_STEPS, QUALITY_REVIEWS
from helder.model.social import MENTIONS, REFERRALS
from helder.model.surveys import ANSWERS, INVITATIONS
from helder.model.table import BATCH, Column, Kind, Table

#: Every table of the data model by name, in the order they are best read and loaded.
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        CUSTOMERS,
        EMPLOYEES,
        PRODUCTS,
        ORDERS,
        ORDER_LINES,
        SUBSCRIPTIONS,
        INVITATIONS,
        ANSWERS,
        CASES,
        CASE_EVENTS,
        CONTACTS,
        TURNS,
        MENU_STEPS,
        PAGE_EVENTS,
        MENTIONS,
        REFERRALS,
        SPEND,
        QUALITY_REVIEWS,
        SHARE_PRICES,
        INITIATIVES,
        PREDICTIONS,
        GOALS,
        BENCHMARKS,
    )
}


def table(name: str) -> Table:
    """The table of that name; UnknownName with the nearest ones otherwise."""
    try:
        return TABLES[name]
    except KeyError:
        raise UnknownName("table", name, TABLES) from None


__all__ = ["BATCH", "TABLES", "Column", "Kind", "Table", "table"]
