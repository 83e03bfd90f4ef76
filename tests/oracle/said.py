"""Reviews of conversations, and mentions in public, from their definitions."""

from __future__ import annotations

import math
from collections import defaultdict

from oracle.cells import Asked, Data, Figures, Key, Row, count, grouped, joined, table


def _quality(rows: list[Row]) -> float | None:
    """The quality of one review from 0 to 1, None for one that cannot be told."""
    rows = [r for r in rows if r["score"] is not None]
    for r in rows:
        if r["min_score"] is None or r["max_score"] is None or not r["min_score"] <= r["score"] <= r["max_score"]:
            return None
        if r["min_score"] == r["max_score"]:
            return None
    parts = [((r["score"] - r["min_score"]) / (r["max_score"] - r["min_score"]), r) for r in rows]
    if any(part < 0.5 and r["critical"] for part, r in parts):
        return 0.0
    weights = [1.0 if r["weight"] is None else r["weight"] for _, r in parts]
    if sum(weights) == 0:
        return None
    return sum(weight * part for weight, (part, _) in zip(weights, parts, strict=True)) / sum(weights)


def quality(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """The mean quality of reviews; groups of fewer than five are hidden where they are about employees."""
    contacts = {r["contact_id"]: r for r in data.get("contacts", [])}
    by_review: dict[str, list[Row]] = defaultdict(list)
    for row in data["quality_reviews"]:
        by_review[row["review_id"]].append(row)
    found = []
    for rows in by_review.values():
        about = contacts.get(rows[0]["contact_id"], {})
        seen = {name: about.get(name) for name in ("channel", "topic", "queue")} | {"reviewer": rows[0]["reviewer_id"]}
        found.append(joined(data, rows[0], employee=True) | seen | {"quality": _quality(rows)})

    def iqs(rows: list[Row]) -> Figures:
        total = math.fsum(r["quality"] for r in rows)
        return 100 * total / len(rows), len(rows), total, len(rows)

    return {"iqs": table([r for r in found if r["quality"] is not None], asked, "reviewed_at", iqs)}


def _net(neutral: float):
    def figures(rows: list[Row]) -> Figures:
        net = sum((r["sentiment"] > neutral) - (r["sentiment"] < -neutral) for r in rows)
        return 100 * net / len(rows), len(rows), net, len(rows)

    return figures


def social(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """How often, where and how the company is named."""
    rows = [joined(data, r, own=("language",)) | {"channel": "social"} for r in data["mentions"]]
    told = [r for r in rows if r["sentiment"] is not None]
    placed = [r for r in rows if (r["network"] or "").strip()]
    shares: dict[Key, Figures] = {}
    for (start, by, _), group in grouped(placed, asked, "at").items():
        for network in {r["network"] for r in placed}:
            k, n = sum(r["network"] == network for r in group), len(group)
            shares[start, by, network] = (k / n, n, k, n)
    return {
        "mentions": table(rows, asked, "at", count),
        "share_of_mentions": shares,
        "net_sentiment": table(told, asked, "at", _net(asked.params.get("neutral", 0))),
    }
