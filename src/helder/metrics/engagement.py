"""Engagement: how much visitors do on the site, how far they get, and how much customers have to do with the company."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.errors import BadQuestion
from helder.facts import active_customers, engaged_people, interactions, session_stages, sessions
from helder.forms import Count, Distinct, Form, Mean, Present, Share
from helder.metrics.digital import IDLE, VISITS, events
from helder.metrics.metric import DIGITAL, Example, Measure, Metric, Need, Param, Quotient
from helder.metrics.unit import NUMBER, PER, SCORE, SHARE

_SOURCE = "D0 D3 D4 (M04)"


def _over_sessions(form: Form, *needs: Need) -> Any:
    return lambda p: Measure(fact=sessions(p.idle_minutes), dated_by="started_at", form=form, needs=needs)


SESSIONS = Metric(
    name="sessions",
    family=DIGITAL,
    titles={"en": "Sessions", "nl": "Bezoeken", "da": "Besøg"},
    meaning="Number of visits to the site or the app",
    formula="number of sessions; {idle_minutes} minutes without an event end a session",
    measure=_over_sessions(Count()),
    params=(IDLE,),
    unit=NUMBER,
    better="higher",
    source=_SOURCE,
    example=Example(VISITS, 4.0, "a, c and two of b, whose pause of 58 minutes makes two of one"),
)

VISITORS = Metric(
    name="visitors",
    family=DIGITAL,
    titles={"en": "Visitors", "nl": "Bezoekers", "da": "Besøgende"},
    meaning="Number of different browsers or devices that visit the site or the app",
    formula="number of different visitors with a session; {idle_minutes} minutes without an event end a session",
    measure=_over_sessions(Distinct(_.visitor_id), Need(_.visitor_id.notnull(), "no visitor named")),
    params=(IDLE,),
    unit=NUMBER,
    better="higher",
    source=_SOURCE,
    example=Example(VISITS, 3.0, "a, b and c; b came twice"),
)

PAGES_PER_SESSION = Metric(
    name="pages_per_session",
    family=DIGITAL,
    titles={"en": "Pages per session", "nl": "Pagina's per bezoek", "da": "Sider pr. besøg"},
    meaning="How many pages a visitor looks at in a session",
    formula="views / sessions; {idle_minutes} minutes without an event end a session",
    measure=_over_sessions(Mean(_.views)),
    params=(IDLE,),
    unit=PER,
    better="higher",
    source=_SOURCE,
    example=Example(VISITS, 1.25, "1 view of a, 2 and 1 of b, 1 of c: 5 / 4"),
)

CLICKS_PER_SESSION = Metric(
    name="clicks_per_session",
    family=DIGITAL,
    titles={"en": "Clicks per session", "nl": "Klikken per bezoek", "da": "Klik pr. besøg"},
    meaning="How often a visitor clicks in a session",
    formula="clicks / sessions; {idle_minutes} minutes without an event end a session",
    measure=_over_sessions(Mean(_.clicks)),
    params=(IDLE,),
    unit=PER,
    better="higher",
    source=_SOURCE,
    example=Example(
        events(("a", "10:00", "view"), ("a", "10:01", "click"), ("a", "10:02", "click"), ("b", "11:00", "view")),
        1.0,
        "2 clicks of a, none of b: 2 / 2",
    ),
)

STAGE_CONVERSION = Metric(
    name="stage_conversion",
    family=DIGITAL,
    titles={"en": "Conversion by stage", "nl": "Conversie per fase", "da": "Konvertering pr. trin"},
    meaning="How far visits get: the share of sessions that reach each stage",
    formula="sessions that reach a stage / sessions, for each stage [stages={stages}]: of the steps visit, cart, checkout and "
    "purchase, where who reaches one has reached those before it; or of the journey, by the stages the events name; "
    "{idle_minutes} minutes without an event end a session",
    measure=lambda p: Measure(
        fact=session_stages(p.stages, p.idle_minutes), dated_by="started_at", form=Share(_.reached), apart="stage_reached"
    ),
    params=(
        Param("stages", "steps", "Which stages: steps to a purchase, or those of the journey", choices=("steps", "journey")),
        IDLE,
    ),
    unit=SHARE,
    better="higher",
    source="D2 (S18)",
    example=Example(VISITS, 0.5, "2 of 4 sessions, a and c, put something into a cart", cell={"stage_reached": "2 cart"}),
)

_KINDS = ("all", "contacts", "sessions", "mentions", "answers")


def _per_customer(p: Any) -> Quotient:
    kind = (Need(_.kind == p.kind, f"not one of the {p.kind}"),) if p.kind != "all" else ()
    return Quotient(
        Measure(
            fact=interactions(p.answers, p.basis, p.active_days),
            dated_by="start",
            form=Count(),
            needs=(
                Need(_.customer_id.notnull(), "no customer known"),
                Need(_.active, "a customer who was not active at the period's start"),
                *kind,
            ),
        ),
        Measure(
            fact=active_customers(p.basis, p.active_days),
            dated_by="start",
            form=Present(enters=_.entered, leaves=~_.entered),
        ),
    )


INTERACTIONS_PER_CUSTOMER = Metric(
    name="interactions_per_customer",
    family=DIGITAL,
    titles={"en": "Interactions per customer", "nl": "Interacties per klant", "da": "Interaktioner pr. kunde"},
    meaning="How often an active customer has to do with the company, in whatever way",
    formula="(contacts + sessions + mentions + answers) of those customers [kind={kind}, answers={answers}] / customers active "
    "at the period's start: with a subscription in force, or a paid order within {active_days} days before [basis={basis}]",
    measure=_per_customer,
    params=(
        Param("kind", "all", "Which interactions are counted", choices=_KINDS),
        Param("answers", "each", "Count each answer, or a filled-in survey once", choices=("each", "response")),
        Param("basis", "subscriptions", "What makes a customer active", choices=("subscriptions", "orders")),
        Param("active_days", 90, "Days after a paid order that its customer is active", unit="d", minimum=1),
    ),
    unit=PER,
    better="higher",
    source=_SOURCE,
    example=Example(
        {
            "subscriptions": [{"subscription_id": c, "customer_id": c, "started_at": "2026-01-01T00:00:00"} for c in ("a", "b")],
            "contacts": [{"contact_id": "1", "customer_id": "a", "offered_at": "2026-03-02T10:00:00"}],
            "mentions": [{"mention_id": c, "customer_id": c, "at": "2026-03-03T10:00:00"} for c in ("a", "c")],
            "page_events": [
                {"event_id": c, "session_id": c, "customer_id": who, "event": "view", "at": "2026-03-04T10:00:00"}
                for c, who in (("s", "b"), ("t", None))
            ],
            "answers": [{"answer_id": "1", "customer_id": "b", "answered_at": "2026-03-05T10:00:00"}],
        },
        2.0,
        "a contact and a mention of a, a session and an answer of b; a session of nobody known and a mention of c, who is not "
        "active, are left out; 2 active customers: 4 / 2",
        question={"since": "2026-03-01", "until": "2026-04-01"},
    ),
)

_RANKS = ("recency", "frequency", "duration", "clicks")


def _score(p: Any) -> Measure:
    weights = {name: getattr(p, f"{name}_weight") for name in _RANKS}
    if not any(weights.values()):
        raise BadQuestion(
            "All weights of engagement_score are 0.", where="engagement_score", fix="Let at least one weight be above 0."
        )
    whole = sum(_[name] * weight for name, weight in weights.items())
    return Measure(
        fact=engaged_people(p.idle_minutes),
        dated_by="start",
        form=Mean(whole / float(sum(weights.values()))),
        needs=(Need(_.told_apart, "no visitor named, nor a customer"),),
    )


_A = {"customer_id": "a", "visitor_id": "x"}

ENGAGEMENT_SCORE = Metric(
    name="engagement_score",
    family=DIGITAL,
    titles={"en": "Engagement score", "nl": "Engagementscore", "da": "Engagementscore"},
    meaning="How engaged a group of visitors is among all of the period, from 0 to 100; all together they are at 50",
    formula="mean over people of ({recency_weight} x recency + {frequency_weight} x frequency + {duration_weight} x duration + "
    "{clicks_weight} x clicks) / sum of these weights, each the percentile rank among all who visited in the period: of the "
    "moment of the last event, the number of sessions, the time per session and the clicks per session; {idle_minutes} minutes "
    "without an event end a session",
    measure=_score,
    params=(
        *(Param(f"{name}_weight", 1, f"Weight of {name} in the score") for name in _RANKS),
        IDLE,
    ),
    unit=SCORE,
    better="higher",
    source=_SOURCE,
    example=Example(
        {
            "customers": [{"customer_id": "a", "segment": "business"}],
            "page_events": [
                {"event_id": "1", **_A, "session_id": "1", "at": "2026-03-02T10:00:00", "event": "view"},
                {"event_id": "2", **_A, "session_id": "1", "at": "2026-03-02T10:05:00", "event": "click"},
                {"event_id": "3", **_A, "session_id": "2", "at": "2026-03-05T10:00:00", "event": "view"},
                {"event_id": "4", "visitor_id": "y", "session_id": "3", "at": "2026-03-09T10:00:00", "event": "view"},
            ],
        },
        62.5,
        "of 2 people a is the less recent (25), but comes more often (75), stays longer (75) and clicks more (75): 250 / 4",
        question={"by": ["segment"], "since": "2026-03-01", "until": "2026-04-01"},
        cell={"segment": "business"},
    ),
)

METRICS = (
    SESSIONS,
    VISITORS,
    PAGES_PER_SESSION,
    CLICKS_PER_SESSION,
    STAGE_CONVERSION,
    INTERACTIONS_PER_CUSTOMER,
    ENGAGEMENT_SCORE,
)
