"""Forms about follow-ups."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from helder.facts.tables import USUAL_SCALES
from helder.web import serving
from helder.web.accounts.models import Department, Person
from helder.web.boards.figure import NONE
from helder.web.boards.opening import questions_of
from helder.web.boards.segment_field import SegmentField, offered
from helder.web.follow_ups.models import Instrument, Outcome, Rule
from helder.web.follow_ups.seeing import departments_for, people_for, sees_all

#: By what answers are narrowed most often.
_DIMENSIONS = ("survey", "touchpoint", "channel", "country", "segment")
_SCALE = re.compile(r"(?:verbal )?(-?\d+)-(-?\d+)")
_PLAIN = ("name", "instrument", "question", "scale", "low", "high", "hours", "advice", "opted_out", "rows_of")


class ToWhom(forms.ChoiceField):
    """A person or a department, chosen from one list."""

    def offer(self, people: Any, departments: Any) -> None:
        """Say whom there is to choose from."""
        groups = (
            (_("A department, whoever takes it"), [(f"department:{one.pk}", str(one)) for one in departments]),
            (_("A person"), [(f"person:{one.pk}", str(one)) for one in people]),
        )
        self.choices = [("", NONE), *(group for group in groups if group[1])]

    def clean(self, value: Any) -> Person | Department | None:
        """Whoever was chosen."""
        kind, _colon, pk = str(super().clean(value) or "").partition(":")
        if not kind:
            return None
        return Department.objects.get(pk=pk) if kind == "department" else Person.objects.get(pk=pk)


class RuleForm(forms.Form):
    """Which answers open a follow-up, and for whom."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Why customers are reached, as those read it who do."))
    instrument = forms.ChoiceField(label=_("What the question measures"), choices=Instrument.choices)
    question = forms.CharField(
        label=_("Only this question"), max_length=100, required=False, help_text=_("By its code; empty for every one.")
    )
    low = forms.FloatField(label=_("Scores from"))
    high = forms.FloatField(label=_("Up to"))
    scale = forms.CharField(
        label=_("On the scale"), max_length=40, required=False,
        help_text=_("As answers name it: 0-10, 1-5. Empty for the usual one. Effort counts as ease, a high score being easy."),
    )  # fmt: skip
    filters = SegmentField(many=True, longest=1000, label=_("Only for"), help_text=_("All of them hold."))
    rows_of = forms.ModelChoiceField(label=_("Answers of"), queryset=Department.objects.none(), required=False)
    opted_out = forms.BooleanField(label=_("Customers who opted out of invitations, too"), required=False)
    to = ToWhom(label=_("For whom"))
    hours = forms.IntegerField(label=_("To be done within hours"), min_value=1, max_value=2160, initial=48)
    advice = forms.CharField(
        label=_("What is to be done"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, by: Person, rule: Rule | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self._rule = rule or Rule()
        filters, to, rows_of = self.fields["filters"], self.fields["to"], self.fields["rows_of"]
        assert isinstance(filters, SegmentField)
        assert isinstance(to, ToWhom)
        assert isinstance(rows_of, forms.ModelChoiceField)
        known = serving.catalog()["csat"].dimensions
        filters.offer(offered([name for name in _DIMENSIONS if name in known], questions_of(by)))
        to.offer(people_for(by), departments_for(by))
        rows_of.queryset = departments_for(by)
        rows_of.required = not sees_all(by)
        rows_of.empty_label = _("the whole company") if sees_all(by) else None

    def clean_filters(self) -> list[list[str]]:
        """Pairs of a dimension and its value."""
        pairs = self.cleaned_data["filters"]
        unknown = [name for name, _value in pairs if name not in serving.catalog()["csat"].dimensions]
        if unknown:
            raise ValidationError(_("Answers are not known by %(name)s."), params={"name": unknown[0]})
        if len({name for name, _value in pairs}) < len(pairs):
            raise ValidationError(_("No answer is of two of one kind: make a rule for each."))
        return [list(pair) for pair in pairs]

    def clean(self) -> dict[str, Any]:
        """Scores lie on their scale."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        found["scale"] = found["scale"].strip() or USUAL_SCALES.get(found["instrument"], "")
        ends = _SCALE.fullmatch(found["scale"])
        if found["instrument"] == Instrument.OTHER and not found["question"]:
            self.add_error("question", _("Say which question."))
        if ends is None:
            self.add_error("scale", _("Write the scale as 0-10."))
        elif not float(ends[1]) <= found["low"] <= found["high"] <= float(ends[2]):
            self.add_error("low", _("Give scores of the scale %(scale)s, the lower one first.") % {"scale": found["scale"]})
        return found

    @property
    def rule(self) -> Rule:
        """The rule as it is given, not kept yet."""
        said, made = self.cleaned_data, self._rule
        for name in (*_PLAIN, "filters"):
            setattr(made, name, said[name])
        to = said["to"]
        made.person = to if isinstance(to, Person) else None
        made.department = to if isinstance(to, Department) else None
        return made


def as_given(rule: Rule) -> dict[str, Any]:
    """A rule as its form shows it."""
    given: dict[str, Any] = {name: getattr(rule, name) for name in _PLAIN}
    to = f"person:{rule.person_id}" if rule.person_id else f"department:{rule.department_id}" if rule.department_id else ""
    return {**given, "filters": [":".join(pair) for pair in rule.filters], "to": to}


class Hand(forms.Form):
    """To whom a follow-up is handed over."""

    to = ToWhom(label=_("Hand it over to"))

    def __init__(self, *args: Any, by: Person, **given: Any) -> None:
        super().__init__(*args, **given)
        to = self.fields["to"]
        assert isinstance(to, ToWhom)
        to.offer(people_for(by).exclude(pk=by.pk), departments_for(by))


class Close(forms.Form):
    """How a follow-up ended."""

    outcome = forms.ChoiceField(label=_("How it went"), choices=Outcome.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What was said and done"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class Write(forms.Form):
    """What is to be known of a follow-up."""

    text = forms.CharField(label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
