"""Figures that do not add up from days (medians, distinct customers, cohorts, stocks): each way is a question of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from helder.metrics import Metric
from helder.query.answer import Row
from helder.query.compute import answer
from helder.query.periods import truncated
from helder.query.question import Question
from helder.query.reconcile.added import Spans, only
from helder.query.reconcile.block import Block
from helder.query.reconcile.spans import Border
from helder.query.reconcile.theirs import text_of
from helder.query.reconcile.ways import Definition
from helder.query.scan import Frame, rows_of
from helder.query.side_by_side import named_apart
from helder.query.store import Store

#: With more periods than this, borders that need a question for each period are not tried.
MOST_PERIODS = 24
_MOST_VALUES = 20

Found = dict[tuple[date | None, tuple[str, ...], Any], Row]


class Asked:
    """The questions of one metric and one file of theirs."""

    def __init__(self, question: Question, spans: Spans, store: Store, now: datetime) -> None:
        self.question = question
        self.spans = spans
        self.store = store
        self.now = now
        self.metric: Metric = question.metrics[0]
        self.labels = sorted({cell.start for cell in spans.theirs.cells if cell.start})

    def blocks(self, definitions: Sequence[Definition], border: Border, zone: str, where: str | None) -> Iterator[Block]:
        """A block for each definition."""
        copies = [named_apart(self.metric, i) for i in range(len(definitions))]
        by_name = {copy.name: definition for copy, definition in zip(copies, definitions, strict=True)}
        own = self.question.where
        question = replace(
            self.question, metrics=tuple(copies), by=self.spans.theirs.by, zone=zone,
            params={copy.name: dict(d.params) for copy, d in zip(copies, definitions, strict=True)},
            where=f"({own}) and ({where})" if own and where else where or own,
        )  # fmt: skip
        found: dict[str, Found] = {name: {} for name in by_name}
        for row, label in self._rows(question, border):
            found[row.metric.name][label, tuple(map(text_of, row.by)), self._label(row)] = row
        for name, definition in by_name.items():
            yield self._block(definition, zone, border, where, found[name])

    def questions(self, border: Border) -> int:
        """How many questions a border takes."""
        return 1 if self._whole(border) else len(self.labels)

    def _whole(self, border: Border) -> bool:
        """Whether one question gives all periods."""
        grain = self.spans.theirs.grain
        return not self.labels or (not border.name and grain is not None and all(truncated(d, grain) == d for d in self.labels))

    def _rows(self, question: Question, border: Border) -> Iterator[tuple[Row, date | None]]:
        if not self.labels:
            span = self.spans.days(None, border)
            since, until = span or (None, None)
            for row in answer(replace(question, grain=None, since=since, until=until), self.store, now=self.now):
                yield row, None
        elif self._whole(border):
            since, until = self.labels[0], self._last(border)
            asked = replace(question, grain=self.spans.theirs.grain, since=since, until=until)
            for row in answer(asked, self.store, now=self.now):
                yield row, row.start
        else:
            for label in self.labels:
                span = self.spans.days(label, border)
                assert span is not None
                if span[0] < span[1]:
                    for row in answer(replace(question, grain=None, since=span[0], until=span[1]), self.store, now=self.now):
                        yield row, label

    def _last(self, border: Border) -> date:
        span = self.spans.days(self.labels[-1], border)
        assert span is not None
        return max(span[1], self.labels[0] + timedelta(days=1))

    def _label(self, row: Row) -> Any:
        """What a row is kept apart by: as they say it, or else as it is."""
        known = dict(row.labels)
        said = self.spans.theirs.labels
        return tuple(text_of(known.get(name)) for name in said) if said else tuple(value for _, value in row.labels)

    def _block(self, definition: Definition, zone: str, border: Border, where: str | None, found: Found) -> Block:
        cells, said = self.spans.theirs.cells, bool(self.spans.theirs.labels)
        there = dict.fromkeys(label for _, _, label in found)
        kept = [None] if said else sorted(there, key=lambda label: sum(label in key for key in found), reverse=True) or [()]
        by = len(self.spans.theirs.by)
        value, n = np.full((len(cells), len(kept), 1), np.nan), np.zeros((len(cells), len(kept), 1))
        for i, cell in enumerate(cells):
            for a, label in enumerate(kept):
                row = found.get((cell.start, cell.key[:by], cell.key[by:] if said else label))
                if row is not None:
                    value[i, a, 0] = np.nan if row.value is None else row.value
                    n[i, a, 0] = row.n or 0
        names = [name for row in list(found.values())[:1] for name, _ in row.labels]
        labels = tuple((names[0], label[0]) if label and label[0] is not None else None for label in kept)
        return Block(definition, zone, border, labels, (where,), value, n)


def filters(metric: Metric, definition: Definition, dimension: str, frame: Frame, store: Store) -> list[str | None]:
    """The conditions that leave one value of a dimension out, or only it in; none where it has too many."""
    measure = metric.measured(definition.params).measures[0]
    rows = rows_of(measure, replace(frame, by=(dimension,), grain=None))
    values = store.engine.run(rows.select(f"by_{dimension}").distinct().limit(_MOST_VALUES + 1))[f"by_{dimension}"].to_pylist()
    if not 1 < len(values) <= _MOST_VALUES:
        return []
    found: list[str | None] = []
    for value in sorted((v for v in values if v is not None), key=str):
        found += only(dimension, value)
    return [*found, *((f"{dimension} is not null",) if None in values else ())]
