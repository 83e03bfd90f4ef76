"""How engaged people are: what they do, in whatever way, and how they rank among the others who visit the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.activity import ACTIVITY, active_spans
from helder.facts.fact import Fact, Source
from helder.facts.tables import CONTACTS
from helder.facts.visits import SITE, by_person, session_name, sessions

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: What a person is ranked by, and the column of it that is larger for the more engaged.
RANKED = {"recency": "last_at", "frequency": "visits", "duration": "duration", "clicks": "clicks"}


def _sessions_asked_for(source: Source, idle_minutes: int) -> ir.Table:
    """Sessions, of which those that begin within the periods asked for are all there."""
    return replace(source, window=(source.periods[0].start, source.periods[-1].end)).of(sessions(idle_minutes))


def _engaged(idle_minutes: int) -> Callable[[Source], ir.Table]:
    def build(source: Source) -> ir.Table:
        """People and the periods they visited in, ranked among all who did.

        Sessions that name nobody are one row of a period, apart from the others.
        """
        import ibis

        visits = by_person(_sessions_asked_for(source, idle_minutes), source["page_events"])
        visits = source.within_periods(visits, "started_at")
        # In whole microseconds, which add up alike in whatever order: two means that are equal are so on every engine.
        visits = visits.mutate(spent=(visits.duration * 1_000_000 + 0.5).floor().cast("int64"))
        people = visits.group_by("start", "person").aggregate(
            customer_id=ibis.coalesce(visits.customer_id, visits.known_as).max(),
            last_at=visits.ended_at.max(),
            visits=visits.count(),
            duration=visits.spent.sum() / visits.spent.count(),
            clicks=visits.clicks.mean(),
        )
        people = people.mutate(told_apart=people.person.notnull(), channel=ibis.literal(SITE))
        return people.mutate(**{name: _percentile(people, column) for name, column in RANKED.items()})

    return build


def _percentile(people: ir.Table, column: str) -> ir.FloatingValue:
    """Percentile rank from 0 to 100 within the period: the share below, and half of those equal."""
    import ibis

    group = ["start", "told_apart"]
    # Both in one order, as sorting is what it costs.
    below = ibis.rank().over(ibis.window(group_by=group, order_by=column))
    up_to = people.count().over(ibis.window(group_by=group, order_by=column, range=(None, 0)))
    everyone = people.count().over(ibis.window(group_by=group))
    return 100 * (below + up_to) / 2 / everyone


@lru_cache
def engaged_people(idle_minutes: int) -> Fact:
    """People who visited in each period, ranked against each other."""
    return Fact(
        name="engaged_people",
        meaning="People who visited the site or the app in a period, ranked among all who did",
        grain="one person in one period",
        key=("start", "person"),
        tables=("page_events",),
        build=_engaged(idle_minutes),
        own={"channel": "channel"},
        points_to=("customer_id",),
        periodic=True,
        spans=(("page_events", "at"),),
    )


def _filled_in(answers: ir.Table) -> ir.Table:
    """Answers put together to the responses they belong to; one that belongs to none by itself."""
    import ibis

    # An answer's name may be a response's, too.
    t = answers.mutate(name=ibis.coalesce("response " + answers.response_id, "answer " + answers.answer_id))
    t = t.group_by("name", of_survey=t.survey.fill_null("")).aggregate(
        customer_id=t.customer_id.max(), answered_at=t.answered_at.min(), answered_at_day=t.answered_at_day.min()
    )
    return t.mutate(answer_id=t.of_survey + " " + t.name)


def _interactions(answers: str, basis: str, days: int) -> Callable[[Source], ir.Table]:
    def build(source: Source) -> ir.Table:
        """What customers did in each period, with whether they were active at its start, and the channel that brought them."""
        contacts, given = CONTACTS.build(source), source["answers"]
        visits = _sessions_asked_for(source, 30)
        visits = visits.mutate(name=session_name(visits))
        acts = _acts(contacts, "contacts", "contact_id", "offered_at").union(
            _acts(visits, "sessions", "name", "started_at"),
            _acts(source["mentions"], "mentions", "mention_id", "at"),
            _acts(given if answers == "each" else _filled_in(given), "answers", "answer_id", "answered_at"),
        )
        acts = source.within_periods(acts, "at")
        spans = active_spans(source, basis, days)
        of_span = [acts.customer_id == spans.customer_id, acts.start >= spans["first"], acts.start <= spans["last"]]
        acts = acts.left_join(spans, of_span).drop("customer_id_right", "last")
        acts = acts.mutate(active=acts["first"].notnull()).drop("first")
        customers = source["customers"].select("customer_id", channel="acquired_via")
        return acts.left_join(customers, "customer_id").drop("customer_id_right")

    return build


def _acts(t: ir.Table, kind: str, key: str, at: str) -> ir.Table:
    import ibis

    return t.select("customer_id", kind=ibis.literal(kind), interaction_id=t[key], at=t[at], at_day=t[f"{at}_day"])


@lru_cache
def interactions(answers: str, basis: str, days: int) -> Fact:
    """What customers do that touches the company; an answer by itself ("each"), or together with those of its response.

    basis, days: what makes a customer active, as of `active_customers`.
    """
    return Fact(
        name="interactions",
        meaning="Contacts, visits, mentions and answers in each period",
        grain=f"one contact, session, mention or {'answer' if answers == 'each' else 'filled-in survey'}",
        key=("kind", "interaction_id"),
        tables=("contacts", "page_events", "mentions", "answers", "customers", basis),
        build=_interactions(answers, basis, days),
        own={"channel": "channel", "kind": "kind"},
        points_to=("customer_id",),
        periodic=True,
        spans=ACTIVITY[basis],
    )
