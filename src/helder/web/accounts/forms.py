"""Forms about accounts."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helder.web.accounts.departments import at_first
from helder.web.accounts.models import LANGUAGES, Department, Person, Role


class SignIn(AuthenticationForm):
    """Name and password."""

    error_messages = {  # noqa: RUF012 - Django's class has it so
        **AuthenticationForm.error_messages,
        "invalid_login": _("That name and password do not belong together. Both tell capitals from small letters."),
    }


class PersonForm(forms.Form):
    """What administrators say of a person."""

    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.VIEWER)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    departments = forms.ModelMultipleChoiceField(
        label=_("Departments"),
        queryset=Department.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Managers and viewers see the rows of these alone, and none without a department."),
    )
    employee_id = forms.CharField(
        label=_("Employee number"),
        max_length=100,
        required=False,
        help_text=_("As the tables name the employee: agents see the work done under this number alone, and none without one."),
    )

    whom: Person | None = None

    def clean_email(self) -> str:
        """Refuse an address that somebody else has, capitals aside."""
        email = str(self.cleaned_data["email"])
        others = Person.objects.exclude(pk=self.whom.pk) if self.whom else Person.objects.all()
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Someone else has that e-mail address."))
        return email


class NewPerson(PersonForm):
    """Someone to add."""

    username = Person._meta.get_field("username").formfield(
        label=_("Sign-in name"), help_text=_("Letters, digits and @ . + - _ only.")
    )
    field_order = ("username",)

    def __init__(self, given: QueryDict | None = None) -> None:
        super().__init__(given, initial={"departments": at_first()})

    def clean_username(self) -> str:
        """Refuse a name already taken, capitals aside."""
        return free_username(str(self.cleaned_data["username"]))


class ChangePerson(PersonForm):
    """What is said of someone, and whether they may sign in."""

    active = forms.BooleanField(label=_("May sign in"), required=False)

    def __init__(self, whom: Person, given: QueryDict | None = None) -> None:
        kept = {name: getattr(whom, name) for name in ("email", "role", "language", "employee_id")} | {"name": whom.first_name}
        super().__init__(given, initial={**kept, "departments": whom.departments.all(), "active": whom.is_active})
        self.whom = whom


def free_username(username: str) -> str:
    """A sign-in name that nobody has. Raises ValidationError for another."""
    if Person.objects.filter(username__iexact=username).exists():
        raise forms.ValidationError(_("That name is taken."))
    return username
