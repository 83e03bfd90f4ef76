"""Who may see which follow-ups, and make which rules."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from helder.web.accounts.models import Department, Person, Right, Role
from helder.web.accounts.seeing import scope_of
from helder.web.follow_ups.models import FollowUp, Rule


def sees_all(person: Person) -> bool:
    """Whether someone sees every follow-up: who makes surveys, and sees the whole company."""
    return person.may(Right.SURVEYS) and scope_of(person).whole


def seen_follow_ups(person: Person) -> QuerySet[FollowUp]:
    """Those that someone may see, and see to.

    Their own, and those handed to their departments; of a manager those of colleagues there, and of the rules for their rows.
    """
    if sees_all(person):
        return FollowUp.objects.all()
    theirs = person.departments.all()
    found = Q(owner=person) | Q(department__in=theirs)
    if person.role == Role.MANAGER:
        found |= Q(owner__in=Person.objects.filter(departments__in=theirs)) | Q(rule__rows_of__in=theirs)
    return FollowUp.objects.filter(found)


def for_oneself(person: Person) -> QuerySet[FollowUp]:
    """What someone should see to: what is not done, and theirs, or their department's as long as nobody has taken it."""
    theirs = Q(owner=person) | Q(owner=None, department__in=person.departments.all())
    return FollowUp.objects.filter(theirs, closed_at=None)


def is_of(person: Person) -> bool:
    """Whether follow-ups are anything to someone: they make rules, or may see one."""
    return person.may(Right.SURVEYS) or seen_follow_ups(person).exists()


def people_for(person: Person) -> QuerySet[Person]:
    """Those to whom someone may hand a follow-up: themselves and the people of their departments, or everyone."""
    found = Person.objects.filter(is_active=True)
    if sees_all(person):
        return found
    mates = Person.objects.filter(departments__in=person.departments.all())
    return found.filter(Q(pk=person.pk) | Q(pk__in=mates.values("pk")))


def departments_for(person: Person) -> QuerySet[Department]:
    """The departments to which someone may hand a follow-up, and of whose rows they may make a rule: their own, or every one."""
    return Department.objects.all() if sees_all(person) else person.departments.all()


def seen_rules(person: Person) -> QuerySet[Rule]:
    """The rules that someone may see and change: those for the rows of their departments, or every one."""
    found = Rule.objects.select_related("person", "department", "rows_of")
    return found if sees_all(person) else found.filter(rows_of__in=person.departments.all())
