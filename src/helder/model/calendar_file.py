"""Reading calendars: calendars.toml in the home folder, or the same tables given in Python."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from helder.errors import BadSetting, UnknownName
from helder.model.calendars import ALWAYS, FIRST, LAST, OWN, ROLES, Calendar, Schedule, Span, holiday_years
from helder.model.zones import zone

FILE = "calendars.toml"
_KEYS = ("zone", "hours", "schedule", "country", "subdivision", "dates", *ROLES.values())
_SCHEDULE_KEYS = ("from", "until", "hours")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOLIDAYS = "holidays"
_SPAN = re.compile(r"(\d\d):([0-5]\d)\s*-\s*(\d\d):([0-5]\d)")
_HOURS = 'Write hours as "09:00-17:30", several as ["08:30-12:30", "13:00-17:00"], none as "closed".'


class _Place:
    """Where in the file something stands: the nearest line, the table and the key."""

    def __init__(self, path: str, text: str, table: str, key: str = "", nth: int = 0) -> None:
        self.path, self.text, self.table, self.key, self.nth = path, text, table, key, nth

    def at(self, key: str) -> _Place:
        return _Place(self.path, self.text, self.table, key, self.nth)

    def within(self, table: str, nth: int = 0) -> _Place:
        return _Place(self.path, self.text, f"{self.table}.{table}", "", nth)

    def __str__(self) -> str:
        line = self._line()
        return f"{self.path}{f', line {line}' if line else ''}, [{self.table}]{f' {self.key}' if self.key else ''}"

    def _line(self) -> int | None:
        lines = self.text.splitlines()
        header = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]+")
        named = [(i, found[1].replace('"', "").replace(" ", "")) for i, line in enumerate(lines) if (found := header.match(line))]
        here = [i for i, name in named if name == self.table][self.nth :]
        if not here:  # an inline table: its own table's line is the nearest
            parent, _, key = self.table.rpartition(".")
            return _Place(self.path, self.text, parent, key, self.nth)._line() if parent else None
        end = next((i for i, _ in named if i > here[0]), len(lines))
        own = re.compile(rf"\s*['\"]?{re.escape(self.key)}['\"]?\s*[.=]")
        return 1 + next((i for i in range(here[0], end) if self.key and own.match(lines[i])), here[0])


def read(home: Path) -> dict[str, Calendar]:
    """The calendars of a home folder, by name; none where it has no file of them.

    Raises BadSetting or UnknownName, naming the line, for what no calendar can be.
    """
    path = home / FILE
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"The calendars cannot be read: {error}.", where=str(path), fix="Mend the TOML.") from error
    return parse(found, str(path), text)


def parse(given: Mapping[str, Any], path: str = "calendars", text: str = "") -> dict[str, Calendar]:
    """Calendars from tables as in the file, by name."""
    found = {str(name): _calendar(str(name), table, _Place(path, text, str(name))) for name, table in given.items()}
    for role in ROLES.values():
        owners: dict[str, str] = {}
        for calendar in found.values():
            for value in getattr(calendar, role):
                if value in owners:
                    raise BadSetting(
                        f"{value!r} is among the {role} of {owners[value]}, too.",
                        where=str(_Place(path, text, calendar.name, role)), fix="Leave it with one calendar.",
                    )  # fmt: skip
                owners[value] = calendar.name
    return found


def _calendar(name: str, given: Any, place: _Place) -> Calendar:
    if name in (ALWAYS, OWN) or not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise BadSetting(
            f"A calendar cannot be called {name!r}.", where=str(place),
            fix=f"Use letters, digits, - and _; {ALWAYS} and {OWN} have a meaning of their own.",
        )  # fmt: skip
    if not isinstance(given, Mapping):
        raise BadSetting(f"{name} is not a table.", where=str(place), fix=f"Begin a calendar with [{name}].")
    _check_keys(given, _KEYS, place)
    if "zone" not in given:
        raise BadSetting("The calendar has no zone.", where=str(place), fix='Say it, as zone = "Europe/Amsterdam".')
    country, subdivision = (_text(given[k], place.at(k)) if k in given else None for k in ("country", "subdivision"))
    if subdivision and not country:
        raise BadSetting("There is a subdivision, and no country.", where=str(place.at("subdivision")), fix="Say the country.")
    zone_name = _text(given["zone"], place.at("zone"))
    _placed(lambda: zone(zone_name), place.at("zone"))
    if country:
        named = country
        _placed(lambda: holiday_years(named, subdivision), place.at("subdivision" if subdivision else "country"))
    dates = given.get("dates", {})
    if not isinstance(dates, Mapping):
        raise BadSetting("dates is not a table.", where=str(place.at("dates")), fix='Write 2026-12-24 = "09:00-13:00" in it.')
    days = place.within("dates")
    found = Calendar(
        name, zone_name, _schedules(given, place), country, subdivision,
        tuple(sorted((_date(day, days.at(str(day))), _spans(own, days.at(str(day)))) for day, own in dates.items())),
        **{role: _texts(given.get(role, []), place.at(role)) for role in ROLES.values()},
    )  # fmt: skip
    if found.known[0] >= found.known[1]:
        raise BadSetting("It holds on no day that is known.", where=str(place), fix=f"Days from {FIRST} until {LAST} are.")
    return found


def _check_keys(given: Mapping[str, Any], known: Sequence[str], place: _Place) -> None:
    for key in given:
        if key not in known:
            raise UnknownName("setting of a calendar", str(key), known, where=str(place.at(str(key))))


def _placed(check: Any, place: _Place) -> None:
    try:
        check()
    except UnknownName as error:
        raise BadSetting(error.what, where=str(place), fix=error.fix) from None


def _text(value: Any, place: _Place) -> str:
    if not isinstance(value, str) or not value:
        raise BadSetting(f"It cannot be {value!r}.", where=str(place), fix="Give a text.")
    return value


def _texts(value: Any, place: _Place) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise BadSetting(f"It cannot be {value!r}.", where=str(place), fix='Give a list, as ["sales", "billing"].')
    return tuple(_text(one, place) for one in value)


def _schedules(given: Mapping[str, Any], place: _Place) -> tuple[Schedule, ...]:
    """The schedules in order of time. BadSetting where two hold at once, or none does between two."""
    if ("hours" in given) == ("schedule" in given):
        raise BadSetting(
            "A calendar has either hours, or schedules that each hold for a time.", where=str(place),
            fix=f"Write hours = {{ mon-fri = \"09:00-17:00\" }}, or a table [[{place.table}.schedule]] for each.",
        )  # fmt: skip
    if "hours" in given:
        return (Schedule(_week(given["hours"], place, "hours")),)
    listed = given["schedule"]
    if not isinstance(listed, list) or not listed or not all(isinstance(one, Mapping) for one in listed):
        raise BadSetting("schedule is no list of tables.", where=str(place), fix=f"Begin each with [[{place.table}.schedule]].")
    placed = sorted(
        ((_schedule(one, place.within("schedule", i)), place.within("schedule", i)) for i, one in enumerate(listed)),
        key=lambda pair: pair[0].since or date.min,
    )
    for (before, _), (after, where) in pairwise(placed):
        if before.until is None or after.since is None or before.until != after.since:
            raise BadSetting(
                f"One schedule holds until {before.until or 'ever'}, the next from {after.since or 'ever'}.", where=str(where),
                fix="Let each begin on the date the one before it ends on.",
            )  # fmt: skip
    return tuple(schedule for schedule, _ in placed)


def _schedule(given: Mapping[str, Any], place: _Place) -> Schedule:
    _check_keys(given, _SCHEDULE_KEYS, place)
    if "hours" not in given:
        raise BadSetting("The schedule has no hours.", where=str(place), fix='Say them, as hours = { mon-fri = "09:00-17:00" }.')
    since, until = (_date(given[key], place.at(key)) if key in given else None for key in ("from", "until"))
    if since and until and since >= until:
        raise BadSetting(
            f"The schedule ends on {until}, before it begins.", where=str(place.at("until")), fix="Until is not included."
        )
    return Schedule(_week(given["hours"], place, "hours"), since, until)


def _week(given: Any, place: _Place, key: str) -> tuple[tuple[Span, ...], ...]:
    if not isinstance(given, Mapping):
        raise BadSetting("hours is not a table.", where=str(place.at(key)), fix='Write hours = { mon-fri = "09:00-17:00" }.')
    week: dict[int, tuple[Span, ...]] = {}
    inner = place.within(key, place.nth)
    for name, value in given.items():
        for day in _days(str(name), inner.at(str(name))):
            if day in week:
                raise BadSetting(
                    f"{(*_WEEKDAYS, _HOLIDAYS)[day]} is given twice.", where=str(inner.at(str(name))), fix="Keep one."
                )
            week[day] = _spans(value, inner.at(str(name)))
    return tuple(week.get(day, ()) for day in range(8))


def _days(name: str, place: _Place) -> range:
    if name == _HOLIDAYS:
        return range(7, 8)
    first, _, last = name.partition("-")
    for day in (first, last or first):
        if day not in _WEEKDAYS:
            raise UnknownName("day", day, (*_WEEKDAYS, _HOLIDAYS), where=str(place))
    numbers = range(_WEEKDAYS.index(first), _WEEKDAYS.index(last or first) + 1)
    if not numbers:
        raise BadSetting(f"{name} runs backwards.", where=str(place), fix="Begin the week on Monday: sat-sun, mon.")
    return numbers


def _spans(value: Any, place: _Place) -> tuple[Span, ...]:
    if value == "closed":
        return ()
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple):
        raise BadSetting(f"The hours cannot be {value!r}.", where=str(place), fix=_HOURS)
    spans = sorted(_span(text, place) for text in texts)
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise BadSetting(f"The spans in {list(texts)} overlap.", where=str(place), fix="Give each hour once.")
    return tuple(spans)


def _span(text: Any, place: _Place) -> Span:
    found = _SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
    start, end = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
    if start == end or start >= 1440 or end > 1440:
        raise BadSetting(f"The hours cannot be {text!r}.", where=str(place), fix=_HOURS)
    return start, end if end > start else end + 1440  # through the night


def _date(value: Any, place: _Place) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadSetting(f"{value!r} is not a date.", where=str(place), fix="Write it as 2026-12-24.") from None
