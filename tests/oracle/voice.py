"""Voice of the customer, from its definitions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from oracle.cells import Asked, Data, Figures, Key, Row, grouped, joined, table

Params = Mapping[str, Any]
NONE: Params = {}

USUAL = {"nps": "0-10", "csat": "1-5", "ces": "1-7", "employee": "1-10"}
WORDS = {"verbal": ["extremely disliked", "disliked", "neutral", "appreciated", "very much appreciated"]}
PROMOTERS = {"0-10": 9, "1-10": 9, "1-7": 7, "1-5": 5}
DETRACTORS = {"0-10": 6, "1-10": 6, "1-7": 5, "1-5": 3}
POSITIVE = {"1-3": 3, "1-4": 3, "1-5": 4, "1-7": 6, "1-10": 8, "0-10": 8}
EASY = {"1-7": 5, "1-5": 4}


def _answers(data: Data) -> list[Row]:
    intents = {
        r["response_id"]: r["choice"] for r in data["answers"] if r["instrument"] == "intent" and r["response_id"] and r["choice"]
    }
    return [
        joined(data, row, own=("language",), employee=True) | {"intent": intents.get(row["response_id"])}
        for row in data["answers"]
    ]


def _placed(row: Row, scale: str) -> tuple[str, str, float | None]:
    """The label of a scale, its lowest and highest score, and the score: the place of the word chosen, on a scale in words."""
    words = WORDS.get(scale) or [word.strip().lower() for word in scale.split("|")]
    if len(words) == 1:
        return scale, scale, row["score"]
    ends, word = f"1-{len(words)}", (row["choice"] or "").strip().lower()
    place = words.index(word) + 1 if word in words else None
    return f"verbal {ends}", ends, place if row["score"] is None else row["score"]


def valid(data: Data, instrument: str, scales: Iterable[str] | None = None, params: Params = NONE) -> list[Row]:
    """Answers with a score on their scale, reversed where they are of effort; with a weight, where they are weighted."""
    found = []
    weighted = params.get("weighted") == "yes"
    for row in _answers(data):
        if row["instrument"] != instrument or (row["scale"] or USUAL.get(instrument)) is None:
            continue
        label, scale, score = _placed(row, row["scale"] or USUAL[instrument])
        low, high = (float(end) for end in scale.split("-"))
        if score is None or not low <= score <= high or (scales is not None and scale not in scales):
            continue
        if weighted and not row["weight"]:
            continue
        ease = low + high - score if row["direction"] == "effort" else score
        weight = row["weight"] if weighted else 1
        found.append(row | {"label": label, "scale": scale, "score": score, "ease": ease, "stands_for": weight})
    return found


def weighing(of: Callable[[Row], float], factor: float = 1.0) -> Callable[[list[Row]], Figures]:
    """The weighted mean of something; of unweighted rows the plain one."""

    def figures(rows: list[Row]) -> Figures:
        above = math.fsum(of(row) * row["stands_for"] for row in rows)
        below = math.fsum(row["stands_for"] for row in rows)
        return factor * above / below, len(rows), above, below

    return figures


def promoting(row: Row) -> int:
    """1 for a promoter, -1 for a detractor."""
    return (row["score"] >= PROMOTERS[row["scale"]]) - (row["score"] <= DETRACTORS[row["scale"]])


def voice(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Every metric made of answers."""
    nps = [r for r in valid(data, "nps", PROMOTERS, asked.params) if r["respondent"] != "employee"]
    csat, ces = valid(data, "csat", POSITIVE, asked.params), valid(data, "ces", EASY, asked.params)
    means = {name: valid(data, name, None, asked.params) for name in ("csat", "ces")}
    kept = None if asked.params.get("pool") == "yes" else "label"

    def per_scale(rows, of, factor=1.0, label="label"):
        return table(rows, asked, "answered_at", weighing(of, factor), label)

    found = {
        "nps": per_scale(nps, promoting, 100, kept),
        "promoters": per_scale(nps, lambda r: promoting(r) == 1, 1, kept),
        "passives": per_scale(nps, lambda r: promoting(r) == 0, 1, kept),
        "detractors": per_scale(nps, lambda r: promoting(r) == -1, 1, kept),
        "csat": per_scale(csat, lambda r: r["score"] >= (asked.params.get("positive_from") or POSITIVE[r["scale"]])),
        "csat_mean": per_scale(means["csat"], lambda r: r["score"]),
        "ces": per_scale(ces, lambda r: r["ease"] >= EASY[r["scale"]]),
        "ces_mean": per_scale(means["ces"], lambda r: r["ease"]),
        "ces_net": per_scale([r for r in ces if r["scale"] == "1-7"], lambda r: (r["ease"] >= 6) - (r["ease"] <= 3), 100),
    }
    found["task_completion"] = table(said(data, "task", asked.params), asked, "answered_at", weighing(_yes))
    intents = [r for r in _answers(data) if r["instrument"] == "intent" and (r["choice"] or "").strip()]
    found["visitor_intent"] = _spread(intents, asked)
    return found


def said(data: Data, instrument: str, params: Params) -> list[Row]:
    """Answers of yes or no."""
    weighted = params.get("weighted") == "yes"
    rows = [r for r in _answers(data) if r["instrument"] == instrument and (r["choice"] or "").lower() in ("yes", "no")]
    return [r | {"stands_for": r["weight"] if weighted else 1} for r in rows if r["weight"] or not weighted]


def _yes(row: Row) -> bool:
    return row["choice"].lower() == "yes"


def staff(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """What employees say; groups of fewer than five are hidden, and not compared."""
    enps = [r for r in valid(data, "nps", PROMOTERS, asked.params) if r["respondent"] == "employee"]
    pooled = asked.params.get("pool") == "yes"
    return {
        "enps": table(enps, asked, "answered_at", weighing(promoting, 100), None if pooled else "label"),
        "employee_satisfaction": table(
            valid(data, "employee", None, asked.params), asked, "answered_at", weighing(lambda r: r["score"]), "label"
        ),
        "content_employees": table(said(data, "employee", asked.params), asked, "answered_at", weighing(_yes)),
    }


def _spread(rows: list[Row], asked: Asked) -> dict[Key, Figures]:
    """Each choice's share of its cell; a choice that others made in another period has a share of nought."""
    found: dict[Key, Figures] = {}
    for (start, by, _), group in grouped(rows, asked, "answered_at").items():
        for choice in {row["choice"] for row in rows}:
            k, n = sum(row["choice"] == choice for row in group), len(group)
            found[start, by, choice] = (k / n, n, k, n)
    return found
