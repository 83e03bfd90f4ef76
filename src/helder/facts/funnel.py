"""How far visits to the site get: the stages each of them reaches."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.fact import Fact, Source
from helder.facts.visits import OF_VISIT, WAY, sessions, sessions_with

if TYPE_CHECKING:
    import ibis.expr.types as ir

_VISIT = "1 visit"
_LATER = dict(zip(("2 cart", "3 checkout", "4 purchase"), WAY, strict=True))
#: The steps to a purchase, in order.
STEPS = (_VISIT, *_LATER)


def _by_steps(idle_minutes: int) -> Callable[[Source], ir.Table]:
    def build(source: Source) -> ir.Table:
        """A row for each session and step, with whether it was reached."""
        import ibis

        found = source.of(sessions(idle_minutes)).mutate(stage_reached=ibis.array(list(STEPS)).unnest())
        later = [(found.stage_reached == name, found[flag]) for name, flag in _LATER.items()]
        return found.mutate(reached=ibis.cases(*later, else_=True))

    return build


def _by_journey(idle_minutes: int) -> Callable[[Source], ir.Table]:
    def build(source: Source) -> ir.Table:
        """A row for each session and stage that any event has, with whether it has one in the session."""
        found = sessions_with(
            source, idle_minutes, {"_stages": lambda t: t.stage.collect(where=t.stage.notnull(), distinct=True)}
        )
        stages = source["page_events"].filter(lambda t: t.stage.notnull()).select(stage_reached="stage").distinct()
        found = found.cross_join(stages)
        return found.mutate(reached=found["_stages"].contains(found.stage_reached).fill_null(False)).drop("_stages")

    return build


@lru_cache
def session_stages(stages: str, idle_minutes: int) -> Fact:
    """Sessions by stage: of the steps to a purchase, or of the journey as the site names its stages."""
    journey = stages == "journey"
    return Fact(
        name="session_stages" if journey else "session_steps",
        meaning="Visits to the site or the app, each with every stage and whether it was reached",
        grain="one stage of one session",
        key=("visit", "started_at", "stage_reached"),
        tables=("page_events",),
        build=_by_journey(idle_minutes) if journey else _by_steps(idle_minutes),
        own={"channel": "channel", "device": "device", "referrer": "referrer", "stage_reached": "stage_reached"},
        points_to=("customer_id",),
        related=None if journey else {"page_events": OF_VISIT},
    )
