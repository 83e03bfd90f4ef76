"""The form of a board as a whole: what it is called, and with what it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.boards.board import Board
from helder.boards.editing import said_in
from helder.boards.suggesting import TELLING
from helder.facts.titles import of_dimension
from helder.web.boards.view import GRAINS, PERIODS
from helder.web.building.narrowing import sent
from helder.web.writing import language


class BoardForm(forms.Form):
    """A board's title, what it is for, its period and grain, and what people can narrow it by."""

    title = forms.CharField(label=_("Title"), max_length=200)
    about = forms.CharField(label=_("What it is for"), max_length=1000, required=False)
    period = forms.ChoiceField(label=_("Opens with the period"), choices=list(PERIODS.items()))
    grain = forms.ChoiceField(
        label=_("Grain of the charts"), choices=[("", _("What suits the period")), *GRAINS.items()], required=False
    )
    segments = forms.MultipleChoiceField(label=_("Offered to narrow it by"), required=False, widget=forms.CheckboxSelectMultiple)

    confidential = forms.BooleanField(
        label=_("Confidential"),
        help_text=_("Small groups are hidden in all that it shows, and no row is told by itself."),
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None, board: Board) -> None:
        usual = {
            "title": board.title.of(language()), "about": board.about.of(language()), "period": board.period,
            "grain": board.grain or "", "segments": list(board.segments),
            "confidential": board.confidential,
        }  # fmt: skip
        super().__init__(data, initial=usual, label_suffix="")
        segments = self.fields["segments"]
        assert isinstance(segments, forms.MultipleChoiceField)
        segments.choices = [(name, of_dimension(name, language())) for name in offered(board)]

    def clean_grain(self) -> str | None:
        """The grain; hours are of one day only."""
        grain: str = self.cleaned_data["grain"]
        if grain == "hour" and self.cleaned_data.get("period") != "today":
            raise forms.ValidationError(_("Hours can be drawn of one day: choose today, or another grain."))
        return grain or None

    def made(self, board: Board, filters: list[str]) -> Board:
        """What the form makes of a board, narrowed as said."""
        found = self.cleaned_data
        return replace(
            board,
            title=said_in(board.title, found["title"], language()),
            about=said_in(board.about, found["about"], language()),
            period=found["period"],
            grain=found["grain"],
            segments=tuple(found["segments"]),
            confidential=found["confidential"],
            filters=sent(filters),
        )


def offered(board: Board) -> tuple[str, ...]:
    """The dimensions that a board can be narrowed by: those it offers, and the most telling ones."""
    return tuple(dict.fromkeys((*board.segments, *TELLING)))
