"""The form of a digest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helder.web.accounts.models import LANGUAGES, Person, Right
from helder.web.boards.opening import boards_of, opened, questions_of
from helder.web.boards.segment_field import SegmentField, offered
from helder.web.boards.view import PERIODS
from helder.web.reports.models import Every
from helder.web.sharing.actions import oneself_and_people_for

#: Outside addresses of one digest, at most.
_MOST = 50


class DigestForm(forms.Form):
    """A board to be mailed: which, of what period, when, to whom."""

    board = forms.ChoiceField(label=gettext_lazy("Board"))
    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=list(PERIODS.items()), initial="4-weeks")
    segment = SegmentField(
        many=True, longest=300, label=gettext_lazy("Narrowed to"),
        help_text=gettext_lazy("Several of one kind are taken together."),
    )  # fmt: skip
    every = forms.ChoiceField(label=gettext_lazy("How often"), choices=Every.choices, initial=Every.WEEK)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day, where every week"),
        choices=[(i + 1, name) for i, name in WEEKDAYS.items()],
        coerce=int,
        initial=1,
    )
    monthday = forms.IntegerField(label=gettext_lazy("Day, where every month"), min_value=1, max_value=31, initial=1)
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour"), choices=[(i, f"{i:02}:00") for i in range(24)], coerce=int, initial=7
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES[1:])
    attached = forms.BooleanField(label=gettext_lazy("With the board as PDF, too"), required=False, initial=True)
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People"), queryset=Person.objects.none(), required=False,
        help_text=gettext_lazy("Each gets the rows they may see themselves. None: you alone."),
    )  # fmt: skip
    addresses = forms.CharField(
        label=gettext_lazy("Other addresses"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("They get the rows that you may see, with what people wrote masked."),
    )  # fmt: skip

    def __init__(self, who: Person, given: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(given, initial=initial)
        self.who = who
        boards, segment = boards_of(who), self.fields["segment"]
        self.fields["board"].choices = [(one.key, one.title) for one in boards]  # type: ignore[attr-defined]
        assert isinstance(segment, SegmentField)
        segment.offer(offered(dict.fromkeys(name for one in boards for name in one.board.segments), questions_of(who)))
        if who.may(Right.BOARDS):
            self.fields["people"].queryset = _reached(who)  # type: ignore[attr-defined]
        else:
            del self.fields["people"], self.fields["addresses"]

    def clean_segment(self) -> list[str]:
        """The segments as an address carries them."""
        return [":".join(pair) for pair in self.cleaned_data["segment"]]

    def clean_addresses(self) -> list[str]:
        """The addresses as a list, each once."""
        found = dict.fromkeys(self.cleaned_data["addresses"].replace(",", " ").replace(";", " ").split())
        for one in found:
            validate_email(one)
        if len(found) > _MOST:
            raise ValidationError(
                _("These are %(n)s addresses; a digest goes to %(most)s at most.") % {"n": len(found), "most": _MOST}
            )
        return list(found)

    def clean(self) -> dict[str, Any]:
        """Refuse one that nobody would get, and one to others of a board that is not for one to share."""
        said = self.cleaned_data
        others = [*said.get("addresses", ()), *(one for one in said.get("people", ()) if one != self.who)]
        if others and "board" in said and not opened(self.who, said["board"]).may_share:
            raise ValidationError(_("This board is shared with you to look at: only those who may change it share it."))
        if not said.get("people") and not said.get("addresses") and not self.who.email and not self.errors:
            raise ValidationError(_("You have no e-mail address yet: an administrator adds it on the page People."))
        return said


def _reached(by: Person) -> QuerySet[Person]:
    """Of themselves and those with whom they may share, who can be mailed."""
    return oneself_and_people_for(by).exclude(email="")
