"""Figures added up from half-hours: any zone, any borders and any filter of one dimension, from one query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from helder.forms import Numbers
from helder.metrics import Measure, Metric, Quotient
from helder.metrics.unit import MONEY
from helder.model.money import minor_units
from helder.query import figures as counting
from helder.query.cells import Place
from helder.query.compute import cells_of
from helder.query.reconcile.block import Block
from helder.query.reconcile.spans import Border
from helder.query.reconcile.theirs import Theirs, text_of
from helder.query.reconcile.ways import Definition
from helder.query.scan import HALF_HOUR, Frame
from helder.query.store import Store

_MARGIN = timedelta(days=8)
_MOST_LABELS, _MOST_VALUES = 6, 40


def adds_up(metric: Metric, definitions: Sequence[Definition]) -> bool:
    """Whether the figures can be made of those of days."""
    measures = [m for d in definitions for m in metric.measured(d.params).measures]
    return all(
        m.form.additive and m.form.summed and not m.form.accumulates and not m.fact.periodic and m.spread is None
        for m in measures
    )


def by_date(measure: Measure, store: Store) -> bool:
    """Whether a measure is dated by a date, which is the same in every zone."""
    tables = (store.tables[name] for name in measure.fact.tables)
    column = next((t[measure.dated_by] for t in tables if measure.dated_by in t.columns), None)
    return column is not None and column.type().is_date()


@dataclass(frozen=True)
class Spans:
    """Their periods: the days of each label by border. whole: the one period where they have none; None for all time."""

    theirs: Theirs
    whole: tuple[date, date] | None

    def days(self, label: date | None, border: Border) -> tuple[date, date] | None:
        """First day and the day after the last; None for all of time."""
        if label is not None and self.theirs.grain:
            return border.days(label, self.theirs.grain)
        return self.whole and (self.whole[0], self.whole[1] + timedelta(days=border.longer))

    def reach(self) -> tuple[date | None, date | None]:
        """From before the first to after the last day of any."""
        spans = [span for cell in self.theirs.cells if (span := self.days(cell.start, Border("")))]
        return (min(s for s, _ in spans) - _MARGIN, max(e for _, e in spans) + _MARGIN) if spans else (None, None)


class Added:
    """Parts of some definitions by half-hour, dimensions and values of one dimension more, where one is named."""

    def __init__(
        self, metric: Metric, definitions: Sequence[Definition], spans: Spans, dimension: str | None, frame: Frame, store: Store
    ) -> None:
        since, until = spans.reach()
        by = (*spans.theirs.by, *((dimension,) if dimension else ()))
        cut = replace(frame, by=by, grain=HALF_HOUR if since else None, since=since, until=until)
        self.metric, self.definitions, self.spans, self.currency = metric, definitions, spans, store.currency
        self.how = {d.key: metric.measured(d.params) for d in definitions}
        self.cells = cells_of([m for each in self.how.values() for m in each.measures], store, cut)
        self._said = bool(spans.theirs.labels)
        self._dates = {measure for measure in self.cells if by_date(measure, store)}
        self.values, self.apart = self._found(dimension)
        self.filters: tuple[str | None, ...] = (None, *(text for v in self.values for text in only(dimension or "", v)))
        self._coded: dict[int, _Coded] = {}
        self._slots: dict[tuple[int, str, Border], tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int]] = {}

    def blocks(self, borders: Sequence[Border], zone: str) -> Iterator[Block]:
        """A block for each definition and border, by the days of a zone."""
        for definition in self.definitions:
            for border in borders:
                value, n, labels = _figures(self, self.how[definition.key], zone, border)
                yield Block(definition, zone, border, labels, self.filters, value, n)

    def _found(self, dimension: str | None) -> tuple[list[Any], list[Any]]:
        """Values of the dimension, and of what figures are kept apart by, those of most rows."""
        values: Counter[Any] = Counter()
        kept: Counter[Any] = Counter()
        for measure, each in self.cells.items():
            rows = next(iter(each.parts.values()), np.zeros(0)).tolist()
            for place, n in zip(each.places, rows, strict=True) if dimension or (measure.apart and not self._said) else ():
                if dimension:
                    values[place.by[-1]] += n
                if measure.apart and not self._said:
                    kept[place.apart] += n
        most = [value for value, n in kept.most_common(_MOST_LABELS) if value is not None and n]
        return [value for value, _ in values.most_common(_MOST_VALUES)], most

    def summed(self, measure: Measure, zone: str, border: Border) -> dict[str, NDArray[np.float64]]:
        """Parts per cell of theirs, label and filter."""
        cells, zone = self.cells[measure], "UTC" if measure in self._dates else zone
        key = (id(cells.places), zone, border)
        if key not in self._slots:
            if id(cells.places) not in self._coded:
                self._coded[id(cells.places)] = _Coded(self, measure, cells.places)
            self._slots[key] = self._coded[id(cells.places)].placed(zone, border)
        rows, slots, group_of, groups = self._slots[key]
        labels, values = self.label_count(measure), len(self.values) + 1
        found = {}
        for name, part in cells.parts.items():
            sums = np.bincount(slots, part[rows], groups * labels * values).reshape(groups, labels, values)[group_of]
            whole = sums.sum(axis=2, keepdims=True)
            each = sums[:, :, : values - 1]
            pairs = np.stack([whole - each, each], axis=3).reshape(*each.shape[:2], -1)
            found[name] = np.concatenate([whole, pairs], axis=2)
        return found

    def label_count(self, measure: Measure) -> int:
        """How many labels a measure's figures are kept apart by, that their figures do not name."""
        return max(len(self.apart), 1) if measure.apart and not self._said else 1


class _Coded:
    """The places of some cells as numbers, so that any zone and borders are a look-up."""

    def __init__(self, of: Added, measure: Measure, places: list[Place]) -> None:
        theirs, labelled = of.spans.theirs, of._said and bool(measure.apart)
        by = len(theirs.by)
        words = None if labelled else by
        self.of, self.values = of, len(of.values) + 1
        self.labels = of.label_count(measure)
        self._starts = {start: i for i, start in enumerate(dict.fromkeys(place.start for place in places))}
        self._keys = {key: i for i, key in enumerate(dict.fromkeys(cell.key[:words] for cell in theirs.cells))}
        self._theirs = [(cell.start, self._keys[cell.key[:words]]) for cell in theirs.cells]
        label_at: dict[Any, int] = {value: i for i, value in enumerate(of.apart)} if measure.apart else {}
        value_at = {value: i for i, value in enumerate(of.values)} if len(of.filters) > 1 else {}
        texts: dict[Any, str] = {}

        def text(value: Any) -> str:
            return texts[value] if value in texts else texts.setdefault(value, text_of(value))

        def coded(place: Place) -> tuple[int, int, int, int]:
            key = (*map(text, place.by[:by]), *((text(place.apart),) if labelled else ()))
            label = label_at.get(place.apart, -1) if label_at else 0
            value = value_at.get(place.by[-1], self.values - 1) if value_at else self.values - 1
            return self._starts[place.start], self._keys.get(key, -1), label, value

        codes = np.array([coded(place) for place in places], dtype=np.int64).reshape(-1, 4)
        self.start, self.key, self.label, self.value = codes.T

    def placed(self, zone: str, border: Border) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int]:
        """The rows that count, the slot of each, the group each of their cells is, and how many groups there are."""
        labels = {label: i for i, label in enumerate(dict.fromkeys(start for start, _ in self._theirs))}
        pairs = np.array(list(self._labelled(labels, zone, border)), dtype=np.int64).reshape(-1, 2)
        rows, found = [], []
        for turn in range(int(np.bincount(pairs[:, 0]).max()) if len(pairs) else 0):
            at = np.full(len(self._starts), -1, dtype=np.int64)
            order = np.argsort(pairs[:, 0], kind="stable")
            starts, first = np.unique(pairs[order, 0], return_index=True)
            counts = np.bincount(pairs[:, 0], minlength=len(self._starts))[starts]
            there = counts > turn
            at[starts[there]] = pairs[order, 1][first[there] + turn]
            kept = (at[self.start] >= 0) & (self.key >= 0) & (self.label >= 0)
            rows.append(np.flatnonzero(kept))
            found.append(
                ((at[self.start] * len(self._keys) + self.key) * self.labels + self.label)[kept] * self.values + self.value[kept]
            )
        group_of = np.array([labels[start] * len(self._keys) + key for start, key in self._theirs], dtype=np.int64)
        nothing = np.zeros(0, dtype=np.int64)
        return (
            np.concatenate(rows) if rows else nothing, np.concatenate(found) if found else nothing, group_of,
            len(labels) * len(self._keys),
        )  # fmt: skip

    def _labelled(self, labels: dict[date | None, int], zone: str, border: Border) -> Iterator[tuple[int, int]]:
        """Each start, with each label whose period it lies in."""
        days: dict[date, list[int]] = {}
        for label, i in labels.items():
            span = self.of.spans.days(label, border)
            if span is None:
                yield from ((start, i) for start in self._starts.values())
                return
            for day in range((span[1] - span[0]).days):
                days.setdefault(span[0] + timedelta(days=day), []).append(i)
        place = ZoneInfo(zone)
        for start, code in self._starts.items():
            if start is not None:
                local = datetime.fromtimestamp(start * 1800, UTC).astimezone(place).date()
                yield from ((code, i) for i in days.get(local, ()))


def only(dimension: str, value: Any) -> tuple[str, str]:
    """The conditions that leave a value of a dimension out, and only it in."""
    if value is None:
        return f"{dimension} is not null", f"{dimension} is null"
    shown = f"{value}" if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"
    return f"({dimension} <> {shown} or {dimension} is null)", f"{dimension} = {shown}"


def _figures(
    of: Added, how: Measure | Quotient, zone: str, border: Border
) -> tuple[NDArray[np.float64], NDArray[np.float64], tuple[tuple[str, Any] | None, ...]]:
    first = how.measures[0]
    parts = [of.summed(m, zone, border) for m in how.measures]
    shape = np.broadcast_shapes(*(part.shape for each in parts for part in each.values()))
    flat = [{name: np.broadcast_to(part, shape).reshape(-1) for name, part in each.items()} for each in parts]
    found = how.form.figures(flat[0]) if isinstance(how, Measure) else counting.fraction(how, flat[0], flat[1])
    labels = tuple((first.apart, value) for value in of.apart) if first.apart and of.apart else (None,)
    value = (found.value * of.metric.unit.factor).reshape(shape) / _minor(of, labels)
    return value, np.broadcast_to(found.n, found.value.shape).reshape(shape), labels


def _minor(of: Added, labels: Sequence[tuple[str, Any] | None]) -> Numbers:
    """How many minor units make one, by label, or by the currency their cells name."""
    if of.metric.unit is not MONEY:
        return np.ones((1, 1, 1))
    if labels[0] is not None:
        return np.array([minor_units(label[1]) for label in labels if label], dtype=np.float64)[None, :, None]
    theirs = of.spans.theirs
    said = [cell.key[-1].upper() if theirs.labels else of.currency for cell in theirs.cells]
    return np.array([minor_units(code) for code in said], dtype=np.float64)[:, None, None]
