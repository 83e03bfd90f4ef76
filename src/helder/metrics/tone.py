"""Service: how the customer's tone changes during a conversation."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import CONVERSATION_THIRDS
from helder.forms import Form, Mean, Share
from helder.metrics.contacts import DATED
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need, Param
from helder.metrics.unit import SCORE, SHARE


def _of_thirds(form: Form, dated_by: str) -> Measure:
    return Measure(
        fact=CONVERSATION_THIRDS,
        dated_by=dated_by,
        form=form,
        needs=(
            Need(_.customer_turns > 0, "no turn of the customer with a known sentiment"),
            Need(_.customer_turns >= 3, "fewer than three turns of the customer with a known sentiment"),
        ),
    )


def _said(contact: str, *sentiments: float) -> list[dict[str, Any]]:
    """Turns of a customer with these sentiments, an agent's in between."""
    turns = [{"contact_id": contact, "turn": 2 * i, "speaker": "customer", "sentiment": s} for i, s in enumerate(sentiments)]
    return [*turns, {"contact_id": contact, "turn": 1, "speaker": "agent", "sentiment": 0.9}]


_TALKS = {
    "contacts": [{"contact_id": name, "offered_at": "2026-03-02T10:00:00"} for name in ("a", "b", "c", "d")],
    "turns": [*_said("a", -0.6, -0.2, 0.1, 0.0, 0.2, 0.4), *_said("b", 0.3, 0.0, -0.1, -0.1), *_said("c", -1, 1)],
}
_MEASURED = (
    "mean sentiment of the last third of the customer's turns minus that of the first third; a third is rounded down, of the "
    "turns with a known sentiment; contacts with fewer than three of them are left out"
)

TONE_CHANGE = Metric(
    name="tone_change",
    family=SERVICE,
    titles={"en": "Change of tone", "nl": "Verandering van toon", "da": "Ændring i tone"},
    meaning="How much better the customer's tone is at the end of a contact than at its beginning",
    formula=f"mean over contacts of: {_MEASURED}; dated by {{dated_by}}",
    measure=lambda p: _of_thirds(Mean(_.tone_change), p.dated_by),
    params=(DATED,),
    unit=SCORE,
    better="higher",
    source="D2 (M33)",
    example=Example(
        _TALKS, 0.15, "a from (-0.6 - 0.2) / 2 to (0.2 + 0.4) / 2: +0.7; b from 0.3 to -0.1: -0.4; c is short, d not written out"
    ),
)

WORSE_TONE_SHARE = Metric(
    name="worse_tone_share",
    family=SERVICE,
    titles={"en": "Contacts that end worse", "nl": "Contacten die slechter eindigen", "da": "Kontakter der ender dårligere"},
    meaning="Share of contacts at whose end the customer's tone is clearly worse than at the beginning",
    formula=f"contacts whose change of tone is below -{{drop}} / contacts with one; the change is the {_MEASURED}; "
    "dated by {dated_by}",
    # Means of decimals are not exact: a change of just as much is none.
    measure=lambda p: _of_thirds(Share(_.tone_change < -p.drop - 1e-9), p.dated_by),
    params=(Param("drop", 0.2, "By more than how much the tone must have fallen"), DATED),
    unit=SHARE,
    better="lower",
    source="D2 (M33)",
    example=Example(_TALKS, 0.5, "b fell by 0.4, a rose"),
)

METRICS = (TONE_CHANGE, WORSE_TONE_SHARE)
