"""Forms about alerts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from helder.boards.board import NARROWED_BY
from helder.boards.suggesting import TELLING
from helder.web import serving
from helder.web.accounts.models import Person, Right
from helder.web.alerts.models import Alert, Grain, Kind, Side
from helder.web.boards.opening import metrics_of, questions_of
from helder.web.boards.segment_field import SegmentField, offered
from helder.web.boards.tile import title_of
from helder.web.webhooks.models import Endpoint
from helder.web.writing import dimension

LEVELS = (
    (0.05, _("Soon: one look in 20 is a false alarm")),
    (0.01, _("Usual: one look in 100")),
    (0.002, _("Sure: one look in 500")),
)
_DAYS = tuple(WEEKDAYS_ABBR.items())
_WRITTEN = {"share": _("%"), "s": _("seconds"), "points": _("points"), "money": _("in the currency")}
#: Fields given in the unit of the metric, shares in per cent.
_IN_UNIT = ("threshold", "margin", "minimum")
_PLAIN = (
    "name", "metric", "each", "kind", "side", "days", "grain", "hours", "smallest", "shared", "quiet_from", "quiet_until",
    "remind_hours", *_IN_UNIT,
)  # fmt: skip


def _metrics() -> list[tuple[str, str]]:
    named = [(m.name, title_of(m), str(_WRITTEN.get(m.unit.name, ""))) for m in serving.catalog().values()]
    return [(name, f"{title} ({unit})" if unit else title) for name, title, unit in sorted(named, key=lambda one: one[1])]


def _dimensions() -> list[tuple[str, str]]:
    names = {name for metric in serving.catalog().values() for name in metric.dimensions}
    return [("", "-"), *sorted(((name, dimension(name)) for name in names), key=lambda one: one[1])]


class AlertForm(forms.Form):
    """What is watched, when it fires, who is told and when not."""

    name = forms.CharField(label=_("Name"), max_length=100)
    metric = forms.ChoiceField(label=_("Metric"), choices=_metrics)
    filters = SegmentField(many=True, longest=2000, label=_("Only for"), help_text=_("All of them hold."))
    each = forms.ChoiceField(
        label=_("Watch each of"), choices=_dimensions, required=False,
        help_text=_("Every value by itself; the more there are, the surer each must be."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Tell when"), choices=Kind.choices, initial=Kind.SEASON, widget=forms.RadioSelect)
    side = forms.ChoiceField(label=_("Which way"), choices=Side.choices, initial=Side.EITHER)
    threshold = forms.FloatField(label=_("The line"), required=False, help_text=_("Shares in per cent, times in seconds."))
    margin = forms.FloatField(
        label=_("Over only once back by"), required=False, min_value=0, initial=0, help_text=_("So that it does not flutter.")
    )
    days = forms.IntegerField(label=_("Days together"), required=False, min_value=1, max_value=365, initial=7)
    grain = forms.ChoiceField(label=_("Judge every"), choices=Grain.choices, initial=Grain.DAY)
    level = forms.TypedChoiceField(label=_("How soon"), choices=LEVELS, coerce=float, initial=0.01)
    minimum = forms.FloatField(
        label=_("By at least"), required=False, min_value=0, initial=0, help_text=_("Shares in percentage points.")
    )
    hours = forms.IntegerField(label=_("Hours without rows"), required=False, min_value=1, max_value=600, initial=24)
    smallest = forms.IntegerField(
        label=_("Rows at least"), min_value=1, initial=30, help_text=_("A figure of fewer is not judged; counts always are.")
    )
    me = forms.BooleanField(label=_("Mail me"), required=False)
    people = forms.ModelMultipleChoiceField(
        label=_("Mail to"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    addresses = forms.CharField(label=_("Other addresses"), required=False, max_length=2000, help_text=_("Separated by commas."))
    endpoints = forms.ModelMultipleChoiceField(
        label=_("Tell other systems"), queryset=Endpoint.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    remind_hours = forms.IntegerField(
        label=_("Remind after hours"), required=False, min_value=0, max_value=720, initial=0,
        help_text=_("As long as nobody takes it; 0 for never."),
    )  # fmt: skip
    shared = forms.BooleanField(label=_("Others who see the same rows see it, too"), required=False)
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_days = forms.TypedMultipleChoiceField(
        label=_("Quiet days"), choices=_DAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, owner: Person, chosen: Alert | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self._alert = chosen or Alert(owner=owner)
        filters = self.fields["filters"]
        assert isinstance(filters, SegmentField)
        filters.offer(offered(self._dimensions(), questions_of(owner)))
        opens = metrics_of(owner)
        if opens is not None:
            known = [one for one in _metrics() if one[0] in opens]
            self.fields["metric"].choices = known  # type: ignore[attr-defined]
        others = Person.objects.filter(is_active=True).exclude(pk=owner.pk).exclude(email="")
        self._choose("people", others if owner.may(Right.BOARDS) else Person.objects.none())
        already = chosen.endpoints.all() if chosen else Endpoint.objects.none()
        self._choose("endpoints", Endpoint.objects.all() if owner.may(Right.TOKENS) else already)
        if not owner.email:
            del self.fields["me"]
        if not owner.may(Right.BOARDS):
            del self.fields["shared"], self.fields["addresses"]

    def _choose(self, name: str, known: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = known
        if not known.exists():
            del self.fields[name]

    def _dimensions(self) -> list[str]:
        """The dimensions it can be narrowed by: of those that tell most, the ones that the metric is known by."""
        metric = serving.catalog().get(str(self["metric"].value() or ""))
        names = dict.fromkeys((*NARROWED_BY, *TELLING))
        return [name for name in names if metric is None or name in metric.dimensions]

    def clean_filters(self) -> list[list[str]]:
        """Pairs of a dimension and its value."""
        pairs = self.cleaned_data["filters"]
        if len({name for name, _value in pairs}) < len(pairs):
            raise ValidationError(_("No row is of two of one kind: make an alert for each."))
        return [list(pair) for pair in pairs]

    def clean_addresses(self) -> list[str]:
        """Addresses to write to."""
        found = [one.strip() for one in str(self.cleaned_data["addresses"]).replace(";", ",").split(",") if one.strip()]
        for one in found:
            validate_email(one)
        return found

    def clean(self) -> dict[str, Any]:
        """What belongs together is there."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("kind") == Kind.THRESHOLD:
            if found.get("threshold") is None and "threshold" not in self.errors:
                self.add_error("threshold", _("Say which line it is not to cross."))
            if found.get("side") == Side.EITHER:
                self.add_error("side", _("A line is crossed one way: above or below."))
        if (found.get("quiet_from") is None) != (found.get("quiet_until") is None):
            self.add_error("quiet_until", _("Quiet hours have a beginning and an end."))
        return found

    @property
    def alert(self) -> Alert:
        """The alert as it is given, not kept yet."""
        said, made = self.cleaned_data, self._alert
        factor = _factor(said["metric"])
        for name in _PLAIN:
            value = said.get(name)
            if name in _IN_UNIT and value is not None:
                value /= factor
            if value is not None or name in ("threshold", "quiet_from", "quiet_until"):
                setattr(made, name, value)
        made.filters, made.level, made.quiet_days = said["filters"], said["level"], said["quiet_days"]
        made.addresses = said.get("addresses", made.addresses)
        return made

    @property
    def people_told(self) -> list[Person]:
        """Whom it mails, the owner among them where they said so."""
        own = [self._alert.owner] if self.cleaned_data.get("me") else []
        return [*own, *self.cleaned_data.get("people", ())]

    @property
    def systems_told(self) -> list[Endpoint]:
        """The other systems that are told."""
        return list(self.cleaned_data.get("endpoints", ()))


def as_given(alert: Alert) -> dict[str, Any]:
    """An alert as its form shows it."""
    factor = _factor(alert.metric)
    given = {name: getattr(alert, name) for name in _PLAIN}
    given |= {name: None if given[name] is None else round(given[name] * factor, 9) for name in _IN_UNIT}
    people = list(alert.people.all())
    return {
        **given,
        "filters": [":".join(pair) for pair in alert.filters],
        "level": alert.level,
        "quiet_days": alert.quiet_days,
        "addresses": ", ".join(alert.addresses),
        "me": alert.owner in people,
        "people": [one for one in people if one != alert.owner],
        "endpoints": alert.endpoints.all(),
    }


def _factor(metric: str) -> float:
    catalog = serving.catalog()
    return 100.0 if metric in catalog and catalog[metric].unit.name == "share" else 1.0
