"""Dates and moments: how a file writes them, and which of its columns hold any."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helder.connectors.reading.drafting.sample import Sample, Values
from helder.connectors.reading.synonyms import plain
from helder.engines import quoting
from helder.model import Column, Kind

_DAYS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y",
    "%y%m%d",
)  # fmt: skip
_TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "T%H:%M:%S")
#: Days written in digits alone may be any number, so the column's name must say that it holds days.
_DIGITS = ("%Y%m%d", "%y%m%d")
_SAYS_SO = re.compile(r"(^|_)(date|day|datum|dato|dag|time|tijd|tid|at|on|op|created|when|stamp|timestamp)(_|\d|$)|date|datum")
#: Of more than a few different values, this share makes out a format: the others are slips.
_FEW, _MOST = 9, 0.9
_TIME_OF_DAY = {r"\d{1,2}:\d{2}:\d{2}": "%H:%M:%S", r"\d{1,2}:\d{2}": "%H:%M"}


@dataclass(frozen=True)
class Moment:
    """Columns that together hold the moments of an event, and the formats that fit every one; "" needs none."""

    names: tuple[str, ...]
    formats: tuple[str, ...]


def formats(sample: Sample, name: str, kind: Kind) -> list[str]:
    """The formats that fit every value of a column, or nearly every one; an empty one stands for what is read without any."""
    texts = sample.values[name].real
    read = f"try_cast(t as {'timestamptz' if kind is Kind.INSTANT else 'date'})"
    if not texts or sample.all_read(texts, read):
        return [""]
    written = [day + time for day in _DAYS for time in _TIMES]
    found = [form for form in written if sample.all_read(texts, _parsed(form))]
    if found or len(texts) <= _FEW:
        return found
    return [form for form in ("", *written) if len(sample.read(texts, _parsed(form))) >= _MOST * len(texts)]


def _parsed(form: str) -> str:
    return f"try_strptime(t, {quoting.literal(form)})" if form else "try_cast(t as timestamp)"


def found_by_value(sample: Sample, column: Column, taken: set[str]) -> list[Moment]:
    """Columns not taken that hold nothing but days or moments: those whose name says so first, moments before days."""
    found = []
    for name in sample.columns:
        if name in taken or not sample.values[name].real:
            continue
        fitting = [form for form in formats(sample, name, column.kind) if _believable(sample, name, form)]
        if fitting:
            found.append(Moment((name,), tuple(fitting)))
    found = [_with_time(sample, moment, taken) if column.kind is Kind.INSTANT else moment for moment in found]
    return sorted(found, key=lambda moment: (not _says_so(moment.names[0]), not _to_the_minute(sample, moment)))


def _believable(sample: Sample, name: str, form: str) -> bool:
    """Whether a column is one of days: by its name, or as its values could hardly be anything else."""
    values = Values(tuple(sample.read(sample.values[name].real, _parsed(form))))
    if not sample.all_read(values.real, f"case when {_parsed(form)} >= date '1900-01-01' then 1 end"):
        return False
    if form in _DIGITS or values.all_match(r"[\d.,]+"):
        return _says_so(name) or values.all_match(r"(19|20)\d{2}[01]\d[0-3]\d")
    return values.all_match(r".*\d.*[-/.: T].*\d.*")


def _says_so(name: str) -> bool:
    return _SAYS_SO.search(plain(name)) is not None


def _to_the_minute(sample: Sample, moment: Moment) -> bool:
    return len(moment.names) > 1 or any(":" in text for text in sample.values[moment.names[0]].real[:20])


def _with_time(sample: Sample, moment: Moment, taken: set[str]) -> Moment:
    """Days, and the first column of times of day beside them."""
    if _to_the_minute(sample, moment):
        return moment
    for name in sample.columns:
        for pattern, form in _TIME_OF_DAY.items():
            if name not in taken and sample.values[name].all_match(pattern):
                days = tuple(f"{day or '%Y-%m-%d'} {form}" for day in moment.formats)
                return Moment((*moment.names, name), days)
    return moment
