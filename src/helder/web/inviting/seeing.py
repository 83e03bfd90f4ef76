"""Who may see whom a sending asks, and start it: it asks customers of the whole company."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from helder.web.accounts.models import Person
from helder.web.accounts.seeing import scope_of


def sees_customers(person: Person) -> bool:
    """Whether someone sees the whole company, whose customers a sending asks."""
    return scope_of(person).whole


def check_sees_customers(person: Person) -> None:
    """Raise PermissionDenied for who sees a part of the company only."""
    if not sees_customers(person):
        raise PermissionDenied(why_not())


def why_not() -> str:
    """What those are told who see a part only."""
    return _("A sending asks customers of the whole company, and your departments see a part of it only.")
