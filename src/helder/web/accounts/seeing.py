"""Which rows a person may see."""

from __future__ import annotations

from helder.query.scope import WHOLE, Scope
from helder.web.accounts.models import Person


def scope_of(person: Person) -> Scope:
    """The rows of all departments a person is of."""
    return WHOLE
