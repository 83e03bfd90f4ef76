"""Forms about tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.model import TABLES
from helder.web.accounts.models import Department
from helder.web.tokens.models import ALL, Token


class NewToken(forms.Form):
    """A token to make."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("The system that will use it, as it is listed."))
    days = forms.TypedChoiceField(
        label=_("Expires"),
        choices=[("30", _("after 30 days")), ("90", _("after 90 days")), ("365", _("after a year")), ("", _("never"))],
        coerce=int,
        empty_value=None,
        initial="365",
        required=False,
    )
    everything = forms.BooleanField(label=_("May send rows to every table"), required=False)
    tables = forms.MultipleChoiceField(
        label=_("May send rows to these tables"),
        choices=[(name, name) for name in TABLES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reads = forms.BooleanField(label=_("May read figures, rows and loads"), required=False)
    department = forms.ModelChoiceField(
        label=_("Reads the rows of"), queryset=Department.objects.all(), empty_label=_("the whole company"), required=False
    )
    personal = forms.BooleanField(label=_("Sees personal data in what it reads"), required=False)
    webhooks = forms.BooleanField(label=_("May manage webhooks"), required=False)

    def clean_name(self) -> str:
        """Refuse a name already taken."""
        name = str(self.cleaned_data["name"]).strip()
        if Token.objects.filter(name=name).exists():
            raise forms.ValidationError(_("That name is taken, by a token that may have been revoked."))
        return name

    def clean(self) -> dict[str, Any]:
        """Refuse a token that opens nothing, and one that sees personal data without reading."""
        said = super().clean() or self.cleaned_data
        if not any(said.get(name) for name in ("everything", "tables", "reads", "webhooks")):
            raise forms.ValidationError(_("Choose something that the token may do."))
        if said.get("personal") and not (said.get("reads") or said.get("webhooks")):
            raise forms.ValidationError(_("Personal data are seen by reading; let the token read, too."))
        if said.get("department") and said.get("webhooks"):
            raise forms.ValidationError(_("Webhooks tell of the whole company."))
        return said

    @property
    def given(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("name", "days", "reads", "personal", "webhooks", "department")},
            "writes": [ALL] if said["everything"] else said["tables"],
        }
