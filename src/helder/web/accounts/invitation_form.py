"""Forms about invitations: made by an administrator, accepted by whoever was invited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helder.web.accounts.departments import at_first
from helder.web.accounts.forms import PersonForm, free_username
from helder.web.accounts.invitations import DAYS
from helder.web.accounts.models import Invitation, Person


class NewInvitation(PersonForm):
    """Someone to invite."""

    days = forms.IntegerField(label=_("Days for which it holds"), min_value=1, max_value=90, initial=DAYS)

    def __init__(self, given: QueryDict | None = None) -> None:
        super().__init__(given, initial={"departments": at_first()})
        self.fields["email"].help_text = _("Empty: a link to hand over yourself.")

    def clean_email(self) -> str:
        """Refuse an address that somebody has, or that was invited already."""
        email = super().clean_email()
        if email and any(one.holds for one in Invitation.objects.filter(email__iexact=email)):
            raise forms.ValidationError(_("That address is invited already. Revoke that invitation first."))
        return email


class Acceptance(SetPasswordMixin, forms.Form):  # type: ignore[type-arg]
    """How someone invited will sign in."""

    username = Person._meta.get_field("username").formfield(
        label=_("Sign-in name"), help_text=_("Letters, digits and @ . + - _ only.")
    )
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    password1, password2 = SetPasswordMixin.create_password_fields(label1=_("Password"), label2=_("Password again"))

    def __init__(self, invitation: Invitation, given: QueryDict | None = None) -> None:
        username = invitation.email.partition("@")[0]
        super().__init__(given, initial={"name": invitation.name, "username": username})
        self.fields["password1"].help_text = _("At least 12 characters; not a common one, nor like your name.")
        self.fields["password2"].help_text = ""
        self.invitation = invitation

    def clean_username(self) -> str:
        """Refuse a name already taken."""
        return free_username(str(self.cleaned_data["username"]))

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ, and one that is too easy."""
        said = self.cleaned_data
        self.validate_passwords("password1", "password2")
        about = Person(username=said.get("username", ""), first_name=said.get("name", ""), email=self.invitation.email)
        self.validate_password_for_user(about, "password2")
        return super().clean() or said
