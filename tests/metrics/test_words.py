"""Every metric is told in English, Dutch and Danish, and says what to beware of; and no words are told of no metric."""

from __future__ import annotations

import pytest

import helder
from helder.metrics import Metric
from helder.metrics.words import _words


@pytest.mark.parametrize("metric", helder.CATALOG.values(), ids=str)
def test_a_metric_is_told_in_every_language(metric: Metric) -> None:
    for language in ("en", "nl", "da"):
        assert metric.titles[language].strip()
        meaning = metric.meaning_in(language)
        assert meaning[0].isupper()
        assert not meaning.endswith(".")
    assert len({metric.meaning_in(language) for language in ("en", "nl", "da")}) == 3
    assert metric.beware
    assert not metric.beware.endswith(".")


def test_no_words_are_told_of_no_metric() -> None:
    assert set(_words()) <= set(helder.CATALOG)
