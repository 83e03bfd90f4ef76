"""Forms about sharing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.web.accounts.models import Department, Person
from helder.web.boards.opening import Opened
from helder.web.sharing import actions


class Share(forms.Form):
    """With whom to share a board, and whether they may change it."""

    with_whom = forms.ChoiceField(label=_("With"))
    may_change = forms.BooleanField(label=_("They may change it, too"), required=False)

    def __init__(self, board: Opened, by: Person, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._known: dict[str, Person | Department] = {
            **{f"department-{one.pk}": one for one in actions.departments_for(by)},
            **{f"person-{one.pk}": one for one in actions.people_for(by)},
        }
        choices: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
        for key, one in self._known.items():
            choices[isinstance(one, Department)].append((key, str(one)))
        named = [(_("Departments"), choices[True]), (_("People"), choices[False])]
        offered = [("", _("Choose a department or a person")), *[group for group in named if group[1]]]
        self.fields["with_whom"].choices = offered  # type: ignore[attr-defined]
        if board.own is None:
            del self.fields["may_change"]

    @property
    def chosen(self) -> Person | Department:
        """With whom."""
        return self._known[self.cleaned_data["with_whom"]]
