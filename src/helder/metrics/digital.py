"""Digital: metrics made of what visitors do on the site and in the app."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import CART_VISITS, carts, sessions
from helder.forms import Form, Mean, Share
from helder.metrics.metric import DIGITAL, Example, Measure, Metric, Param
from helder.metrics.unit import SECONDS, SHARE

IDLE = Param("idle_minutes", 30, "Minutes without an event that end a session", unit="min", minimum=1)


def _over_sessions(form: Form) -> Any:
    return lambda p: Measure(fact=sessions(p.idle_minutes), dated_by="started_at", form=form)


def events(*rows: tuple[str, str, str]) -> dict[str, list[dict[str, Any]]]:
    """Rows of an example: events by visit, minute and name."""
    return {
        "page_events": [
            {"event_id": f"{i:03}", "session_id": visit, "visitor_id": visit, "at": f"2026-03-02T{time}:00", "event": event}
            for i, (visit, time, event) in enumerate(rows)
        ]
    }


VISITS = events(
    ("a", "10:00", "view"), ("a", "10:02", "add_to_cart"), ("a", "10:06", "purchase"),
    ("b", "11:00", "view"), ("b", "11:02", "view"), ("b", "12:00", "view"),
    ("c", "13:00", "add_to_cart"), ("c", "13:04", "view"),
)  # fmt: skip

CART_ABANDONMENT_RATE = Metric(
    name="cart_abandonment_rate",
    family=DIGITAL,
    titles={"en": "Cart abandonment rate", "nl": "Verlaten winkelwagens", "da": "Forladte kurve"},
    meaning="Share of carts that were left without a purchase",
    formula="carts without a purchase / carts; a cart runs from the first add until a purchase, or {idle_hours} hours "
    "without a cart event [per={per}]",
    measure=lambda p: Measure(
        fact=carts(p.idle_hours) if p.per == "cart" else CART_VISITS, dated_by="started_at", form=Share(~_.purchased)
    ),
    params=(
        Param("per", "cart", "What is counted: carts of a person, or visits with a cart", choices=("cart", "visit")),
        Param("idle_hours", 24, "Hours without a cart event that end a cart", unit="h", minimum=1, maximum=876_000),
    ),
    unit=SHARE,
    better="lower",
    source="D0 D4 (M20)",
    maturity=lambda p: p.idle_hours * 3600 if p.per == "cart" else 0,
    example=Example(VISITS, 0.5, "a bought what was in the cart, c did not; b had no cart"),
)

CONVERSION_RATE = Metric(
    name="conversion_rate",
    family=DIGITAL,
    titles={"en": "Conversion rate", "nl": "Conversie", "da": "Konverteringsrate"},
    meaning="Share of sessions with a purchase",
    formula="sessions with a purchase / sessions; {idle_minutes} minutes without an event end a session",
    measure=_over_sessions(Share(_.purchased)),
    params=(IDLE,),
    unit=SHARE,
    better="higher",
    source="D2 (S18)",
    example=Example(VISITS, 0.25, "1 purchase in 4 sessions: b's pause of 58 minutes makes two of one"),
)

ENGAGEMENT_RATE = Metric(
    name="engagement_rate",
    family=DIGITAL,
    titles={"en": "Engagement rate", "nl": "Betrokken bezoeken", "da": "Engagementsrate"},
    meaning="Share of sessions in which the visitor did something",
    formula="sessions of more than 10 s, or with two views, or with a key event (add to cart, checkout, purchase, "
    "sign-up) / sessions; "
    "{idle_minutes} minutes without an event end a session",
    measure=_over_sessions(Share((_.duration > 10) | (_.views >= 2) | _.key_event)),
    params=(IDLE,),
    unit=SHARE,
    better="higher",
    source="D0 D3 D4 (M04)",
    example=Example(VISITS, 0.75, "a, c and b's first session; b's second is one view"),
)

SESSION_DURATION = Metric(
    name="session_duration",
    family=DIGITAL,
    titles={"en": "Session duration", "nl": "Bezoekduur", "da": "Besøgsvarighed"},
    meaning="How long a session lasts",
    formula="sum of times from the first to the last event / sessions; {idle_minutes} minutes without an event end a session",
    measure=_over_sessions(Mean(_.duration)),
    params=(IDLE,),
    unit=SECONDS,
    better="higher",
    source="D0 D3 D4 (M04)",
    example=Example(VISITS, 180.0, "360 s, 120 s, 0 s and 240 s: 720 / 4"),
)

METRICS = (CART_ABANDONMENT_RATE, CONVERSION_RATE, ENGAGEMENT_RATE, SESSION_DURATION)
