"""Forms about goals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.boards.board import Board, Words
from helder.goals.goal import Goal
from helder.goals.keeping import faults, named
from helder.query.periods import following, truncated
from helder.query.scope import WHOLE, Scope
from helder.web import serving
from helder.web.accounts.models import Person
from helder.web.boards.segment_field import Offered, SegmentField, offered
from helder.web.boards.tile import title_of
from helder.web.sharing.actions import oneself_and_people_for
from helder.web.writing import dimension, value

_WRITTEN = {"share": _("%"), "s": _("seconds"), "points": _("points"), "money": _("in the currency")}
#: Dimensions that a goal may be for one value of.
_SEGMENTS = Board(Words()).segments
_PERIODS = (
    ("", _("Always")),
    ("this month", _("This month")),
    ("this quarter", _("This quarter")),
    ("this year", _("This year")),
    ("next month", _("Next month")),
    ("next quarter", _("Next quarter")),
    ("next year", _("Next year")),
    ("days", _("From day to day")),
)
_BOUNDS = (("", _("The better way of the metric")), ("at least", _("At least")), ("at most", _("At most")))
#: The field in which a column of the table of goals is given.
_FIELDS = {"goal_id": "metric", "dimension": "segment", "value": "segment"}


def _choices() -> list[tuple[str, str]]:
    named = ((m.name, title_of(m), str(_WRITTEN.get(m.unit.name, ""))) for m in serving.catalog().values())
    return [(name, f"{title} ({unit})" if unit else title) for name, title, unit in named]


def _told(scope: Scope) -> str:
    """The one segment that somebody sees, as it is written."""
    return ":".join(scope.segment) if scope.segment else str(_("rows that no goal can be for"))


class SetGoal(forms.Form):
    """A metric, what it is to reach, when, for whom it holds and who answers for it."""

    metric = forms.ChoiceField(label=_("Metric"), choices=_choices)
    target = forms.FloatField(label=_("Goal"), help_text=_("Shares in per cent, times in seconds."))
    bound = forms.ChoiceField(label=_("Which way"), choices=_BOUNDS, required=False)
    period = forms.ChoiceField(label=_("When"), choices=_PERIODS, required=False)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    segment = SegmentField(many=False, longest=280, label=_("Only for"))
    owner = forms.ModelChoiceField(label=_("Who answers for it"), queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, by: Person, scope: Scope = WHOLE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scope = scope
        self._offer()
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = oneself_and_people_for(by)

    def _offer(self) -> None:
        """Offer what a goal can be for: whoever sees one segment alone sets goals for that."""
        segment, own = self.fields["segment"], self._scope.segment
        assert isinstance(segment, SegmentField)
        if own is None:
            segment.offer(offered(_SEGMENTS, serving.now().questions.within(self._scope)))
        else:
            segment.offer(Offered(((dimension(own[0]), ((":".join(own), value(*own)),)),), everyone=False))

    def clean_segment(self) -> tuple[str, str] | None:
        """The dimension and value; None for everyone."""
        for name, one in self.cleaned_data["segment"]:
            if name not in _SEGMENTS:
                raise forms.ValidationError(
                    _("A goal can be for a value of one of these: %(names)s."),
                    params={"names": ", ".join(dimension(each) for each in _SEGMENTS)},
                )
            return name, one
        return None

    def clean(self) -> dict[str, Any]:
        """With the goal they make, its target in the unit of answers, held against the catalogue and the goals there are."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        metric = serving.catalog()[found["metric"]]
        segment, owner = found["segment"] or (None, None), found["owner"]
        if not self._scope.is_segment(*segment):
            self.add_error("segment", _("You may set goals of what you see: {}.").format(_told(self._scope)))
            return found
        starts_on, ends_on = self._period(found)
        if starts_on and ends_on and starts_on > ends_on:
            self.add_error("ends_on", _("The period ends before it begins."))
            return found
        engine = serving.now().questions.workspace.engine
        goal = Goal(
            goal_id="",
            metric=metric.name,
            target=found["target"] / 100 if metric.unit.name == "share" else found["target"],
            dimension=segment[0],
            value=segment[1],
            starts_on=starts_on,
            ends_on=ends_on,
            bound=found["bound"] or None,
            owner=owner.username if owner else None,
        )
        goal = named(engine, goal)
        for fault in faults(engine, goal, serving.catalog()):
            self.add_error(_FIELDS.get(fault.column, fault.column if fault.column in self.fields else None), str(fault))
        return {**found, "goal": goal}

    def _period(self, found: dict[str, Any]) -> tuple[date | None, date | None]:
        """First and last day; None where it has none."""
        which, _space, grain = (found["period"] or ("days" if found["starts_on"] or found["ends_on"] else "")).partition(" ")
        if not grain:
            return (found["starts_on"], found["ends_on"]) if which else (None, None)
        first = truncated(serving.now().questions.today(), grain)
        first = following(first, grain) if which == "next" else first
        return first, following(first, grain) - timedelta(days=1)
