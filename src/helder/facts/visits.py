"""Visits to the site: sessions, and carts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.elapsed import seconds_between
from helder.facts.fact import OF_CUSTOMER, Fact, Source

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Aggregate = Callable[[ir.Table], ir.Value]

#: Events that show engagement by themselves.
KEY_EVENTS = ("add_to_cart", "checkout", "purchase", "sign_up")
#: Events that keep a cart alive.
CART_EVENTS = ("add_to_cart", "remove_from_cart", "checkout", "purchase")
#: The events on the way to a purchase, in order, by the column of a session that says whether it came so far.
WAY = {"reached_cart": "add_to_cart", "reached_checkout": "checkout", "purchased": "purchase"}
#: Everything on the site and in the app comes by one channel.
SITE = "web"
#: What tells one visit from another.
OF_VISIT = {"visit": ("session_id", "visitor_id", "event_id")}


def _summary(t: ir.Table, also: Mapping[str, Aggregate]) -> dict[str, ir.Value]:
    """What some events of one visit come to. first: of the first of them, by time and then by name."""
    import ibis

    events = list(WAY.values())
    return {
        "started_at": t["at"].min(),
        "started_at_day": t.at_day.min(),
        "ended_at": t["at"].max(),
        "views": t.count(where=t.event == "view"),
        "clicks": t.count(where=t.event == "click"),
        "events": t.count(),
        "key_event": t.event.isin(KEY_EVENTS).any(),
        "helped": (t.event == "help").any(),
        **{column: t.event.isin(events[i:]).any() for i, column in enumerate(WAY)},
        "customer_id": t.customer_id.max(),
        "visitor_id": t.visitor_id.max(),
        "device": t.device.max(),
        "first": ibis.struct({"at": t["at"], "event_id": t.event_id, "referrer": t.referrer}).min(),
        **{name: aggregate(t) for name, aggregate in also.items()},
    }


def _visit(t: ir.Table) -> ir.Value:
    """What tells one visit from another; a visitor or an event may have the name of a session without being one visit with it."""
    import ibis

    return ibis.coalesce(t.session_id, "visitor " + t.visitor_id, "event " + t.event_id)


def session_name(sessions: ir.Table) -> ir.Value:
    """What tells one session from all others: its visit and the microsecond in which it began."""
    import ibis

    began = sessions.started_at.delta(ibis.timestamp("1970-01-01T00:00:00").cast("timestamp(6)"), unit="microsecond")
    return sessions.visit + " " + began.cast("string")


def of_the_window(source: Source, idle_minutes: int) -> Source:
    """A source with the events alone of visits that have one in the window: no other session begins there.

    Nor does it matter to those that do what came before the window, but for a pause that shows where they begin.
    """
    events = source["page_events"]
    within = source.in_window(events, "at")
    if within is None:
        return source
    # A day more than the pause lasts, and one that a clock may skip.
    events = source.not_before(events, "at", days=2 + idle_minutes // 1440)
    # By each column by itself: what a visit is called is worked out for none of the others.
    known, alone = within.filter(within.session_id.notnull()), within.filter(within.session_id.isnull())
    of_sessions = events.semi_join(known.select("session_id").distinct(), "session_id")
    visitors = alone.filter(alone.visitor_id.notnull()).select("visitor_id").distinct()
    of_visitors = events.filter(events.session_id.isnull()).semi_join(visitors, "visitor_id")
    kept = of_sessions.union(of_visitors).union(alone.filter(alone.visitor_id.isnull()))
    return replace(source, tables={**source.tables, "page_events": kept})


def sessions_with(source: Source, idle_minutes: int, also: Mapping[str, Aggregate], holding: str | None = None) -> ir.Table:
    """Events of one source session (or visitor, where none is given) with no pause of the idle time in between.

    also: further aggregates of a session's events. holding: an event; of visits without it there are no sessions.
    """
    import ibis

    t = source["page_events"]
    t = t.mutate(visit=_visit(t))
    if holding is not None:
        t = t.semi_join(t.filter(t.event == holding), "visit")
    visits = t.group_by("visit").aggregate(**_summary(t, also))
    # A visit no longer than the idle time has no such pause in it; only the others are looked at event by event.
    brief = seconds_between(visits.started_at, visits.ended_at) <= idle_minutes * 60
    t = t.semi_join(visits.filter(~brief), "visit")
    history = ibis.window(group_by="visit", order_by=["at", "event_id"])
    t = t.mutate(pause=seconds_between(t["at"].lag().over(history), t["at"]))
    t = t.mutate(starts=ibis.ifelse(t.pause > idle_minutes * 60, 1, 0))
    t = t.mutate(part=t.starts.sum().over(ibis.window(group_by="visit", order_by=["at", "event_id"], rows=(None, 0))))
    whole = visits.filter(brief).mutate(part=ibis.literal(0, "int64"))
    sessions = t.group_by("visit", "part").aggregate(**_summary(t, also))
    sessions = sessions.union(whole.select(*sessions.columns))
    sessions = sessions.mutate(
        duration=seconds_between(sessions.started_at, sessions.ended_at),
        **{flag: sessions[flag].fill_null(False) for flag in ("key_event", "helped", *WAY)},
        referrer=sessions["first"]["referrer"],
        channel=ibis.literal(SITE),
    )
    return sessions.drop("first", "part")


@lru_cache
def sessions(idle_minutes: int) -> Fact:
    """Sessions: they end after some minutes without an event."""
    return Fact(
        name="sessions",
        meaning="Visits to the site or the app",
        grain="one session",
        key=("visit", "started_at"),
        tables=("page_events",),
        build=lambda source: sessions_with(of_the_window(source, idle_minutes), idle_minutes, {}),
        own={"channel": "channel", "device": "device", "referrer": "referrer"},
        points_to=("customer_id",),
        related={"page_events": OF_VISIT},
    )


def by_person(t: ir.Table, events: ir.Table) -> ir.Table:
    """Rows with whose they are: the customer's, else the one customer the visitor is known as in any event, else the visitor's.

    Many put things into a cart before they sign in to pay; that is one cart, bought. known_as: that one customer.
    """
    import ibis

    known = events.filter(events.visitor_id.notnull() & events.customer_id.notnull()).group_by("visitor_id")
    known = known.aggregate(first=lambda t: t.customer_id.min(), last=lambda t: t.customer_id.max())
    known = known.filter(known["first"] == known["last"]).select("visitor_id", known_as="first")
    t = t.left_join(known, "visitor_id").drop("visitor_id_right")
    return t.mutate(person=ibis.coalesce(t.customer_id, t.known_as, "visitor " + t.visitor_id))


def _of_whose_carts(source: Source) -> tuple[ir.Table, ir.Table]:
    """The cart events of those who put something into a cart in the window, and the events that tell whom visitors are known as.

    Those are customers, with every visitor known as one.
    """
    events = source["page_events"]
    of_carts = events.filter(events.event.isin(CART_EVENTS))
    within = source.in_window(events, "at")
    if within is None:
        return of_carts, events
    adds = within.filter(within.event == "add_to_cart")
    known = events.filter(events.visitor_id.notnull() & events.customer_id.notnull()).select("visitor_id", "customer_id")
    customers = (
        known.semi_join(adds, "visitor_id").select("customer_id").union(adds.select("customer_id"), distinct=True).drop_null()
    )
    visitors = (
        known.semi_join(customers, "customer_id").select("visitor_id").union(adds.select("visitor_id"), distinct=True).drop_null()
    )
    theirs = of_carts.customer_id.isin(customers.customer_id).fill_null(False)
    theirs |= of_carts.visitor_id.isin(visitors.visitor_id).fill_null(False)
    return of_carts.filter(theirs), known.semi_join(visitors, "visitor_id")


def _carts(idle_hours: int) -> Callable[[Source], ir.Table]:
    def build(source: Source) -> ir.Table:
        """Cart events of one person from an add to a purchase, or to the idle time without another."""
        import ibis

        t = by_person(*_of_whose_carts(source)).filter(lambda t: t.person.notnull())
        order = ["at", "event_id"]
        history = ibis.window(group_by="person", order_by=order)
        t = t.mutate(before=t.event.lag().over(history), pause=seconds_between(t["at"].lag().over(history), t["at"]))
        fresh = t.before.isnull() | (t.before == "purchase") | (t.pause > idle_hours * 3600)
        t = t.mutate(starts=ibis.ifelse(fresh, 1, 0))
        t = t.mutate(part=t.starts.sum().over(ibis.window(group_by="person", order_by=order, rows=(None, 0))))
        added = t.event == "add_to_cart"
        carts = t.group_by("person", "part").aggregate(
            started_at=t["at"].min(where=added),
            started_at_day=t.at_day.min(where=added),
            last_at=t["at"].max(),
            purchased_at=t["at"].max(where=t.event == "purchase"),
            customer_id=t.customer_id.max(),
            device=t.device.max(),
        )
        bought = (carts.purchased_at >= carts.started_at).fill_null(False)
        return carts.filter(carts.started_at.notnull()).mutate(purchased=bought, channel=ibis.literal(SITE))

    return build


@lru_cache
def carts(idle_hours: int) -> Fact:
    """Carts: from the first add until the purchase, or some hours without a cart event."""
    return Fact(
        name="carts",
        meaning="Carts on the site or in the app",
        grain="one cart of one customer or visitor",
        key=("person", "part"),
        tables=("page_events",),
        build=_carts(idle_hours),
        own={"channel": "channel", "device": "device"},
        points_to=("customer_id",),
        related={"page_events": {**OF_CUSTOMER, "visitor": ("visitor_id",)}},
        watches={"page_events": ("at",)},
    )


def _cart_visits(source: Source) -> ir.Table:
    """Source sessions in which something was added, with whether a purchase followed in the same session."""
    import ibis

    t = source["page_events"].filter(lambda t: t.session_id.notnull())
    within = source.in_window(t, "at")
    if within is not None:
        t = t.semi_join(within, "session_id")
    added = t.event == "add_to_cart"
    visits = t.group_by("session_id").aggregate(
        started_at=t["at"].min(where=added),
        started_at_day=t.at_day.min(where=added),
        purchased_at=t["at"].max(where=t.event == "purchase"),
        customer_id=t.customer_id.max(),
        device=t.device.max(),
    )
    bought = (visits.purchased_at >= visits.started_at).fill_null(False)
    return visits.filter(visits.started_at.notnull()).mutate(purchased=bought, channel=ibis.literal(SITE))


CART_VISITS = Fact(
    name="cart_visits",
    meaning="Visits in which something was put into a cart",
    grain="one source session with an add to the cart",
    key=("session_id",),
    tables=("page_events",),
    build=_cart_visits,
    own={"channel": "channel", "device": "device"},
    points_to=("customer_id",),
    related={"page_events": {"session": ("session_id",)}},
)
