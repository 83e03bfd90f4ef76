"""Finding a metric in one's own words, in any of the languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helder.facts.titles import joining, of_dimension, of_grain
from helder.i18n import LANGUAGES
from helder.metrics import Metric, family_in
from helder.metrics.synonyms import synonyms
from helder.web import serving
from helder.web.boards.catalogue_views import told
from helder.web.boards.tile import meaning_of, title_of
from helder.web.boards.view import GRAINS
from helder.web.writing import language

#: Words of so many letters or fewer tell little: of, the, is.
_TELLING = 3


@dataclass(frozen=True)
class Found:
    """A metric as it is offered."""

    name: str
    title: str
    meaning: str


def families(words: str) -> dict[str, list[Found]]:
    """The metrics that words tell of, by family, the nearest first.

    Those of which all words are told, or all but those that say how it is cut ("sales per week"); where there are none, those
    of which most of the telling words are.
    """
    asked = words.lower().split()
    texts = {metric: _text(metric) for metric in serving.catalog().values()}
    ways = [asked, *([uncut] if (uncut := _uncut(asked)) else [])]
    told_of = dict.fromkeys(metric for way in ways for metric in _all_told(texts, way))
    nearest = told_of or _most_told(texts, [word for word in ways[-1] if len(word) > _TELLING])
    known = sorted((min(_rank(metric, way) for way in ways), i, metric) for i, metric in enumerate(nearest))
    found: dict[str, list[Found]] = {}
    for _rank_of, _i, metric in known:
        found.setdefault(family_in(metric.family, language()), []).append(
            Found(metric.name, title_of(metric), meaning_of(metric))
        )
    return found


def _text(metric: Metric) -> str:
    return " ".join((told(metric), *(family_in(metric.family, one).lower() for one in LANGUAGES)))


def _all_told(texts: Mapping[Metric, str], words: list[str]) -> list[Metric]:
    return [metric for metric, text in texts.items() if all(word in text for word in words)]


def _uncut(words: list[str]) -> list[str]:
    """The words without grains, dimensions, and those that go before them."""
    dimensions = {name for metric in serving.catalog().values() for name in metric.dimensions}
    titles = {of_dimension(name, one).lower() for name in dimensions for one in LANGUAGES}
    titles |= {of_grain(name, one).lower() for name in GRAINS for one in LANGUAGES}
    cutting = {_stem(word) for title in titles for word in title.split()}
    return [word for word in words if word not in joining() and _stem(word) not in cutting]


def _most_told(texts: Mapping[Metric, str], words: list[str]) -> Iterable[Metric]:
    """The metrics of which most of some words are told, half of them at least."""
    counts = {metric: sum(_stem(word) in text for word in words) for metric, text in texts.items()}
    most = max(counts.values(), default=0)
    return [metric for metric, count in counts.items() if count == most] if most and 2 * most >= len(words) else []


def _stem(word: str) -> str:
    """A word without the ending that a plural or a verb has in all three languages, where enough of it is left."""
    return word[:-1] if len(word) > _TELLING + 1 and word[-1] in "senr" else word


def _rank(metric: Metric, words: list[str]) -> int:
    """0 where it is called just so, 1 where its name or a title has all words, 2 where what else it is called has; else 3."""
    called = [one.strip() for one in (metric.name, *metric.titles.values(), *synonyms(metric.name).split(","))]
    if " ".join(words) in (one.lower() for one in called):
        return 0
    named = " ".join((metric.name, *metric.titles.values())).lower()
    if all(word in named for word in words):
        return 1
    return 2 if all(word in synonyms(metric.name).lower() for word in words) else 3
