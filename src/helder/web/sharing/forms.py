"""Forms about sharing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.web.accounts.models import LANGUAGES, Department, Person, Role
from helder.web.boards.opening import Opened
from helder.web.sharing import actions, links


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


class NewLink(forms.Form):
    """A link to make."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("For whom or where it is, as it is listed."))
    rows = forms.ChoiceField(label=_("Whose rows it shows"))
    days = forms.TypedChoiceField(label=_("Expires"), coerce=int, empty_value=None, initial="30", required=False)
    wall = forms.BooleanField(label=_("For a wall screen: no menus, large type, pages that turn by themselves"), required=False)
    fixed = forms.BooleanField(label=_("This view only: period and filters cannot be changed"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    def __init__(self, by: Person, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._departments = {str(one.pk): one for one in links.departments_for(by)}
        rows = [("own", _("All the rows that I see")), *((key, str(one)) for key, one in self._departments.items())]
        days = [("7", _("after a week")), ("30", _("after 30 days")), ("90", _("after 90 days")), ("365", _("after a year"))]
        if by.role == Role.ADMINISTRATOR:
            days.append(("", _("never")))
        else:
            self.fields["days"].required = True
        for name, choices in (("rows", rows), ("days", days)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("name", "days", "wall", "fixed", "language")},
            "department": self._departments.get(said["rows"]),
        }
