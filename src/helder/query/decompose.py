"""Decomposing: what each segment did to a metric's change, as rate and as mix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeAlias

import numpy as np

from helder.errors import BadQuestion
from helder.forms import Numbers, divided
from helder.metrics import Measure
from helder.query import figures as counting
from helder.query.answer import label_columns
from helder.query.cells import Cells, Place, arranged
from helder.query.compute import cells_of, frame_of, provisional
from helder.query.decomposition import APPEARED, POOLED, VANISHED, Decomposition, Effect
from helder.query.figures import Computed
from helder.query.parts import before_one
from helder.query.question import Question
from helder.query.scan import Frame
from helder.query.store import Store
from helder.query.suppress import By, is_sensitive, refuse_small, small_groups
from helder.stats import decomposition

#: What keeps a place apart, and the value it is spread over.
Label: TypeAlias = tuple[Any, Any]
#: How far the segments' sums may be from the whole's, of their size: what adding in another order makes of fractions.
_ROUNDING = 1e-9


def decompose(question: Question, store: Store, *, now: datetime) -> Decomposition:
    """The change of the question's one metric against the period compared with, by the segments of its dimensions.

    Raises BadQuestion where the metric's segments do not add up to its whole, so that no split of its change is true.
    """
    question = _fit(question)
    frame = frame_of(question, store, now)
    since, until = _span(frame)
    other = before_one(question, frame, since, now)
    small = _small(question, store, (frame, other))
    whole = _sides(question, store, replace(frame, by=()), replace(other, by=()))
    labels = [_label(place) for i, place in enumerate(whole.now.places) if any(_counts(side, i) for side in whole.both)]
    labels = sorted(labels, key=str) or [_label(whole.now.places[0])]
    segments = _sides(question, store, frame, other, labels)
    _add_up(segments, whole, question)
    return Decomposition(
        question, since, until, *_span(other),
        provisional=any(provisional(question.metrics[0], [None], question, store, cut, now)[None] for cut in (frame, other)),
        effects=tuple(e for label in labels for e in _effects(label, segments, whole, (small, store.smallest_group), question)),
    )  # fmt: skip


def _span(frame: Frame) -> tuple[date, date]:
    assert frame.since is not None
    assert frame.until is not None
    return frame.since, frame.until


def _fit(question: Question) -> Question:
    """The question, compared with the period before where it says nothing else; BadQuestion where it makes no sense here."""
    if len(question.metrics) != 1:
        raise BadQuestion("One metric can be decomposed at a time.", where=", ".join(map(str, question.metrics)), fix="Name one.")
    metric = question.metrics[0]
    if not question.by:
        raise BadQuestion(
            f"Nothing says by what the change of {metric} is to be split.",
            where="by",
            fix=f"Choose from: {', '.join(metric.dimensions)}."
        )  # fmt: skip
    if question.grain:
        raise BadQuestion("A change is between two periods, not many.", where="grain", fix="Leave the grain out.")
    apart = {name for name in label_columns(metric) if name}
    for name in question.by:
        if metric.dimensions[name].column in apart:
            raise BadQuestion(
                f"Figures of {metric} are never put together over {name}.", where="by", fix="Choose another dimension."
            )
    for measure in metric.measured(question.params.get(metric.name, {})).measures:
        if not measure.form.summed:
            raise BadQuestion(
                f"{metric} is no fraction and no sum: its segments do not add up to its whole.", where=str(metric),
                fix="Decompose a share, a mean, a ratio or a total; the mean instead of the median, for one.",
            )  # fmt: skip
    return replace(question, compare=question.compare or "previous")


@dataclass(frozen=True)
class _Sides:
    """Figures of both periods, in the same places in the same order."""

    now: Computed
    then: Computed

    @property
    def both(self) -> tuple[Computed, Computed]:
        return (self.now, self.then)

    def at(self, index: list[int]) -> _Sides:
        """The figures of some places."""
        return _Sides(*(_at(side, index) for side in self.both))


def _at(side: Computed, index: list[int]) -> Computed:
    arrays: dict[str, Any] = {name: value[index] for name, value in vars(side).items() if isinstance(value, np.ndarray)}
    return replace(side, places=[side.places[i] for i in index], units=[side.units[i] for i in index], **arrays)


def _sides(question: Question, store: Store, frame: Frame, other: Frame, labels: Iterable[Label] | None = None) -> _Sides:
    """Figures of both periods under the labels, in every segment that any of them has rows of: those of one choice may be few."""
    metric = question.metrics[0]
    how = metric.measured(question.params.get(metric.name, {}))
    found = [
        {measure: arranged(cells, measure, [], cut.by) for measure, cells in cells_of(list(how.measures), store, cut).items()}
        for cut in (frame, other)
    ]
    segments = dict.fromkeys(place.by for side in found for cells in side.values() for place in cells.places)
    named = labels or dict.fromkeys(_label(place) for side in found for place in side[how.measures[0]].places)
    places = [Place(None, segment, *label) for label in named for segment in segments]

    def computed(cells: dict[Measure, Cells]) -> Computed:
        over = _filled(cells[how.measures[0]], places)
        if isinstance(how, Measure):
            return counting.of_measure(metric, how, over, question.confidence, store.currency)
        return counting.of_quotient(metric, how, over, cells[how.denominator], question.confidence, store.currency)

    return _Sides(computed(found[0]), computed(found[1]))


def _label(place: Place) -> Label:
    return (place.apart, place.spread)


def _filled(cells: Cells, places: list[Place]) -> Cells:
    """The cells in some places, their parts nought where there are none."""
    index = {place._replace(start=None): i for i, place in enumerate(cells.places)}
    at = [index.get(place, len(cells.places)) for place in places]
    return Cells(places, {name: np.append(part, 0.0)[at] for name, part in cells.parts.items()})


def _fraction(side: Computed) -> tuple[Numbers, Numbers]:
    """Numerators and denominators; what has no rows brings nought, as it does to the whole."""
    return np.nan_to_num(side.numerator), np.nan_to_num(side.denominator)


def _add_up(segments: _Sides, whole: _Sides, question: Question) -> None:
    """Hold the segments' sums against the whole, which is computed from rows."""
    for parts, one in zip(segments.both, whole.both, strict=True):
        for i, place in enumerate(one.places):
            mine = [j for j, other in enumerate(parts.places) if _label(other) == _label(place)]
            for name in ("numerator", "denominator") if _is_fraction(one) else ("value",):
                added, told = np.nan_to_num(getattr(parts, name)[mine]), np.nan_to_num(getattr(one, name)[i])
                if abs(added.sum() - told) > _ROUNDING * max(np.abs(added).sum(), abs(told)):
                    raise BadQuestion(
                        f"The segments of {question.metrics[0]} by {', '.join(question.by)} add up to {added.sum():,.10g}, the "
                        f"whole is {told:,.10g}: what it counts lies in several segments at once.",
                        where="by", fix="Split it by a dimension of which each thing counted has one value.",
                    )  # fmt: skip


def _is_fraction(side: Computed) -> bool:
    return bool(np.isfinite(side.denominator).any())


def _effects(label: Label, segments: _Sides, whole: _Sides, hidden: tuple[set[By], int], question: Question) -> list[Effect]:
    """The whole of one label, then its segments, those that did most first."""
    mine = [i for i, place in enumerate(segments.now.places) if _label(place) == label]
    sides = segments.at([i for i in mine if any(_counts(side, i) for side in segments.both)])
    one = whole.at([i for i, place in enumerate(whole.now.places) if _label(place) == label])
    small, smallest = hidden
    sides, pooled = _without(small, sides, question)
    if pooled and any(0 < side.n[-1] < smallest for side in sides.both):
        raise BadQuestion(
            f"It would tell of fewer than {smallest} rows about people who work here, which are not shown.",
            where="by", fix="Split it by larger groups, or over a longer period.",
        )  # fmt: skip
    figures = _of_fraction(sides, question) if any(_is_fraction(side) for side in one.both) else _of_total(sides)
    if not all(np.isfinite(side.value[0]) for side in one.both):  # of what is not known nothing can be split
        figures = {name: part if "weight" in name else np.full(len(part), np.nan) for name, part in figures.items()}
    names = label_columns(question.metrics[0])
    labels = tuple((name, value) for name, value in zip(names, label, strict=True) if name)
    found = [_effect(sides, i, labels, {name: array[i] for name, array in figures.items()}) for i in range(len(sides.now.places))]
    found = [replace(effect, state=POOLED) if pooled and i == len(found) - 1 else effect for i, effect in enumerate(found)]
    found.sort(key=lambda effect: (-abs(effect.effect or 0.0), [str(value) for value in effect.by]))
    summed = {name: array[-1] for name, array in figures.items()}
    return [replace(_effect(one, 0, labels, summed), segment=False, by=(None,) * len(question.by), state=""), *found]


def _small(question: Question, store: Store, cuts: tuple[Frame, Frame]) -> set[By]:
    """The segments that are hidden in either period. Raises BadQuestion where the whole is."""
    metric = question.metrics[0]
    if not is_sensitive(metric, question):
        return set()
    for cut in cuts:
        refuse_small(metric, question, store, cut)
    return set[By]().union(*(small_groups(metric, question, store, cut)((cut.since, cut.until)) for cut in cuts))


def _without(small: set[By], sides: _Sides, question: Question) -> tuple[_Sides, bool]:
    """The segments with those too small put together as the last one, before anything is made of them."""
    together = [i for i, place in enumerate(sides.now.places) if place.by in small]
    apart = [i for i, place in enumerate(sides.now.places) if place.by not in small]
    if not together:
        return sides, False
    return _Sides(*(_pooled(side, apart, together, question) for side in sides.both)), True


def _pooled(side: Computed, apart: list[int], together: list[int], question: Question) -> Computed:
    """The segments of `apart`, and those of `together` as one more."""
    kept, last = _at(side, apart), _at(side, together[:1])
    n, numerator, denominator = (
        np.nan_to_num(part[together]).sum(keepdims=True) for part in (side.n, side.numerator, side.denominator)
    )
    total = np.nan_to_num(side.value[together]).sum(keepdims=True)
    value = (
        divided(numerator * question.metrics[0].unit.factor, denominator)
        if _is_fraction(side)
        else np.where(n > 0, total, np.nan)
    )
    figures = {"value": value, "n": n, "numerator": numerator, "denominator": denominator}
    own = {name: array for name, array in vars(kept).items() if isinstance(array, np.ndarray)}
    arrays: dict[str, Any] = {name: np.append(array, figures.get(name, np.full(1, np.nan))) for name, array in own.items()}
    place = last.places[0]._replace(by=(None,) * len(question.by))
    return replace(kept, places=[*kept.places, place], units=[*kept.units, *last.units], **arrays)


def _of_fraction(sides: _Sides, question: Question) -> dict[str, Numbers]:
    """Rate with its interval, mix and weights of each segment, and of all as the last entry."""
    factor = question.metrics[0].unit.factor
    found = decomposition.fraction(*_fraction(sides.now), *_fraction(sides.then))
    spread, df = decomposition.rate_spread(
        found.loading * np.ones(len(found.rate)), sides.now.variance, sides.then.variance, sides.now.degrees, sides.then.degrees
    )
    total, total_df = decomposition.summed_spread(spread, df)
    rate, mix = (np.append(part, part.sum() if len(part) else np.nan) * factor for part in (found.rate, found.mix))
    low, high = decomposition.around(rate, np.append(spread, total), np.append(df, total_df), question.confidence)
    weights = {
        name: np.append(part, part.sum()) for name, part in (("weight", found.weight1), ("previous_weight", found.weight0))
    }
    return {**weights, "rate": rate, "rate_low": low, "rate_high": high, "mix": mix, "effect": rate + mix}


def _of_total(sides: _Sides) -> dict[str, Numbers]:
    """What each segment's own change brings to that of the total; no rows bring nought. A total has no mix."""
    known = all(np.isfinite(side.value).any() for side in sides.both)
    effect = np.nan_to_num(sides.now.value) - np.nan_to_num(sides.then.value) + (0.0 if known else np.nan)
    unknown = np.full(len(effect) + 1, np.nan)
    return {
        **dict.fromkeys(("weight", "previous_weight", "rate", "rate_low", "rate_high", "mix"), unknown),
        "effect": np.append(effect, effect.sum() if known else np.nan),
    }


def _effect(sides: _Sides, i: int, labels: tuple[tuple[str, Any], ...], figures: dict[str, float]) -> Effect:
    value, previous = (float(side.value[i]) for side in sides.both)
    now, then = (_counts(side, i) for side in sides.both)
    known = {name: float(figure) if np.isfinite(figure) else None for name, figure in figures.items()}
    return Effect(
        segment=True, by=sides.now.places[i].by, labels=labels, value=_known(value), previous=_known(previous),
        change=_known(value - previous), n=round(float(sides.now.n[i])), previous_n=round(float(sides.then.n[i])),
        unit=sides.now.units[i], state="" if now and then else APPEARED if now else VANISHED, **known,
    )  # fmt: skip


def _known(number: float) -> float | None:
    return number if np.isfinite(number) else None


def _counts(side: Computed, i: int) -> bool:
    """Whether a place has anything in a period."""
    return bool(side.n[i] > 0 or np.nan_to_num(side.numerator[i]) or np.nan_to_num(side.denominator[i]))
