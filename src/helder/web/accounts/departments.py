"""What can be done with departments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from helder.errors import BadQuestion, UnknownName
from helder.facts import CLOCK, ONE_EMPLOYEE
from helder.metrics import Metric
from helder.query.scope import Scope
from helder.web import serving, writing
from helder.web.accounts import audit
from helder.web.accounts.models import Department, Person
from helder.web.accounts.seeing import SEES_DEPARTMENTS, scope_of_departments
from helder.web.boards import view

#: What departments most often differ by.
_USUAL = frozenset({"country", "segment", "channel", "team", "queue", "topic", "language", "product"})


@dataclass(frozen=True)
class Choice:
    """A dimension that rows can be told apart by. metrics: how many know it."""

    name: str
    metrics: int

    @property
    def title(self) -> str:
        """The dimension as people read it."""
        return writing.dimension(self.name)


def choices() -> list[Choice]:
    """The dimensions that a department's rows can be told by: the usual ones, then those that most metrics know.

    What the clock said is none of them, nor is one single employee: agents see their own work.
    """
    counts: dict[str, int] = {}
    for metric in serving.catalog().values():
        for name in metric.dimensions:
            counts[name] = counts.get(name, 0) + 1
    found = [Choice(name, count) for name, count in counts.items() if name not in CLOCK and name not in ONE_EMPLOYEE]
    return sorted(found, key=lambda one: (one.name not in _USUAL, -one.metrics, one.name))


def offered(dimension: str) -> tuple[str, ...]:
    """Values that a dimension had within a year, the most frequent first."""
    questions = serving.now().questions
    return questions.values(dimension, view.read({"period": "12-months"}, questions.today()))


def told_apart(scope: Scope) -> tuple[list[Metric], list[Metric]]:
    """The metrics whose rows can be told apart as a scope asks, and those whose rows cannot."""
    found = list(serving.catalog().values())
    return [one for one in found if scope.knows(one)], [one for one in found if not scope.knows(one)]


def keep(
    department: Department, *, name: str, conditions: dict[str, list[str]], people: Iterable[Person], by: Person
) -> Department:
    """Make or change a department.

    Raises BadQuestion for a name that another has or a dimension without a value, UnknownName for a dimension there is not.
    """
    for dimension, values in conditions.items():
        if dimension not in {one.name for one in choices()}:
            raise UnknownName(_("dimension"), dimension, [one.name for one in choices()])
        if not values:
            raise BadQuestion(_("A condition has no value."), where=dimension, fix=_("Choose some, or take the condition away."))
    verb = "made_department" if department.pk is None else "changed_department"
    before = _told(department) if department.pk else {}
    department.name, department.conditions = name, conditions
    try:
        with transaction.atomic():
            department.save()
            department.people.set(people)
            audit.note(by, verb, department, **audit.changes(before, _told(department)))
    except IntegrityError as error:
        raise BadQuestion(_("There is a department of that name."), where=name) from error
    return department


def delete(department: Department, *, by: Person) -> None:
    """Delete a department; its people see what their other departments see, and its tokens are none any more."""
    with transaction.atomic():
        audit.note(by, "deleted_department", department, **_told(department))
        for token in department.tokens.all():
            if token.holds:
                audit.note(by, "revoked_token", token)
        department.delete()


def named(name: str) -> Department:
    """The department of that name. Raises UnknownName."""
    found = Department.objects.filter(name__iexact=name).first()
    if found is None:
        raise UnknownName(_("department"), name, Department.objects.values_list("name", flat=True))
    return found


def left_without(department: Department) -> list[Person]:
    """Those who would see no rows any more without a department."""
    others = Department.objects.exclude(pk=department.pk)
    people = department.people.filter(role__in=SEES_DEPARTMENTS)
    return [one for one in people if scope_of_departments(others.filter(people=one)).parts == ()]


def at_first() -> list[Department]:
    """The departments a new person is of unless others are chosen: the whole company while there is no other, else none."""
    whole = whole_company()
    return whole if len(whole) == Department.objects.count() else []


def whole_company() -> list[Department]:
    """The departments that see everything."""
    return [one for one in Department.objects.all() if not one.conditions]


def _told(department: Department) -> dict[str, object]:
    people = sorted(department.people.values_list("username", flat=True))
    return {"name": department.name, "conditions": department.conditions, "people": people}
