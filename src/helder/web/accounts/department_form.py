"""The form of a department: its name, the conditions of its rows, and its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helder.web.accounts import departments
from helder.web.accounts.models import Department, Person

#: Values of a dimension shown to choose from; others can be written.
_SHOWN = 60


class DepartmentForm(forms.Form):
    """Name and people; the conditions are read beside it, for there may be any number."""

    name = forms.CharField(label=_("Name"), max_length=100)
    people = forms.ModelMultipleChoiceField(
        label=_("People"), queryset=Person.objects.all(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, department: Department, given: QueryDict | None = None, *, drafting: bool = False) -> None:
        kept: dict[str, Any] = {"name": department.name, "people": department.people.all() if department.pk else ()}
        if drafting and given is not None:  # shown again as it was filled in, without a judgement yet
            kept, given = {"name": given.get("name", ""), "people": given.getlist("people")}, None
        super().__init__(given, initial=kept)
        self.department = department

    def clean_name(self) -> str:
        """Refuse a name already taken, capitals aside."""
        name = str(self.cleaned_data["name"])
        if Department.objects.filter(name__iexact=name).exclude(pk=self.department.pk).exists():
            raise forms.ValidationError(_("There is a department of that name."))
        return name


@dataclass(frozen=True)
class Condition:
    """A dimension and the values chosen of it; offered: those to choose from, with whether each is chosen."""

    name: str
    chosen: tuple[str, ...]
    wrong: bool = False

    @property
    def title(self) -> str:
        """The dimension as people read it."""
        return departments.Choice(self.name, 0).title

    @property
    def offered(self) -> list[tuple[str, bool]]:
        """Values to choose from, with whether they are."""
        known = departments.offered(self.name)[:_SHOWN]
        return [(value, value in self.chosen) for value in dict.fromkeys((*known, *self.chosen))]


def conditions(given: QueryDict) -> dict[str, list[str]]:
    """The conditions as they were sent: what was ticked, and what was written, one value a line."""
    found: dict[str, Any] = {}
    for name in given.getlist("dimension"):
        written = [line.strip() for line in given.get(f"more-{name}", "").splitlines() if line.strip()]
        found[name] = list(dict.fromkeys([*given.getlist(f"values-{name}"), *written]))
    if given.get("add"):
        found.setdefault(given.get("another", ""), [])
    found.pop(given.get("remove", ""), None)
    found.pop("", None)
    return found
