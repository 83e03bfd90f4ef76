"""Which rows a person may see."""

from __future__ import annotations

from collections.abc import Iterable

from helder.query.scope import WHOLE, Part, Scope, work_of
from helder.web.accounts.models import RIGHTS, Department, Person, Right, Role

#: Roles that see every row, whatever departments they are of.
SEES_ALL = frozenset(role for role, rights in RIGHTS.items() if Right.COMPANY in rights)
#: Roles that see the rows of their departments.
SEES_DEPARTMENTS = frozenset(RIGHTS) - SEES_ALL - {Role.AGENT}


def scope_of(person: Person) -> Scope:
    """The rows of all departments a person is of, none for one of no department; every row for those who look after them.

    Of agents what they did themselves, whatever departments they are of.
    """
    if person.may(Right.COMPANY):
        return WHOLE
    return work_of(person.employee_id) if person.role == Role.AGENT else scope_of_departments(person.departments.all())


def scope_of_departments(departments: Iterable[Department]) -> Scope:
    """The rows of any of some departments."""
    parts = {part for one in departments if (part := part_of(one.conditions)) is not None}
    return WHOLE if () in parts else Scope(tuple(sorted(parts)))


def part_of(conditions: dict[str, list[str]]) -> Part | None:
    """A department's rows as a part of a scope; None where a dimension may have no value at all, and so no row is meant."""
    if not all(conditions.values()):
        return None
    return tuple((name, tuple(sorted({*conditions[name]}))) for name in sorted(conditions))
