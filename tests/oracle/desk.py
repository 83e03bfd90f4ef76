"""The service desk and the site of a company made up at random."""

from __future__ import annotations

from datetime import timedelta

from oracle.cells import Data, Row
from oracle.draws import Draws

CHANNELS = ("web", "phone", "store", None)
EVENTS = ("view", "view", "click", "add_to_cart", "add_to_cart", "remove_from_cart", "checkout", "purchase", "help")


class Desk(Draws):
    """Draws contacts, cases, and events on the site."""

    def service(self) -> Data:
        """Contacts, cases and what happened to them, in any order and at the same moments."""
        return {"contacts": self.contacts(), **self.cases()}

    def contacts(self) -> list[Row]:
        """Contacts of every outcome, some that say little."""
        rows = []
        for i in range(self.size * 3):
            offered = self.moment()
            queued = self.some(offered, self.later(offered, 60))
            left = self.later(queued or offered, 60)
            outcome = self.some(
                "answered", "answered", "answered", "abandoned", "abandoned", "blocked", "self_served", "callback", none=0.05
            )
            number = lambda: self.some(0, 4.9, 5, 5.0, 20, 20.5, self.random.random() * 100, none=0.3)  # noqa: E731
            rows.append({
                "contact_id": f"k{i}", "case_id": self.some("m1", "m2", none=0.7), "customer_id": self.customer(),
                "channel": self.random.choice(CHANNELS), "entry": self.some("direct", "ivr", "sms", "bot", "site"),
                "direction": self.some("inbound", "outbound"),
                "topic": self.some("bill", "delivery"), "queue": self.some("q", "r"), "team": self.some("red", "green"),
                "employee_id": self.some(*self.employees, "gone"), "language": self.some("nl", "da"),
                "offered_at": self.some(offered) if queued else offered, "queued_at": queued,
                "answered_at": self.some(left, none=0.2) if outcome == "answered" else None,
                "ended_at": self.some(self.later(left, 600)),
                "outcome": outcome, "blocked_reason": self.some("busy", "network") if outcome == "blocked" else None,
                "wait_seconds": number(), "talk_seconds": number(), "hold_seconds": number(),
                "wrap_seconds": number(),
                "transfers": self.some(0, 0, 1, 3),
            })  # fmt: skip
        return rows

    def turns(self) -> list[Row]:
        """Turns of some contacts, of none to ten, some without a speaker or a sentiment."""
        return [
            {
                "contact_id": f"k{i}", "turn": turn, "speaker": self.some("customer", "customer", "agent", "bot"),
                "sentiment": self.some(*(tenth / 10 for tenth in range(-10, 11))),
            }
            for i in range(self.size * 3 + 2)
            for turn in self.random.sample(range(20), self.random.randrange(11))
        ]  # fmt: skip

    def cases(self) -> Data:
        """Cases, some without events, some with; reopened, opened by agents, answered by bots and in notes."""
        cases, events = [], {}
        for i in range(self.size):
            opened = self.moment()
            cases.append({
                "case_id": f"m{i}", "customer_id": self.customer(), "channel": self.random.choice(CHANNELS),
                "topic": self.some("bill", "delivery"),
                "priority": self.some("high", "low"), "team": self.some("red", "green"),
                "employee_id": self.some(*self.employees, "gone"),
                "opened_by": self.some("customer", "customer", "agent", "bot"), "opened_at": opened,
                "first_replied_at": self.some(self.later(opened, 90_000), none=0.5),
                "resolved_at": self.some(self.later(opened, 900_000), none=0.4),
                "reopened": self.some(0, 0, 0, 1), "first_contact_resolved": self.some(True, False),
            })  # fmt: skip
            if self.random.random() < 0.2:
                continue
            if self.random.random() < 0.7:
                events[f"m{i}", opened, "opened"] = (cases[-1]["opened_by"], True)
            at = opened - timedelta(seconds=self.some(0, 60, none=0) if self.random.random() < 0.1 else 0)
            for _ in range(self.random.randrange(8)):
                at = self.later(at, 400_000)
                event = self.random.choice(("assigned", "replied", "replied", "resolved", "reopened", "waiting", "closed"))
                events[f"m{i}", at, event] = (self.some("customer", "agent", "agent", "bot"), self.some(True, True, False))
        rows = [
            {
                "case_id": case, "at": at, "event": event, "author": author, "public": public,
                "employee_id": self.some(*self.employees), "team": self.some("red", "green"),
            }
            for (case, at, event), (author, public) in events.items()
        ]  # fmt: skip
        return {"cases": cases, "case_events": rows}

    def site(self) -> Data:
        """Page events with pauses of exactly, just under and just over half an hour, and carts over days."""
        rows: list[Row] = []
        while len(rows) < self.size * 5:
            at, session, visitor = self.moment(), self.some("1", "2", "3", "4"), self.some("1", "2", "3", "v4", "v5")
            customer = self.some("1", "c1", "c2", none=0.5)
            for _ in range(self.random.randrange(1, 7)):
                rows.append({
                    "event_id": f"{len(rows)}", "session_id": session, "visitor_id": visitor,
                    "customer_id": self.some(customer), "at": at,
                    "event": self.some(*EVENTS),
                    "stage": self.some("awareness", "purchase", "service", none=0.4),
                    "device": self.some("phone", "desktop"), "referrer": self.some("search", "mail"),
                })  # fmt: skip
                at += self.random.choice((
                    timedelta(0), timedelta(seconds=5), timedelta(seconds=10), timedelta(minutes=30),
                    timedelta(minutes=30, microseconds=1),
                    timedelta(minutes=29), timedelta(hours=24), timedelta(hours=25),
                ))  # fmt: skip
        return {"page_events": rows}
