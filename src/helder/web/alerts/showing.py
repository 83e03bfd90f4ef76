"""Alerts and firings as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helder.web import serving
from helder.web.accounts.models import Person
from helder.web.alerts.models import Alert, Firing, Grain, Kind
from helder.web.alerts.picture import draw
from helder.web.alerts.rehearsal import BACK, WEEKS, Past
from helder.web.alerts.seeing import may_change, open_firings
from helder.web.alerts.words import sentence, title
from helder.web.boards import figure
from helder.web.boards.tile import title_of
from helder.web.writing import dimension


@dataclass(frozen=True)
class Spoken:
    """A firing with its sentence."""

    firing: Firing
    title: str
    sentence: str


@dataclass(frozen=True)
class Listed:
    """An alert in the list: what it watches, what it finds, and what one may do with it."""

    alert: Alert
    metric: str
    condition: str
    now: int
    last: Firing | None
    changeable: bool
    own: bool

    @property
    def each(self) -> str:
        """The dimension every value of which is watched by itself."""
        return dimension(self.alert.each).lower() if self.alert.each else ""


@dataclass(frozen=True)
class Shown:
    """One segment's past, as the form shows it."""

    segment: str
    words: str
    picture: SafeString
    times: int


def spoken(firing: Firing) -> Spoken:
    """A firing in the page's language."""
    return Spoken(firing, title(firing), sentence(firing))


def listed(alert: Alert, who: Person) -> Listed:
    """An alert as someone sees it in the list."""
    catalog = serving.catalog()
    named = title_of(catalog[alert.metric]) if alert.metric in catalog else alert.metric
    of = [value for _name, value in alert.filters]
    return Listed(
        alert,
        f"{named} ({', '.join(of)})" if of else named,
        condition(alert),
        alert.firings.filter(ended=None, closed_at=None).count(),
        alert.firings.select_related("taken_by").first(),
        may_change(who, alert),
        alert.owner_id == who.pk,
    )


def condition(alert: Alert) -> str:
    """When an alert fires, in words."""
    catalog = serving.catalog()
    unit = catalog[alert.metric].unit.name if alert.metric in catalog else ""
    if alert.kind == Kind.THRESHOLD:
        return f"{alert.get_side_display()} {figure.headline(alert.threshold, unit)}, " + ngettext(
            "a day", "%(days)s days", alert.days
        ) % {"days": alert.days}
    if alert.kind == Kind.CHANGE:
        return _("significant change, %(days)s days against those before") % {"days": alert.days}
    if alert.kind == Kind.SEASON:
        grain, level = str(alert.get_grain_display()).lower(), figure.number(alert.level * 100, 0 if alert.level >= 0.01 else 1)
        return _("not as usual, by %(grain)s, %(level)s %% false alarms") % {"grain": grain, "level": level}
    return ngettext("no rows for an hour", "no rows for %(hours)s hours", alert.hours) % {"hours": alert.hours}


def lately(alert: Alert, past: list[Past]) -> list[Shown]:
    """What an alert would have done, segment by segment."""
    return [
        Shown(one.segment, _would(alert, one), draw(one.points, one.unit, _alt(one), so=one.so, line=_line(alert)), one.times)
        for one in past
    ]


def pictured(firing: Firing) -> SafeString:
    """The picture of a firing, from the figures as they were when it began."""
    unit = "count" if firing.alert.kind == Kind.NO_DATA else firing.unit
    last = [len(firing.points) - 1] if firing.alert.kind == Kind.SEASON else []
    return draw(firing.points, unit, spoken(firing).sentence, so=last, line=_line(firing.alert))


def view_of(firing: Firing) -> str:
    """What the metric's page shows the same by, as its query."""
    alert, moment = firing.alert, datetime.fromisoformat(firing.period).date()
    since, until = moment, moment
    if alert.kind in (Kind.THRESHOLD, Kind.CHANGE):
        until = moment + timedelta(days=alert.days - 1)
    elif alert.kind == Kind.SEASON and alert.grain == Grain.WEEK:
        since, until = moment - timedelta(weeks=12), moment + timedelta(days=6)
    elif alert.grain != Grain.HOUR or alert.kind == Kind.NO_DATA:
        since = moment - timedelta(days=27)
    about = {"since": since.isoformat(), "until": until.isoformat()}
    segment = (alert.each, firing.segment) if alert.each else next(iter(alert.filters), None)
    if segment:
        about["segment"] = ":".join(segment)
    return urlencode(about, safe=":")


def bell_of(person: Person) -> dict[str, Any]:
    """What the bell shows: how many firings are open, and the newest of all that one may see."""
    found = [spoken(one) for one in open_firings(person)]
    return {"firings": found, "newest": max((one.firing.pk for one in found), default=0), "count": len(found)}


def _would(alert: Alert, one: Past) -> str:
    if alert.kind in (Kind.THRESHOLD, Kind.CHANGE):
        when = _("the last %(weeks)s weeks, looked at once a week") % {"weeks": WEEKS}
    else:
        grain = Grain(alert.grain) if alert.kind == Kind.SEASON else Grain.DAY
        last = {
            Grain.HOUR: _("the last %(many)s hours"),
            Grain.DAY: _("the last %(many)s days"),
            Grain.WEEK: _("the last %(many)s weeks"),
        }
        when = last[grain] % {"many": BACK[grain]}
    told = ngettext("It would have fired once in %(when)s.", "It would have fired %(times)s times in %(when)s.", one.times)
    if not one.times:
        told = _("It would not have fired in %(when)s.")
    told = told % {"times": one.times, "when": when}
    if one.unknown:
        told += " " + _("%(many)s looks could not judge: %(why)s") % {"many": one.unknown, "why": one.why}
    return str(told)


def _alt(one: Past) -> str:
    known = [point[1] for point in one.points if point[1] is not None]
    if not known:
        return _("No figures")
    return _("From %(first)s to %(last)s; firing at %(many)s of %(all)s") % {
        "first": figure.headline(known[0], one.unit),
        "last": figure.headline(known[-1], one.unit),
        "many": len(one.so),
        "all": len(one.points),
    }


def _line(alert: Alert) -> float | None:
    return alert.threshold if alert.kind == Kind.THRESHOLD else None
