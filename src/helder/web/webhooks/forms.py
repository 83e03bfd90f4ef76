"""Forms about webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.web import serving
from helder.web.boards.tile import title_of
from helder.web.webhooks.models import Endpoint, Event, Side


class DrawLine(forms.Form):
    """A line that a metric may cross."""

    metric = forms.ChoiceField(label=_("Metric"))
    where = forms.CharField(label=_("Only where"), max_length=500, required=False, help_text=_("A condition: channel = 'phone'"))
    days = forms.IntegerField(label=_("Over the last days"), min_value=1, max_value=365, initial=30)
    side = forms.ChoiceField(label=_("When it"), choices=Side.choices, initial=Side.BELOW)
    threshold = forms.FloatField(label=_("This line"), help_text=_("In the metric's unit; a share as 0.8."))
    margin = forms.FloatField(
        label=_("Back once over it by"), min_value=0, initial=0, required=False, help_text=_("So that it does not flutter.")
    )
    smallest = forms.IntegerField(label=_("Rows at least"), min_value=1, initial=30)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["metric"].choices = [(one.name, title_of(one)) for one in serving.catalog().values()]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """The line, as the action takes it."""
        return {**self.cleaned_data, "margin": self.cleaned_data["margin"] or 0.0}


class NewWebhook(forms.Form):
    """An address to tell of events."""

    name = forms.CharField(label=_("Name"), max_length=100)
    address = forms.URLField(
        label=_("Address"), max_length=500, assume_scheme="https", help_text=_("Where messages are posted to, as https://...")
    )
    events = forms.MultipleChoiceField(
        label=_("Tell it when"),
        choices=[choice for choice in Event.choices if choice[0] not in (Event.CROSSED, Event.FIRED, Event.OVER)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Lines of metrics are drawn on the next page; alerts name whom they tell."),
    )
    personal = forms.BooleanField(label=_("With personal data: comments in full"), required=False)

    def clean_name(self) -> str:
        """Refuse a name already taken."""
        name = str(self.cleaned_data["name"]).strip()
        if Endpoint.objects.filter(name=name).exists():
            raise forms.ValidationError(_("That name is taken."))
        return name

    @property
    def given(self) -> dict[str, Any]:
        """What was chosen, as the action takes it; one without events is told of the lines to be drawn."""
        said = self.cleaned_data
        return {**said, "events": said["events"] or [Event.CROSSED.value]}
