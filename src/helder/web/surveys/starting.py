"""The ready-made surveys that one can begin with: one for each metric that has an instrument."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helder.web.surveys import reading
from helder.web.surveys.definition import Definition

BLANK = "blank"


@dataclass(frozen=True)
class Start:
    """A ready-made survey: its name, and what it is for."""

    key: str
    name: str | Promise
    about: str | Promise


STARTS = (
    Start("nps", _("Net Promoter Score"), _("Would they recommend us, 0 to 10, and why.")),
    Start("nps_words", _("Net Promoter Score, in words"), _("From extremely disliked to very much appreciated.")),
    Start("csat", _("Satisfaction, overall"), _("How satisfied they are, 1 to 5.")),
    Start("csat_touchpoints", _("Satisfaction, by touchpoint"), _("Site, ordering, delivery, telephone and returns.")),
    Start("ces", _("Customer effort"), _("How easy it was, 1 to 7, and what made it hard.")),
    Start("effort", _("Customer effort, asked as effort"), _("How much effort it took, 1 to 5.")),
    Start("contact", _("After a contact"), _("Satisfaction, ease, and whether it is solved.")),
    Start("intent", _("Visitor intent"), _("What a visitor came to do.")),
    Start("task", _("Task completion"), _("Whether a visitor could do it, by what they came for.")),
    Start("employee", _("Employee satisfaction"), _("Of those who work here, 1 to 10, and yes or no.")),
    Start("enps", _("Employee Net Promoter Score"), _("Would they recommend working here.")),
    Start("rating", _("Rating"), _("Stars for what was bought.")),
    Start("choice", _("Choice"), _("One of several answers: how they found us.")),
    Start("ideas", _("Open question"), _("What they wish we offered.")),
    Start(BLANK, _("Empty"), _("Begin with nothing.")),
)


@cache
def definition(key: str) -> Definition:
    """What a ready-made survey asks."""
    if key == BLANK:
        return Definition(
            title={"en": "Survey", "nl": "Vragenlijst", "da": "Undersøgelse"}, questions=(), languages=("en", "nl", "da")
        )
    file = resources.files(__package__).joinpath("ready_made", f"{key}.json")
    return reading.from_json(json.loads(file.read_text(encoding="utf-8")))
