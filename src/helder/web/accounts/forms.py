"""Forms about accounts."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from helder.web.accounts.models import Person, Role


class SignIn(AuthenticationForm):
    """Name and password."""

    error_messages = {  # noqa: RUF012 - Django's class has it so
        **AuthenticationForm.error_messages,
        "invalid_login": _("That name and password do not belong together. Both tell capitals from small letters."),
    }


class NewPerson(forms.Form):
    """Someone to add."""

    username = Person._meta.get_field("username").formfield(
        label=_("Sign-in name"), help_text=_("Letters, digits and @ . + - _ only.")
    )
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.VIEWER)

    def clean_username(self) -> str:
        """Refuse a name already taken, capitals aside."""
        username = str(self.cleaned_data["username"])
        if Person.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("That name is taken."))
        return username


class ChangePerson(forms.Form):
    """Name, role and whether one may sign in."""

    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    active = forms.BooleanField(label=_("May sign in"), required=False)
