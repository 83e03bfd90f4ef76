"""What is shared with somebody."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from helder.web.accounts.models import Person
from helder.web.sharing.models import First, Grant

#: By the key of each board shared with somebody, whether they may change it.
Granted = Mapping[str, bool]


def granted(person: Person) -> Granted:
    """The boards shared with a person, or with a department they are of."""
    theirs = Grant.objects.filter(Q(person=person) | Q(department__in=person.departments.all()))
    found: dict[str, bool] = {}
    for key, may_change in theirs.values_list("board", "may_change"):
        found[key] = found.get(key, False) or may_change
    return found


def first_of(person: Person) -> str | None:
    """The key of the board that somebody chose to open first."""
    return First.objects.filter(person=person).values_list("board", flat=True).first()
