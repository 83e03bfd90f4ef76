"""A survey written one respondent a row: which of its columns may be questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helder.connectors.reading.drafting.sample import Sample
from helder.connectors.reading.synonyms import plain

_WORDS = {
    "nps": re.compile(r"nps|net_?pro|recommend|aanbeve|anbefal"),
    "csat": re.compile(r"csat|satisf|tevreden|tilfreds|overall|rating|rate"),
    "ces": re.compile(r"ces|effort|ease|easy|moeite|gemak|besvaer|indsats"),
}
_USUAL = {"nps": "0-10", "csat": "1-5", "ces": "1-7"}
_FEWEST = 3


@dataclass(frozen=True)
class Questions:
    """Columns that hold scores of one scale, what they seem to measure, and the scores seen beside the scale."""

    columns: tuple[str, ...]
    instrument: str
    scale: str
    beside: tuple[str, ...]


def found_by_value(sample: Sample, taken: set[str]) -> list[Questions]:
    """Columns whose values are nearly all whole numbers from 0 to 11, three of them or more, put together by scale."""
    groups: dict[tuple[str, str], list[str]] = {}
    for name in sample.columns:
        scores = _scores(sample, name)
        if name not in taken and len(scores) >= _FEWEST:
            groups.setdefault(_kind(name, scores), []).append(name)
    return [_questions(sample, names, *kind) for kind, names in groups.items()]


def _scores(sample: Sample, name: str) -> list[int]:
    real = sample.values[name].real
    whole = [int(text) for text in real if re.fullmatch(r"\d{1,2}", text.strip()) and int(text) <= 11]
    return whole if len(whole) >= 0.9 * len(real) else []


def _kind(name: str, scores: list[int]) -> tuple[str, str]:
    """What a question seems to measure, by its name, and its scale, by that or by its highest score."""
    instrument = next((what for what, word in _WORDS.items() if word.search(plain(name))), "other")
    top = max(scores)
    by_score = "1-5" if top <= 6 else "1-7" if top <= 8 else "0-10"
    return instrument, _USUAL["nps"] if instrument == "nps" else by_score


def _questions(sample: Sample, names: list[str], instrument: str, scale: str) -> Questions:
    low, high = map(int, scale.split("-"))
    seen = dict.fromkeys(text for name in names for text in sample.values[name].texts)
    beside = tuple(text for text in seen if not (text.strip().isdigit() and low <= int(text) <= high))
    return Questions(tuple(names), instrument, scale, beside)
