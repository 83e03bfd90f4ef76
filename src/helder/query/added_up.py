"""What was told of parts of a cut, added up to what is asked of the whole: hours to their day, weeks to their quarter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

    from helder.metrics import Measure
    from helder.query.plan import Step
    from helder.query.scan import Frame

#: Rows up to which adding them up is quicker than asking, and measures in cuts of which the rows are kept.
_FEW, _KEPT = 2_000, 500


def adds_up(measure: Measure) -> bool:
    """Whether the parts of a measure in parts of a cut, by time or by any dimension, add up to those of the cut."""
    form = measure.form
    return form.additive and form.summed and form.thing is None and not form.accumulates and not measure.fact.periodic


class _Told(NamedTuple):
    """The rows of a step in a cut by some dimensions and periods, and of which versions of which tables."""

    by: frozenset[str]
    grain: str | None
    step: Step
    rows: pa.Table
    reads: tuple[str, ...]
    version: tuple[object, ...]


@dataclass(frozen=True)
class AddedUp:
    """The last rows told of measures by cuts that are alike but for what they are sliced by."""

    _told: dict[tuple[Frame, Measure], _Told] = field(default_factory=dict)

    def note(self, frame: Frame, step: Step, rows: pa.Table, reads: tuple[str, ...], version: tuple[object, ...]) -> None:
        """Keep the rows of a step for questions about the whole that they are parts of."""
        measures = [measure for measure, _ in step.columns if adds_up(measure)]
        passes = frame.ends is not None  # a minute later it is another cut
        if rows.num_rows > _FEW or passes or not measures or not (frame.by or frame.grain):
            return
        if len(self._told) + len(measures) > _KEPT:
            self._told.clear()
        told, cut = _Told(frozenset(frame.by), frame.grain, step, rows, reads, version), _unsliced(frame)
        self._told.update({(cut, measure): told for measure in measures})

    def found(self, measures: Collection[Measure], frame: Frame, latest: Mapping[str, object]) -> Iterator[tuple[Step, pa.Table]]:
        """Of some measures those of which parts of the cut were told: steps of them alone, with the rows that add up to it."""
        cut = _unsliced(frame)
        by_step: dict[Step, tuple[_Told, list[Measure]]] = {}
        for measure in measures:
            told = self._told.get((cut, measure))
            if told is not None and _finer(told, frame) and told.version == tuple(latest.get(name, 0) for name in told.reads):
                by_step.setdefault(told.step, (told, []))[1].append(measure)
        for step, (told, group) in by_step.items():
            yield replace(step, columns=tuple((measure, parts) for measure, parts in step.columns if measure in group)), told.rows

    def forget(self) -> None:
        """Let go of all of them."""
        self._told.clear()


def _unsliced(frame: Frame) -> Frame:
    """The cut without what slices it; facts that add up are not made per period, nor up to a moment."""
    return replace(frame, by=(), grain=None, periods=(), now=None, years=None)


def _finer(told: _Told, frame: Frame) -> bool:
    """Whether what was told is of parts of every cell that is asked for, by time or by a dimension more."""
    sliced = frozenset(frame.by)
    if told.by == sliced:
        return told.grain is not None and frame.grain is None
    return told.by > sliced and frame.grain in (None, told.grain)
