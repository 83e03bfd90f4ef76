"""What rows of the store show of who came by which link, kept until somebody has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from helder.web.referrals import codes
from helder.web.referrals.models import Clue, Link, Referral

_SOME = 500
T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """A row in which a code may be: its key, the texts to look in, its moment, and who it is about."""

    source_id: str
    texts: Sequence[str | None]
    at: datetime
    about: dict[str, str | None] = field(default_factory=dict)


def note(source: str, rows: Sequence[Shown]) -> tuple[set[str], set[str]]:
    """Keep what rows show, in place of what earlier versions of them showed.

    Returns the keys of those that hold a code that is known, and the customers whom earlier versions were about.
    """
    found: set[str] = set()
    before: set[str] = set()
    for some in pieces(rows):
        mine = Clue.objects.filter(source=source, source_id__in=[row.source_id for row in some])
        before |= {name for name in mine.values_list("customer_id", flat=True) if name}
        told = {row.source_id: list(codes.found_in(row.texts)) for row in some}
        links = Link.objects.in_bulk({code for names in told.values() for code, _name in names}, field_name="code")
        for row in some:
            known = [(links[code], name) for code, name in told[row.source_id] if code in links]
            if known:
                found.add(row.source_id)
                _keep(source, row, *known[0])
        mine.exclude(source_id__in=found).delete()
    return found, before


def _keep(source: str, row: Shown, link: Link, referral_id: str) -> None:
    about = {name: value for name, value in row.about.items() if value is not None}
    values = {"link": link, "referral_id": referral_id, "at": row.at.replace(tzinfo=UTC), **about}
    Clue.objects.update_or_create(source=source, source_id=row.source_id, defaults=values)


def concerned(customers: Iterable[str | None]) -> set[str]:
    """Those of some customers of whom a clue or a referral is known."""
    found: set[str] = set()
    for some in pieces(sorted({name for name in customers if name})):
        for model in (Clue, Referral):
            found |= {str(name) for name in model.objects.filter(customer_id__in=some).values_list("customer_id", flat=True)}
    return found


def of_orders(orders: Sequence[str]) -> set[str]:
    """The customers whose first order one of these was taken to be."""
    found: set[str] = set()
    for some in pieces(orders):
        found |= {str(name) for name in Referral.objects.filter(order_id__in=some).values_list("customer_id", flat=True)}
    return found


def pieces(names: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many at a time as a database takes in one question."""
    return (names[start : start + _SOME] for start in range(0, len(names), _SOME))
