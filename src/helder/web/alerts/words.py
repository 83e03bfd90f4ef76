"""What is said of firings, on pages and in mails, in the language in force."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from helder.i18n import LANGUAGES
from helder.web import serving
from helder.web.accounts.models import Person
from helder.web.alerts.models import Firing, Grain, Kind, Side, Told
from helder.web.boards import figure
from helder.web.boards.tile import title_of


def language_of(person: Person) -> str:
    """The language someone reads: their own where they chose one, else the workspace's."""
    chosen = str(person.language or serving.now().settings["language"])[:2]
    return chosen if chosen in LANGUAGES else "en"


def title(firing: Firing) -> str:
    """The metric that a firing is of, with its segment."""
    catalog = serving.catalog()
    named = title_of(catalog[firing.alert.metric]) if firing.alert.metric in catalog else firing.alert.metric
    of = [*(str(value) for _name, value in firing.alert.filters), *([firing.segment] if firing.segment else [])]
    return f"{named} ({', '.join(of)})" if of else named


def subject(firing: Firing, told: str) -> str:
    """What a mail that tells of a firing is about."""
    subjects = {
        Told.FIRED: _("Alert: %(name)s"),
        Told.STILL: _("Still so: %(name)s"),
        Told.ENDED: _("Over: %(name)s"),
        Told.WAS: _("Fired and over in quiet hours: %(name)s"),
    }
    return subjects[Told(told)] % {"name": firing.alert.name}


def sentence(firing: Firing) -> str:
    """What is so, in one sentence."""
    return _form(firing) % {
        "title": title(firing),
        "value": figure.headline(firing.figure, firing.unit),
        "expected": figure.headline(firing.expected, firing.unit),
        "low": figure.headline(firing.low, firing.unit),
        "high": figure.headline(firing.high, firing.unit),
        "days": firing.alert.days,
        "change": figure.change((firing.figure or 0.0) - (firing.expected or 0.0), firing.unit),
        "when": _when(firing),
    }


def particulars(firing: Firing) -> list[str]:
    """What else is to be said of it, in sentences."""
    said = [_("It began on %(moment)s.") % {"moment": _moment(firing.began)}]
    if firing.ended is not None:
        said.append(_("It was over on %(moment)s.") % {"moment": _moment(firing.ended)})
    if firing.alert.kind == Kind.NO_DATA:
        return said
    if firing.ended is not None and firing.last is not None:
        said.append(_("The figure is %(value)s now.") % {"value": figure.headline(firing.last, firing.unit)})
    elif firing.n:
        said.append(_("It rests on %(n)s rows.") % {"n": figure.number(firing.n)})
    return [*said, _("It is provisional: rows may still come in.")] if firing.provisional else said


def _form(firing: Firing) -> str:
    alert = firing.alert
    if alert.kind == Kind.THRESHOLD and alert.side == Side.ABOVE:
        return _("%(title)s is %(value)s, above the line of %(expected)s, over %(days)s days up to today.")
    if alert.kind == Kind.THRESHOLD:
        return _("%(title)s is %(value)s, below the line of %(expected)s, over %(days)s days up to today.")
    if alert.kind == Kind.CHANGE:
        return _(
            "%(title)s is %(value)s over %(days)s days, %(expected)s over as many before: a significant change of %(change)s."
        )
    if alert.kind == Kind.SEASON:
        return _("%(title)s was %(value)s %(when)s; %(low)s to %(high)s was to be expected.")
    return _("%(title)s: no rows have come in since %(when)s.")


def _when(firing: Firing) -> str:
    moment = datetime.fromisoformat(firing.period)
    day, grain = date_format(moment.date(), "DATE_FORMAT"), firing.alert.grain
    if firing.alert.kind == Kind.NO_DATA:
        return f"{day}, {moment:%H:%M}"
    if grain == Grain.WEEK:
        return _("in the week of %(day)s") % {"day": day}
    if grain == Grain.DAY:
        return _("on %(day)s") % {"day": day}
    return _("on %(day)s, %(clock)s") % {
        "day": day,
        "clock": f"{moment:%H:%M}\N{EN DASH}{moment + timedelta(hours=1):%H:%M}",
    }


def _moment(moment: datetime) -> str:
    local = moment.astimezone(serving.zone())
    return f"{date_format(local.date(), 'DATE_FORMAT')}, {local:%H:%M}"
