"""Rules that are made ready, to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helder.web.follow_ups.models import Instrument


@dataclass(frozen=True)
class Ready:
    """A rule to begin with: what it is called, what it is for, and the fields it fills in."""

    name: Promise
    about: Promise
    advice: Promise
    fields: Mapping[str, Any]

    @property
    def given(self) -> dict[str, Any]:
        """What the form begins with."""
        return {"name": str(self.name), "advice": str(self.advice), **self.fields}


READY: dict[str, Ready] = {
    "detractors": Ready(
        pgettext_lazy("a rule", "Detractors"),
        _("Whoever would not recommend you: NPS 0 to 6"),
        _("Call or write: thank them, hear what went wrong, mend what can be mended, and say what you will do."),
        {"instrument": Instrument.NPS, "low": 0, "high": 6, "hours": 48, "opted_out": True},
    ),
    "dissatisfied": Ready(
        _("Dissatisfied customers"),
        _("Whoever is not satisfied: CSAT 1 or 2"),
        _("Ask what was missing, and put it right where you can."),
        {"instrument": Instrument.CSAT, "low": 1, "high": 2, "hours": 48, "opted_out": True},
    ),
    "hard": Ready(
        _("Hard for the customer"),
        _("Whoever found it hard: CES 1 to 3 of 7, where 7 is very easy"),
        _("Help them to the end of what they wanted to do, and note where it went wrong."),
        {"instrument": Instrument.CES, "low": 1, "high": 3, "hours": 24, "opted_out": True},
    ),
    "promoters": Ready(
        pgettext_lazy("a rule", "Promoters"),
        _("Whoever would recommend you, to be asked to spread the word: NPS 9 or 10"),
        _("Thank them, and ask whether they would tell others: by a review, a reference or their own referral link."),
        {"instrument": Instrument.NPS, "low": 9, "high": 10, "hours": 168, "opted_out": False},
    ),
}
