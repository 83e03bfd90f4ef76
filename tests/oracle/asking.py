"""Invitations and what came of them, from their definitions."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from oracle.cells import Asked, Data, Figures, Key, Row, joined, share, table


def _soon(row: Row, name: str, days: float) -> bool:
    return row[name] is not None and row[name] - row["sent_at"] <= timedelta(days=days)


def asking(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Invitations opened and answered in time."""
    days = asked.params.get("window", 14)
    sent = asked.params.get("invited") == "sent"
    rows = [joined(data, r) for r in data["invitations"]]
    rows = [r for r in rows if (r["failure"] is None if sent else r["delivered_at"] is not None)]
    return {
        "response_rate": table(rows, asked, "sent_at", share(lambda r: _soon(r, "answered_at", days))),
        "open_rate": table(rows, asked, "sent_at", share(lambda r: _soon(r, "opened_at", days) or _soon(r, "answered_at", days))),
    }


def _given(row: Row) -> bool:
    return row["score"] is not None or bool((row["choice"] or "").strip()) or bool((row.get("comment") or "").strip())


def _largest(rows: list[Row], name: str) -> str | None:
    return max((r[name] for r in rows if r[name] is not None), default=None)


def completing(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Filled-in surveys with every question answered: all that anybody was asked, or all that were put."""
    questions: dict[tuple[str | None, int | None], set[str]] = defaultdict(set)
    responses: dict[tuple[str | None, str], list[Row]] = defaultdict(list)
    intents: dict[str, str] = {}
    for row in data["answers"]:
        if row["question"] is not None:
            questions[row["survey"], row.get("survey_version")].add(row["question"])
        if row["response_id"] is not None:
            responses[row["survey"], row["response_id"]].append(row)
            if row["instrument"] == "intent" and row["choice"] is not None:
                intents[row["response_id"]] = row["choice"]
    found = []
    for (survey, response), rows in responses.items():
        put = {r["question"] for r in rows if r["question"] is not None}
        answered = {r["question"] for r in rows if r["question"] is not None and _given(r)}
        version = max((r["survey_version"] for r in rows if r.get("survey_version") is not None), default=None)
        wanted = put if asked.params.get("questions") == "put" else questions[survey, version]
        if put:
            names = ("channel", "respondent", "customer_id")
            found.append(joined(data, {name: _largest(rows, name) for name in names}) | {
                "survey": survey, "intent": intents.get(response), "started": min(r["answered_at"] for r in rows),
                "whole": len(answered) >= len(wanted),
            })  # fmt: skip
    return {"completion_rate": table(found, asked, "started", share(lambda r: r["whole"]))}
