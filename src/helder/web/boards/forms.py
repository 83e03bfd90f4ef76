"""Forms about goals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.web import serving
from helder.web.accounts.models import Person
from helder.web.boards.layout import SEGMENTS
from helder.web.boards.tile import title_of

_WRITTEN = {"share": _("%"), "s": _("seconds"), "points": _("points"), "money": _("in the currency")}


def _choices() -> list[tuple[str, str]]:
    named = ((m.name, title_of(m), str(_WRITTEN.get(m.unit.name, ""))) for m in serving.catalog().values())
    return [(name, f"{title} ({unit})" if unit else title) for name, title, unit in named]


class SetGoal(forms.Form):
    """A metric, what it is to reach, for whom it holds and who answers for it."""

    metric = forms.ChoiceField(label=_("Metric"), choices=_choices)
    target = forms.FloatField(label=_("Goal"), help_text=_("Shares in per cent, times in seconds."))
    segment = forms.CharField(
        label=_("Only for"),
        required=False,
        max_length=280,
        help_text=_("Everyone, or one segment written as country:NL."),
    )
    owner = forms.ModelChoiceField(label=_("Who answers for it"), queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = Person.objects.filter(is_active=True)

    def clean_segment(self) -> tuple[str, str] | None:
        """The dimension and value; None for everyone."""
        text = str(self.cleaned_data["segment"]).strip()
        if not text:
            return None
        dimension, _colon, value = text.partition(":")
        if not value or dimension not in SEGMENTS:
            raise forms.ValidationError(_("Write it as country:NL; it may be one of country, channel, segment, language."))
        return dimension, value

    def clean(self) -> dict[str, Any]:
        """The target in the unit of answers."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        metric = serving.catalog().get(found.get("metric", ""))
        if metric and found.get("target") is not None and metric.unit.name == "share":
            found["target"] /= 100
        segment = found.get("segment")
        if metric and segment and segment[0] not in metric.dimensions:
            self.add_error("segment", _("This metric cannot be narrowed to that."))
        return found
