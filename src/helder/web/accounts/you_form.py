"""Forms about oneself: name, language, and the second factor."""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.utils.translation import gettext_lazy as _

from helder.web.accounts.models import LANGUAGES, Person
from helder.web.rates import Rate

#: Tries at one's own password: so many at once, and one more a minute.
_TRIES = Rate(10, 1 / 60)
_CODE = forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"})


class You(forms.Form):
    """One's own name and language."""

    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)


class Password(forms.Form):
    """One's password, for those who have one."""

    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, whom: Person, *args: object, **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        self.whom = whom
        if not whom.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """Refuse another than theirs."""
        if _TRIES.take(self.whom.pk):
            raise forms.ValidationError(_("Those were too many tries. Wait some minutes."))
        password = str(self.cleaned_data["password"])
        if not self.whom.check_password(password):
            raise forms.ValidationError(_("That is not your password."))
        return password


class SetUp(Password):
    """A code with which someone shows that their app makes the right ones."""

    code = forms.CharField(label=_("The six digits that the app shows"), widget=_CODE, max_length=20)
    field_order = ("code", "password")

    secret = ""

    def clean_code(self) -> str:
        """Refuse a code that the secret does not make now."""
        code = str(self.cleaned_data["code"])
        if not validate_totp_code(self.secret, code):
            raise forms.ValidationError(_("That code is not right. See that the clock of your device is."))
        return code


class SecondFactor(AuthenticateForm):  # type: ignore[misc]
    """A code of one's app, or a recovery code."""

    code = forms.CharField(label=_("Code"), widget=_CODE, max_length=40)


class TurnOff(SecondFactor):
    """A code with which someone shows that the second factor is theirs to take away."""
