"""Finding a metric in one's own words, in any of the languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helder.i18n import LANGUAGES
from helder.metrics import Metric, family_in
from helder.web import serving
from helder.web.boards.catalogue_views import told
from helder.web.boards.tile import meaning_of, title_of
from helder.web.writing import language


@dataclass(frozen=True)
class Found:
    """A metric as it is offered."""

    name: str
    title: str
    meaning: str


def families(words: str) -> dict[str, list[Found]]:
    """The metrics of which all words are told, by family; those whose title has the words before the others."""
    asked = words.lower().split()
    known = sorted((_rank(metric, asked), i, metric) for i, metric in enumerate(_matching(asked)))
    found: dict[str, list[Found]] = {}
    for _rank_of, _i, metric in known:
        found.setdefault(family_in(metric.family, language()), []).append(
            Found(metric.name, title_of(metric), meaning_of(metric))
        )
    return found


def _matching(words: list[str]) -> Iterator[Metric]:
    for metric in serving.catalog().values():
        text = " ".join((told(metric), *(family_in(metric.family, one).lower() for one in LANGUAGES)))
        if all(word in text for word in words):
            yield metric


def _rank(metric: Metric, words: list[str]) -> int:
    """0 where its name or a title has all words, 1 where only its meaning has."""
    named = " ".join((metric.name, *metric.titles.values())).lower()
    return 0 if all(word in named for word in words) else 1
