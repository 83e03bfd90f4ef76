"""Voice of the customer, from its definitions."""

from __future__ import annotations

from oracle.cells import Asked, Data, Figures, Key, Row, grouped, joined, mean, share, table

USUAL = {"nps": "0-10", "csat": "1-5", "ces": "1-7"}
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


def valid(data: Data, instrument: str, scales: dict[str, int] | None = None) -> list[Row]:
    """Answers with a score on their scale, reversed where they are of effort."""
    found = []
    for row in _answers(data):
        scale = row["scale"] or USUAL.get(instrument)
        if (
            row["instrument"] != instrument
            or row["score"] is None
            or scale is None
            or (scales is not None and scale not in scales)
        ):
            continue
        low, high = (float(end) for end in scale.split("-"))
        if low <= row["score"] <= high:
            ease = low + high - row["score"] if row["direction"] == "effort" else row["score"]
            found.append(row | {"scale": scale, "ease": ease})
    return found


def _net(rows: list[Row]) -> Figures:
    net = sum((r["score"] >= PROMOTERS[r["scale"]]) - (r["score"] <= DETRACTORS[r["scale"]]) for r in rows)
    return 100 * net / len(rows), len(rows), net, len(rows)


def voice(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Every metric made of answers."""
    nps, csat, ces = valid(data, "nps", PROMOTERS), valid(data, "csat", POSITIVE), valid(data, "ces", EASY)

    def per_scale(rows, figures):
        return table(rows, asked, "answered_at", figures, "scale")

    found = {
        "nps": per_scale(nps, _net),
        "promoters": per_scale(nps, share(lambda r: r["score"] >= PROMOTERS[r["scale"]])),
        "passives": per_scale(nps, share(lambda r: DETRACTORS[r["scale"]] < r["score"] < PROMOTERS[r["scale"]])),
        "detractors": per_scale(nps, share(lambda r: r["score"] <= DETRACTORS[r["scale"]])),
        "csat": per_scale(csat, share(lambda r: r["score"] >= (asked.params.get("positive_from") or POSITIVE[r["scale"]]))),
        "csat_mean": per_scale(valid(data, "csat"), mean("score")),
        "ces": per_scale(ces, share(lambda r: r["ease"] >= EASY[r["scale"]])),
        "ces_mean": per_scale(valid(data, "ces"), mean("ease")),
    }
    tasks = [r for r in _answers(data) if r["instrument"] == "task" and (r["choice"] or "").lower() in ("yes", "no")]
    found["task_completion"] = table(tasks, asked, "answered_at", share(lambda r: r["choice"].lower() == "yes"))
    intents = [r for r in _answers(data) if r["instrument"] == "intent" and r["choice"] is not None]
    found["visitor_intent"] = _spread(intents, asked)
    return found


def _spread(rows: list[Row], asked: Asked) -> dict[Key, Figures]:
    """Each choice's share of its cell; a choice that others made in another period has a share of nought."""
    found: dict[Key, Figures] = {}
    for (start, by, _), group in grouped(rows, asked, "answered_at").items():
        for choice in {row["choice"] for row in rows}:
            k, n = sum(row["choice"] == choice for row in group), len(group)
            found[start, by, choice] = (k / n, n, k, n)
    return found
