"""Which columns of a file tell its records apart."""

from __future__ import annotations

import re

from helder.connectors.reading.drafting.sample import Sample
from helder.connectors.reading.synonyms import plain

_NAMES_A_RECORD = re.compile(r"(^|_)(id|no|nr|num|number|nummer|key|code|uuid|guid)(_|$)|id$|num$")
_MOST = 4


def names_a_record(name: str) -> bool:
    """Whether a column's name says that it is a key."""
    return _NAMES_A_RECORD.search(plain(name)) is not None


def telling_apart(sample: Sample, first: str | None) -> tuple[str, ...]:
    """The fewest columns found that tell every record apart, `first` among them where given; none where none do.

    A column named as a key is may do so by itself; others are added one by one, each time the one that tells most apart.
    """
    if first is None:
        named = [name for name in sample.columns if names_a_record(name) and _short(sample, name)]
        alone = next((name for name in named if sample.different([name]) == sample.rows), None)
        if alone:
            return (alone,)
    candidates = [name for name in sample.columns if name != first and _short(sample, name) and not _measured(sample, name)]
    chosen = [first] if first else []
    told = sample.different(chosen) if chosen else 0
    while told < sample.rows and len(chosen) < _MOST:
        best = max(((sample.different([*chosen, name]), name) for name in candidates if name not in chosen), default=(0, ""))
        if best[0] <= told:
            return ()
        told, chosen = best[0], [*chosen, best[1]]
    return tuple(chosen) if told == sample.rows else ()


def _short(sample: Sample, name: str) -> bool:
    """Whether its values could be part of a key: there are some, and none is a text of some length."""
    texts = sample.values[name].texts
    return bool(texts) and all(len(text) <= 64 for text in texts)


def _measured(sample: Sample, name: str) -> bool:
    """Whether it holds numbers that name nothing, and tell records apart by chance only."""
    return not names_a_record(name) and sample.values[name].all_match(r"[-+]?\d*[.,]?\d+")


def nearly(sample: Sample) -> str | None:
    """The column named as a key is that tells nearly all records apart, where some are repeated."""
    named = [name for name in sample.columns if names_a_record(name) and _short(sample, name)]
    told, best = max(((sample.different([name]), name) for name in named), default=(0, None))
    return best if told >= 0.9 * sample.rows else None
