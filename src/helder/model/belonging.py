"""What belongs to a customer: the rows that name them, and those that hang on such rows without naming anybody.

Columns name things: a customer, an order, a case, a visit. A row belongs to a customer where it names them and nobody else; or
where it names no customer at all, and a thing that only rows of theirs name. What follows is derived for every table, also for
one to come (tests/model/test_belonging.py holds that each of its keys is a thing of somebody's, or said to be none).
"""

from __future__ import annotations

from typing import NamedTuple

from helder.model.table import Kind, Table

#: Kinds of things that are somebody's, and the columns that name one, in whatever table.
THINGS: dict[str, tuple[str, ...]] = {
    "customer": ("customer_id", "referrer_id"),
    "order": ("order_id",),
    "subscription": ("subscription_id",),
    "invitation": ("invitation_id",),
    "answer": ("answer_id",),
    "response": ("response_id",),
    "case": ("case_id",),
    "contact": ("contact_id",),
    "session": ("session_id",),
    "visitor": ("visitor_id",),
    "event": ("event_id",),
    "mention": ("mention_id",),
    "referral": ("referral_id",),
    "code": ("code",),
    "review": ("review_id",),
}
#: Keys of what is the company's own, and not a customer's.
COMPANY = ("employee_id", "reviewer_id", "product_id", "spend_id", "initiative_id", "goal_id", "benchmark_id")
CUSTOMER = "customer"
#: Whose a code is, of a row that names who referred and who came by it; and the code.
REFERRERS = ("referrer_id", "code")

_KINDS = {column: kind for kind, columns in THINGS.items() for column in columns}
#: The columns that name a thing of the kind that another column tells.
_SAID = {"subject_id": ("subject", ("customer", "contact", "case"))}


class Names(NamedTuple):
    """That a column names a thing. said: the column and its value by which it does; None where it always does."""

    column: str
    kind: str
    said: tuple[str, str] | None = None


def names(table: Table) -> tuple[Names, ...]:
    """What the columns of a table name."""
    found: list[Names] = []
    for column in table.columns:
        if column.name in _SAID:
            by, kinds = _SAID[column.name]
            found += [Names(column.name, kind, (by, kind)) for kind in kinds]
        elif column.kind is Kind.TEXT and column.name in _KINDS:
            found.append(Names(column.name, _KINDS[column.name]))
    return tuple(found)


def of_customers(table: Table) -> bool:
    """Whether rows of a table can belong to a customer."""
    return bool(names(table))
