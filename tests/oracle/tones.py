"""How customers' tone changes, from its definition, in exact fractions."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from oracle.cells import Asked, Data, Figures, Key, Row, mean, share, table
from oracle.contacts import contacts


def _conversations(data: Data) -> list[Row]:
    """Contacts with three turns of the customer or more, each with how much the tone rose."""
    said: dict[str, list[Fraction]] = defaultdict(list)
    for turn in sorted(data["turns"], key=lambda t: t["turn"]):
        if turn["speaker"] == "customer" and turn["sentiment"] is not None:
            said[turn["contact_id"]].append(Fraction(str(turn["sentiment"])))
    found = []
    for row in contacts(data):
        tones = said[row["contact_id"]]
        third = len(tones) // 3
        if third:
            change = (sum(tones[-third:]) - sum(tones[:third])) / third
            found.append(row | {"exact": change, "change": float(change)})
    return found


def tones(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """The change, and how often it is clearly for the worse."""
    drop, rows = Fraction(str(asked.params.get("drop", 0.2))), _conversations(data)
    dated = "answered_at" if asked.params.get("dated_by") == "answered_at" else "arrived"
    return {
        "tone_change": table(rows, asked, dated, mean("change")),
        "worse_tone_share": table(rows, asked, dated, share(lambda r: r["exact"] < -drop)),
    }
