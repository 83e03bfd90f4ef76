"""What can be done with a board that one may share: grant it, take that back; and open it first."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from helder.errors import BadQuestion
from helder.web.accounts import audit
from helder.web.accounts.models import Department, Person, Role
from helder.web.boards.opening import Opened
from helder.web.sharing.models import First, Grant


def departments_for(by: Person) -> QuerySet[Department]:
    """The departments with which somebody may share: a manager with their own."""
    return by.departments.all() if by.role == Role.MANAGER else Department.objects.all()


def people_for(by: Person) -> QuerySet[Person]:
    """The people with whom somebody may share: a manager with those of their own departments."""
    others = Person.objects.filter(is_active=True).exclude(pk=by.pk)
    return others.filter(departments__in=by.departments.all()).distinct() if by.role == Role.MANAGER else others


def oneself_and_people_for(by: Person) -> QuerySet[Person]:
    """Themselves, and those with whom they may share."""
    return Person.objects.filter(Q(pk=by.pk) | Q(pk__in=people_for(by).values("pk")), is_active=True)


def share(board: Opened, with_whom: Person | Department, *, may_change: bool, by: Person) -> Grant:
    """Share a board; once more changes what they may do with it. Raises BadQuestion where it is not for one to do."""
    person = with_whom if isinstance(with_whom, Person) else None
    department = with_whom if isinstance(with_whom, Department) else None
    known = people_for(by).filter(pk=with_whom.pk) if person else departments_for(by).filter(pk=with_whom.pk)
    if not board.may_share or not known.exists():
        raise BadQuestion(_("You cannot share this board with them."), where=str(with_whom))
    may_change = may_change and board.own is not None  # nobody changes those that come with Helder
    with transaction.atomic():
        grant, _made = Grant.objects.update_or_create(
            board=board.key, person=person, department=department, defaults={"may_change": may_change, "by": by}
        )
        audit.note(by, "shared_board", board.title, board=board.key, with_whom=with_whom, may_change=may_change)
    return grant


def may_withdraw(board: Opened, grant: Grant, by: Person) -> bool:
    """Whether somebody may take a grant back: any of a board they may change, else their own; an administrator every one."""
    return board.may_edit or grant.by_id == by.pk or by.role == Role.ADMINISTRATOR


def withdraw(board: Opened, grant: Grant, *, by: Person) -> None:
    """Take back a grant. Raises BadQuestion where it is not for one to do."""
    if not may_withdraw(board, grant, by):
        raise BadQuestion(_("Others shared this board with them, and only they can take that back."))
    with transaction.atomic():
        audit.note(by, "withdrew_board", board.title, board=board.key, with_whom=grant.person or grant.department)
        grant.delete()


def open_first(board: Opened, person: Person) -> None:
    """Open a board first from now on."""
    First.objects.update_or_create(person=person, defaults={"board": board.key})
