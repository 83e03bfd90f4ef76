"""Naming a customer, and confirming that they are to be erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FindForm(forms.Form):
    """A customer by key or e-mail address."""

    said = forms.CharField(
        label=gettext_lazy("Customer number or e-mail address"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class EraseForm(forms.Form):
    """The customer's key, typed, and what becomes of the rows."""

    typed = forms.CharField(
        label=gettext_lazy("Type the customer number to confirm"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    delete = forms.BooleanField(
        label=gettext_lazy("Delete the rows, too; figures of the past change"),
        required=False,
    )

    def __init__(self, customer: str, given: Any = None) -> None:
        super().__init__(given)
        self._customer = customer

    def clean_typed(self) -> str:
        """The key, just as it is."""
        typed: str = self.cleaned_data["typed"]
        if typed != self._customer:
            raise forms.ValidationError(_("That is not the number of this customer; nothing was erased."))
        return typed
