"""Forms about the referral programme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.model.money import minor_units
from helder.web.referrals.links import origin
from helder.web.referrals.models import Programme

if TYPE_CHECKING:
    OfProgramme = forms.ModelForm[Programme]
else:
    OfProgramme = forms.ModelForm  # which takes no type when it runs


class SetProgramme(OfProgramme):
    """Where links lead, for how long they count, and what is earned."""

    landing = forms.URLField(
        label=_("Where links lead"), assume_scheme="https", help_text=_("The page on which a friend arrives.")
    )

    class Meta:
        """Which columns."""

        model = Programme
        fields = ("landing", "origins", "parameter", "cookie_domain", "days", "referrer_reward", "friend_reward", "currency")
        labels = {  # noqa: RUF012 - Django's
            "origins": _("Other sites that links may lead to"),
            "parameter": _("Parameter that carries the code"),
            "cookie_domain": _("Domain of a cookie that keeps the code"),
            "days": _("Days from following a link to the first order"),
            "referrer_reward": _("Reward of who referred"),
            "friend_reward": _("Reward of who came"),
            "currency": _("Currency of rewards"),
        }
        help_texts = {  # noqa: RUF012 - Django's
            "origins": _("One a line, as https://shop.example; a link with ?to= may lead to pages of them."),
            "parameter": _("Tracked sites keep it with a page where it is among their parameters."),
            "cookie_domain": _("As shop.example, where this server is a part of it. No cookie is set where empty."),
            "referrer_reward": _("None where empty. What was earned before a change stays."),
        }
        widgets = {"origins": forms.Textarea(attrs={"rows": 2})}  # noqa: RUF012 - Django's

    def clean_landing(self) -> str:
        """An address on the web."""
        return self._address(str(self.cleaned_data["landing"]))

    def clean_origins(self) -> str:
        """Origins, without a path."""
        found = [origin(self._address(text)) for text in str(self.cleaned_data["origins"]).split()]
        return "\n".join(dict.fromkeys(found))

    def clean_parameter(self) -> str:
        """One name."""
        return self._like(str(self.cleaned_data["parameter"]), r"[A-Za-z0-9_-]{1,30}", _("Give one name of letters and digits."))

    def clean_cookie_domain(self) -> str:
        """A domain, or none."""
        return self._like(
            str(self.cleaned_data["cookie_domain"]).lower(), r"(\.?[a-z0-9-]+(\.[a-z0-9-]+)+)?", _("Write it as shop.example.")
        )

    def clean_days(self) -> int:
        """At least one."""
        days = int(self.cleaned_data["days"])
        if days < 1:
            raise forms.ValidationError(_("Give a number from 1."))
        return days

    def clean_currency(self) -> str:
        """A code of three letters."""
        return self._like(str(self.cleaned_data["currency"]).upper(), r"[A-Z]{3}", _("Write it as EUR."))

    def clean(self) -> dict[str, Any]:
        """Rewards are amounts of their currency, and none is below nothing."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("referrer_reward", "friend_reward"):
            amount = found.get(name)
            if amount is not None and (amount < 0 or amount * minor_units(found.get("currency")) % 1):
                self.add_error(name, _("That is no amount of this currency."))
        return found

    def _address(self, text: str) -> str:
        if not origin(text):
            raise forms.ValidationError(_("%(text)s is no address; write it as https://shop.example."), params={"text": text})
        return text

    def _like(self, text: str, pattern: str, fault: Any) -> str:
        if not re.fullmatch(pattern, text.strip()):
            raise forms.ValidationError(fault)
        return text.strip()


class OfCustomer(forms.Form):
    """A customer whose link is wanted."""

    customer_id = forms.CharField(label=_("Customer"), max_length=200, help_text=_("The customer_id they have in the data."))
