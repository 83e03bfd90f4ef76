"""From a question to an answer: plan, run, arrange, compute, compare, suppress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from helder.errors import BadQuestion, UnknownName
from helder.facts import Now
from helder.facts.initiatives import LATEST
from helder.metrics import Measure, Metric, Quotient
from helder.model.calendar_file import FILE as CALENDARS_FILE
from helder.model.calendars import ALWAYS, OWN, Calendar
from helder.model.zones import day_start, local_date, zone
from helder.query import figures as counting
from helder.query.answer import Answer, Row, rows_of
from helder.query.cells import Cells, arranged, check, read
from helder.query.compare import compared
from helder.query.figures import Computed
from helder.query.parts import against, is_part
from helder.query.periods import dated, following, periods, starts, truncated
from helder.query.question import Question
from helder.query.scan import Frame
from helder.query.store import Store
from helder.query.suppress import hidden


def answer(question: Question, store: Store, *, now: datetime) -> Answer:
    """The answer to a question; `now` is a UTC instant without zone."""
    with store.engine.at_once():
        return _answer(question, store, now)


def _answer(question: Question, store: Store, now: datetime) -> Answer:
    asked, question = question, replace(question, grain=dated(question.grain, store.fiscal_year_start))
    frame = frame_of(question, store, now)
    wanted = _figures(question, store, frame)
    rows = _rows(wanted, question, store, frame, now)
    if question.compare:
        others = _compared_with(question, store, frame, rows, now)
        rows = compared([_parted(row, question, frame, now) for row in rows], others, question)
    return Answer(asked, tuple(hidden(rows, question, store, frame)))


def frame_of(question: Question, store: Store, now: datetime) -> Frame:
    """The cut a question asks for, its periods made definite where a fact or a comparison needs that."""
    name = question.zone or store.engine.zone
    zone(name)
    _check_calendars(question, store.calendars)
    _check_initiatives(question, store)
    frame = Frame(
        store.tables,
        question.by,
        dated(question.grain, store.fiscal_year_start),
        question.since,
        question.until,
        question.condition,
        name,
        store.engine.zone,
        question.confidence,
        hours=store.hours,
    )
    periodic = any(m.fact.periodic for m in _measures(question))
    if not periodic and not _against_as_long(question):
        return frame
    until = question.until or local_date(now, name) + timedelta(days=1)
    since = question.since or _first_start(question, store, frame) or until - timedelta(days=1)
    since = min(since, until - timedelta(days=1))
    found = periods(since, until, frame.grain, name)
    frame = replace(frame, periods=found)
    if any(m.fact.up_to_now for m in _measures(question)):
        frame = replace(frame, now=_now(frame, now))
    return replace(frame, since=since, until=until) if _against_as_long(question) else frame


def _now(frame: Frame, now: datetime) -> Now | None:
    """The moment as facts know it that go up to it; None where no period asked for is under way."""
    today = local_date(now - timedelta(microseconds=1), frame.zone)
    return next((Now(now, today, one.start) for one in frame.periods if one.opens < now < one.closes), None)


def named(question: Question, what: str) -> dict[str, str]:
    """The names of calendars, or of what else only the workspace knows, that a question gives; by metric."""
    values = {m.name: m.values(question.params.get(m.name, {})) for m in question.metrics}
    return {m.name: str(values[m.name][p.name]) for m in question.metrics for p in m.params if p.names == what}


def _check_calendars(question: Question, calendars: Mapping[str, Calendar]) -> None:
    for metric, name in named(question, "calendar").items():
        if name not in (ALWAYS, OWN, *calendars):
            raise UnknownName("calendar", name, (ALWAYS, OWN, *calendars), where=f"{metric}, parameter calendar")
        if name == OWN and not any(c.queues or c.teams or c.channels for c in calendars.values()):
            raise BadQuestion(
                "No calendar says which queues, teams or channels it is for.", where=f"{metric}, parameter calendar",
                fix=f"Say so in {CALENDARS_FILE}, or name a calendar.",
            )  # fmt: skip


def _check_initiatives(question: Question, store: Store) -> None:
    wanted = {metric: name for metric, name in named(question, "initiative").items() if name != LATEST}
    if not wanted:
        return
    rows = store.engine.run(store.tables["initiatives"].select("initiative_id"))
    known = [str(name) for name in rows["initiative_id"].to_pylist()]
    for metric, name in wanted.items():
        if name not in known:
            raise UnknownName("initiative", name, (LATEST, *known), where=f"{metric}, parameter initiative")


def _against_as_long(question: Question) -> bool:
    """Whether the one period asked for is compared with one as long, so that it must be known how long that is."""
    return question.compare is not None and question.grain is None


def _measures(question: Question) -> list[Measure]:
    """Every measure of the question, each once."""
    return list(dict.fromkeys(measure for _, how in _measured(question) for measure in how.measures))


def _measured(question: Question) -> list[tuple[Metric, Measure | Quotient]]:
    return [(m, m.measured(question.params.get(m.name, {}))) for m in question.metrics]


def _first_start(question: Question, store: Store, frame: Frame) -> date | None:
    """The start of the period in which any fact asked of first has anything: the period is whole, as where rows tell it."""
    first = _first_day(question, store, frame)
    return truncated(first, frame.grain) if first and frame.grain else first


def _first_day(question: Question, store: Store, frame: Frame) -> date | None:
    """The first local date on which any fact asked of has anything; of those made per period, where there is no comparison."""
    measures = [m for m in _measures(question) if m.fact.periodic or _against_as_long(question)]
    spans = {span for m in measures for span in m.fact.spans}
    spans |= {
        (t, m.dated_by) for m in measures if not m.fact.periodic for t in m.fact.tables if m.dated_by in store.tables[t].columns
    }
    firsts = (store.first_day(table, column, frame.zone) for table, column in spans)
    return min((day for day in firsts if day), default=None)


def _figures(question: Question, store: Store, frame: Frame) -> list[Computed]:
    cells = cells_of(_measures(question), store, frame)
    wanted = _starts(cells, frame)
    ready = {m: arranged(found, m, wanted, frame.by) for m, found in cells.items()}
    measured = _measured(question)
    check(sum(max(len(ready[measure].places) for measure in how.measures) for _, how in measured))
    done = []
    for metric, how in measured:
        if isinstance(how, Measure):
            done.append(counting.of_measure(metric, how, ready[how], question.confidence, store.currency))
        else:
            over, under = ready[how.numerator], ready[how.denominator]
            done.append(counting.of_quotient(metric, how, over, under, question.confidence, store.currency))
    return done


def cells_of(measures: list[Measure], store: Store, frame: Frame) -> dict[Measure, Cells]:
    """The parts of some measures in one cut of the store."""
    found: dict[Measure, Cells] = {}
    for step, rows in store.asked(tuple(measures), frame):
        found |= read(step, rows, frame)
    return found


def _starts(cells: Mapping[Measure, Cells], frame: Frame) -> list[date]:
    """The periods of the answer: those asked for, else from the first to the last that holds anything."""
    seen = sorted({place.start for found in cells.values() for place in found.places if place.start})
    if frame.grain is None:
        return []
    first = frame.since or (seen[0] if seen else None)
    last = frame.until or (following(seen[-1], frame.grain) if seen else None)
    return starts(first, last, frame.grain) if first and last else []


def _rows(computed: list[Computed], question: Question, store: Store, frame: Frame, now: datetime) -> list[Row]:
    rows: list[Row] = []
    for figures in computed:
        starts_there = dict.fromkeys(place.start for place in figures.places)
        rows += rows_of(figures, frame, provisional(figures.metric, starts_there, question, store, frame, now))
    return rows


def provisional(
    metric: Metric, starts: Iterable[date | None], question: Question, store: Store, frame: Frame, now: datetime
) -> dict[date | None, bool]:
    """Whether rows may still come into each period of a metric's figures, or change what they are."""
    given = question.params.get(metric.name, {})
    maturity = metric.matures_after(given)
    seen = _seen_until(metric.measured(given).measures, store, now) if maturity else now
    return {start: _open(maturity, start, frame, seen) for start in starts}


def _seen_until(measures: Iterable[Measure], store: Store, now: datetime) -> datetime | None:
    """Until when what became of rows can be known: now, or the last that came into a table where their facts look on."""
    watched = {(table, columns) for m in measures for table, columns in m.fact.watches.items()}
    moments = [now, *(store.latest(table, columns) for table, columns in sorted(watched))]
    known = [moment for moment in moments if moment is not None]
    return min(known) if len(known) == len(moments) else None


def _open(maturity: float, start: date | None, frame: Frame, seen: datetime | None) -> bool:
    """Whether rows may still come into a period, or change what they are."""
    end = frame.until
    if start and frame.grain:
        end = min(following(start, frame.grain), frame.until or date.max)
    if end is None:
        return maturity > 0
    return seen is None or day_start(end, frame.zone) + timedelta(seconds=maturity) > seen


def _compared_with(question: Question, store: Store, frame: Frame, rows: list[Row], now: datetime) -> list[Row]:
    """Rows of what the periods asked for are compared with, each under the start of the period that is."""
    seen = sorted({row.start for row in rows if row.start is not None})
    other = against(question, frame, seen, now)
    found: list[Row] = []

    def shown(cut: Frame) -> list[Row]:
        return hidden(_rows(_figures(question, store, cut), question, store, cut, now), question, store, cut)

    if other.whole is not None:
        asked_for = {before: start for start, before in other.starts.items()}
        found += [row._replace(start=asked_for[row.start]) for row in shown(other.whole) if row.start in asked_for]
    for start, part in other.parts.items():
        found += [row._replace(start=start) for row in shown(part)]
    return found


def _parted(row: Row, question: Question, frame: Frame, now: datetime) -> Row:
    """The row, marked where it is compared by a part of its period."""
    return row._replace(partial=row.start is not None and is_part(question, frame, row.start, now))
