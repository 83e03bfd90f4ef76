"""Suppression: small groups of people who work here are not shown, nor can they be found by subtraction."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from helder.errors import BadQuestion
from helder.facts import ABOUT_EMPLOYEES, ONE_EMPLOYEE, WHO_ANSWERED, conditions
from helder.metrics import Measure, Metric
from helder.query.answer import Row
from helder.query.beside import hidden_beside
from helder.query.judged import Atoms, Judged, Window
from helder.query.periods import following
from helder.query.question import Question
from helder.query.scan import ROWS, START, Frame
from helder.stats.suppression import small_cells

if TYPE_CHECKING:
    from helder.query.store import Store

#: Atoms times days beyond which a question is not judged, and so not answered.
_MOST_COUNTS = 20_000_000
#: Names beyond which it is not either: their tables are two to that power.
_MOST_NAMES = 7
#: Names that make a question one about people who work here.
_SENSITIVE = ABOUT_EMPLOYEES | WHO_ANSWERED
#: The values of a question's dimensions in a cell.
By = tuple[Any, ...]


def about_employees(question: Question) -> bool:
    """Whether a question singles out people who work here, by what it slices or filters by."""
    return not _SENSITIVE.isdisjoint(_names(question))


def is_sensitive(metric: Metric, question: Question) -> bool:
    """Whether small groups are hidden in a question's figures of a metric."""
    return question.confidential or metric.about_employees or about_employees(question)


def refuse_one_by_one(metric: Metric, question: Question) -> None:
    """Raises BadQuestion where rows, or their values, may not be told one by one: small groups could be made of them."""
    if question.confidential:
        raise BadQuestion(
            "What is confidential is not told row by row: small groups could be made of it.", where=metric.name,
            fix="Ask for figures.",
        )  # fmt: skip
    if is_sensitive(metric, question):
        raise BadQuestion(
            "Rows about people who work here are not told one by one: small groups could be made of them.",
            where="where", fix="Ask for figures, or leave out the condition on who works here.",
        )  # fmt: skip


def hidden(rows: Iterable[Row], question: Question, store: Store, frame: Frame) -> list[Row]:
    """The rows in order, with the figures of small groups taken out, counts included, where they are about employees."""
    tables: dict[tuple[Metric, date | None, Any], list[Row]] = {}
    for row in rows:
        tables.setdefault((row.metric, row.start, row.labels), []).append(row)
    windows = {start: _window(start, frame) for _metric, start, _labels in tables}
    small = {m: _small(m, question, store, frame, [*windows.values()]) for m in question.metrics if is_sensitive(m, question)}
    found: list[Row] = []
    for (metric, start, _labels), table in tables.items():
        found += _suppressed(table, small[metric][windows[start]], store.smallest_group) if metric in small else table
    order = {metric.name: i for i, metric in enumerate(question.metrics)}
    groups: dict[tuple[str, By, Any], list[Row]] = {}
    for row in found:
        groups.setdefault((row.metric.name, row.by, row.labels), []).append(row)
    in_order = sorted(groups, key=lambda group: (order[group[0]], _places(group[1]), _places(v for _, v in group[2])))
    return [row for group in in_order for row in sorted(groups[group], key=lambda row: row.start or date.min)]


def _places(values: Iterable[Any]) -> list[tuple[int, float, str]]:
    """Where values stand in order: numbers by size, then words."""
    return [(0, value, "") if isinstance(value, int | float) else (1, 0, str(value)) for value in values]


def _suppressed(table: list[Row], hidden_cells: set[By], minimum: int) -> list[Row]:
    """One table with its small groups hidden; also what has none here, so that it is not told from those that have."""
    small = small_cells(
        np.array([0 if row.by in hidden_cells else row.n or 0 for row in table]), minimum
    )  # fewer things than rows
    shown = [blank(row) if hide or row.by in hidden_cells else row for row, hide in zip(table, small, strict=True)]
    there = {row.by for row in table}
    return [*shown, *(blank(table[0])._replace(by=by) for by in sorted(hidden_cells - there, key=str))]


def _window(start: date | None, frame: Frame) -> Window:
    if frame.grain is None or start is None:
        return (frame.since, frame.until)
    end = following(start, frame.grain)
    return (start, min(end, frame.until) if frame.until else end)


def _small(metric: Metric, question: Question, store: Store, frame: Frame, windows: list[Window]) -> dict[Window, set[By]]:
    """Which cells of a question are hidden in the windows of an answer; in confidence, also for what these are together."""
    judges, whole = _judges(metric, question, store, frame), (frame.since, frame.until)
    together = question.confidential and frame.grain is not None
    found = [hidden_beside(judge, whole, windows) if together else {w: judge.hidden(w) for w in windows} for judge in judges]
    return {window: set[By]().union(*(hidden[window] for hidden in found)) for window in windows}


def small_groups(metric: Metric, question: Question, store: Store, frame: Frame) -> Callable[[Window], set[By]]:
    """Which cells of a question are hidden in a window: those of any scale or currency, of numerator or denominator."""
    judges = _judges(metric, question, store, frame)
    return lambda window: set[By]().union(*(judge.hidden(window) for judge in judges))


def _judges(metric: Metric, question: Question, store: Store, frame: Frame) -> list[Judged]:
    """What judges the cells of a question, for each scale or currency of numerator and denominator."""
    asked = _names(question)
    names = _with_those_that_follow(asked, metric)
    if len(names) > _MOST_NAMES:
        raise BadQuestion(
            f"It speaks of {len(names)} names at once, too many to say which groups of people are too small.",
            where="by, where", fix="Name fewer, where it is about people who work here.",
        )  # fmt: skip
    everything = question.confidential or metric.about_employees
    frame = replace(frame, seen=_world(question))
    return [
        Judged(
            atoms,
            len(question.by),
            frozenset(_with_those_that_follow(question.by, metric)),
            _SENSITIVE,
            everything,
            store.smallest_group,
            over_time=metric.about_employees,
        )
        for measure in metric.measured(question.params.get(metric.name, {})).measures
        for atoms in _atoms(measure, asked, names, store, frame)
    ]


def refuse_small(metric: Metric, question: Question, store: Store, frame: Frame) -> None:
    """Raise BadQuestion where a question's one figure would be hidden."""
    if is_sensitive(metric, question) and small_groups(metric, replace(question, by=()), store, frame)(
        (frame.since, frame.until)
    ):
        raise BadQuestion(
            f"It rests on fewer than {store.smallest_group} rows about people who work here, "
            "or tells of as few by what it leaves out; that is not shown.",
            where="where", fix="Ask of a larger group, or of whole months.",
        )  # fmt: skip


def _with_those_that_follow(names: tuple[str, ...], metric: Metric) -> tuple[str, ...]:
    """The names, with those whose value follows from theirs, as an employee's team: their tables add up from these."""
    found = [*names]
    for name in names:
        known = metric.dimensions.get("employee" if name == "employee_id" else name)
        if known is not None and known.through == known.column:
            found += [d.name for d in metric.dimensions.values() if d.through == known.through]
        if name in ("employee", "employee_id"):
            found += [other for other in metric.dimensions if other in ABOUT_EMPLOYEES]
    return tuple(dict.fromkeys(found))


def _names(question: Question) -> tuple[str, ...]:
    """The names a question speaks of; those of what is seen, too, where it is what another single employee did."""
    others = () if _world(question) else _named(question.seen)
    return tuple(dict.fromkeys((*question.by, *_named(question.where), *others)))


def _world(question: Question) -> str | None:
    """Which rows there are to whoever asks: what covers a small group must be among them, for nothing else adds up to what they
    know. Not where they are what another single employee did, which counts as asked for.
    """
    alone = not question.own and not ONE_EMPLOYEE.isdisjoint(_named(question.seen))
    return None if alone else question.seen


def _named(condition: str | None) -> tuple[str, ...]:
    return tuple(conditions.names(conditions.parse(condition))) if condition else ()


def _atoms(measure: Measure, asked: tuple[str, ...], names: tuple[str, ...], store: Store, frame: Frame) -> list[Atoms]:
    """What a measure counts, by name and by day over all of time, for each scale or currency.

    By the names asked, and those of the others that do follow from them: where an agent works for several teams, teams are no
    sums of agents.
    """
    found, columns = store.counts_of(measure, frame, names)
    table = list(zip(*(found[name].to_pylist() for name in (*columns, "_taken", "_apart", START, ROWS)), strict=True))
    kept = [i for i, name in enumerate(names) if name in asked or _follows(i, [names.index(one) for one in asked], table)]
    table = [(*(row[i] for i in kept), *row[len(names) :]) for row in table]
    labels = dict.fromkeys(row[-3] for row in table)
    names = tuple(names[i] for i in kept)
    return [_of_label([row for row in table if row[-3] == label], names, measure) for label in labels]


def _follows(other: int, asked: list[int], table: list[tuple[Any, ...]]) -> bool:
    """Whether the value in one column is the same wherever those in some others are."""
    found: dict[tuple[Any, ...], Any] = {}
    return all(found.setdefault(tuple(row[i] for i in asked), row[other]) == row[other] for row in table)


def _of_label(rows: list[tuple[Any, ...]], names: tuple[str, ...], measure: Measure) -> Atoms:
    keys = {key: i for i, key in enumerate(dict.fromkeys(row[: len(names) + 1] for row in rows))}
    days = {day: i for i, day in enumerate(sorted({row[-2] for row in rows}))}
    if len(keys) * len(days) > _MOST_COUNTS:
        raise BadQuestion(
            f"Its groups are too many to say which are too small: {len(keys):,} on {len(days):,} days.",
            where="by, where", fix="Slice and filter by names of fewer values, where it is about people who work here.",
        )  # fmt: skip
    n = np.zeros((len(keys), len(days)))
    for row in rows:
        n[keys[row[: len(names) + 1]], days[row[-2]]] += row[-1]
    selected = np.array([bool(key[-1]) for key in keys], dtype=bool)
    return Atoms(names, [key[:-1] for key in keys], selected, list(days), n, measure.fact.periodic)


def blank(row: Row) -> Row:
    """The row with its figures taken out, its count included."""
    return row._replace(
        suppressed=True, value=None, n=None, numerator=None, denominator=None, low=None, high=None,
        variance=math.nan, degrees=math.nan, previous=None, change=None, p=None, significant=None,
    )  # fmt: skip
