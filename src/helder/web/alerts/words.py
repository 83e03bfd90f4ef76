"""What is said of firings, in pages and mails, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.formats import date_format

from helder.web import serving
from helder.web.accounts.models import Person
from helder.web.alerts.models import Firing, Kind, Side, Told
from helder.web.boards import figure
from helder.web.boards.tile import title_of


@dataclass(frozen=True)
class Words:
    """The texts of one language."""

    subjects: dict[str, str]
    above: str
    below: str
    change: str
    season: str
    no_data: str
    began: str
    over: str
    now: str
    rests: str
    provisional: str
    look: str
    take: str
    why: str


WORDS = {
    "en": Words(
        subjects={
            Told.FIRED: "Alert: {name}",
            Told.STILL: "Still so: {name}",
            Told.ENDED: "Over: {name}",
            Told.WAS: "Fired and over in quiet hours: {name}",
        },
        above="{title} is {value}, above the line of {expected}, over {days} days up to today.",
        below="{title} is {value}, below the line of {expected}, over {days} days up to today.",
        change="{title} is {value} over {days} days, {expected} over as many before: a significant change of {change}.",
        season="{title} was {value} {when}; {low} to {high} was to be expected.",
        no_data="{title}: no rows have come in since {when}.",
        began="It began on {moment}.",
        over="It was over on {moment}.",
        now="The figure is {value} now.",
        rests="It rests on {n} rows.",
        provisional="It is provisional: rows may still come in.",
        look="Look at it",
        take="I take it",
        why="You get this mail because the alert {name} of {owner} names your address.",
    ),
    "nl": Words(
        subjects={
            Told.FIRED: "Melding: {name}",
            Told.STILL: "Nog steeds: {name}",
            Told.ENDED: "Voorbij: {name}",
            Told.WAS: "Gemeld en voorbij in stille uren: {name}",
        },
        above="{title} is {value}, boven de grens van {expected}, over {days} dagen tot en met vandaag.",
        below="{title} is {value}, onder de grens van {expected}, over {days} dagen tot en met vandaag.",
        change="{title} is {value} over {days} dagen, {expected} over evenveel daarvoor: een significant verschil van {change}.",
        season="{title} was {value} {when}; te verwachten was {low} tot {high}.",
        no_data="{title}: sinds {when} zijn er geen rijen binnengekomen.",
        began="Het begon op {moment}.",
        over="Het was voorbij op {moment}.",
        now="Het cijfer is nu {value}.",
        rests="Het berust op {n} rijen.",
        provisional="Het is voorlopig: er kunnen nog rijen bijkomen.",
        look="Bekijk het",
        take="Ik pak het op",
        why="U krijgt deze mail omdat de melding {name} van {owner} uw adres noemt.",
    ),
    "da": Words(
        subjects={
            Told.FIRED: "Alarm: {name}",
            Told.STILL: "Stadig sådan: {name}",
            Told.ENDED: "Ovre: {name}",
            Told.WAS: "Udløst og ovre i de stille timer: {name}",
        },
        above="{title} er {value}, over grænsen på {expected}, over {days} dage til og med i dag.",
        below="{title} er {value}, under grænsen på {expected}, over {days} dage til og med i dag.",
        change="{title} er {value} over {days} dage, {expected} over lige så mange før: en signifikant ændring på {change}.",
        season="{title} var {value} {when}; {low} til {high} var at vente.",
        no_data="{title}: der er ikke kommet rækker siden {when}.",
        began="Det begyndte {moment}.",
        over="Det var ovre {moment}.",
        now="Tallet er nu {value}.",
        rests="Det hviler på {n} rækker.",
        provisional="Det er foreløbigt: der kan stadig komme rækker.",
        look="Se på det",
        take="Jeg tager den",
        why="Du får denne mail, fordi alarmen {name} fra {owner} nævner din adresse.",
    ),
}
_ON = {
    "en": {"hour": "on {day}, {clock}", "day": "on {day}", "week": "in the week of {day}"},
    "nl": {"hour": "op {day}, {clock}", "day": "op {day}", "week": "in de week van {day}"},
    "da": {"hour": "den {day} kl. {clock}", "day": "den {day}", "week": "i ugen fra {day}"},
}


def language_of(person: Person) -> str:
    """The language someone reads: their own where they chose one, else the workspace's."""
    chosen = str(person.language or serving.now().settings["language"])[:2]
    return chosen if chosen in WORDS else "en"


def title(firing: Firing) -> str:
    """The metric that a firing is of, in the language in force, with its segment."""
    catalog = serving.catalog()
    named = title_of(catalog[firing.alert.metric]) if firing.alert.metric in catalog else firing.alert.metric
    of = [*(str(value) for _name, value in firing.alert.filters), *([firing.segment] if firing.segment else [])]
    return f"{named} ({', '.join(of)})" if of else named


def sentence(firing: Firing, language: str) -> str:
    """What is so, in one sentence."""
    words, alert = WORDS[language], firing.alert
    with translation.override(language):
        about = {
            "title": title(firing),
            "value": figure.headline(firing.figure, firing.unit),
            "expected": figure.headline(firing.expected, firing.unit),
            "low": figure.headline(firing.low, firing.unit),
            "high": figure.headline(firing.high, firing.unit),
            "days": alert.days,
            "change": figure.change((firing.figure or 0.0) - (firing.expected or 0.0), firing.unit),
            "when": _when(firing, language),
        }
    if alert.kind == Kind.THRESHOLD:
        return (words.above if alert.side == Side.ABOVE else words.below).format(**about)
    if alert.kind == Kind.CHANGE:
        return words.change.format(**about)
    return (words.season if alert.kind == Kind.SEASON else words.no_data).format(**about)


def particulars(firing: Firing, language: str) -> list[str]:
    """What else is to be said of it, in sentences."""
    words = WORDS[language]
    said = [words.began.format(moment=_moment(firing.began, language))]
    if firing.ended is not None:
        said.append(words.over.format(moment=_moment(firing.ended, language)))
    if firing.alert.kind == Kind.NO_DATA:
        return said
    if firing.ended is not None and firing.last is not None:
        with translation.override(language):
            said.append(words.now.format(value=figure.headline(firing.last, firing.unit)))
    elif firing.n:
        said.append(words.rests.format(n=_number(firing.n, language)))
    return [*said, words.provisional] if firing.provisional else said


def _number(value: int, language: str) -> str:
    with translation.override(language):
        return figure.number(value)


def _when(firing: Firing, language: str) -> str:
    moment = datetime.fromisoformat(firing.period)
    if firing.alert.kind == Kind.NO_DATA:
        return f"{_day(moment)}, {moment:%H:%M}"
    grain = firing.alert.grain
    clock = f"{moment:%H:%M}\N{EN DASH}{moment + timedelta(hours=1):%H:%M}"
    return _ON[language][grain].format(day=_day(moment), clock=clock)


def _moment(moment: datetime, language: str) -> str:
    local = moment.astimezone(serving.zone())
    with translation.override(language):
        return f"{_day(local)}, {local:%H:%M}"


def _day(moment: datetime) -> str:
    return date_format(moment.date(), "DATE_FORMAT")
