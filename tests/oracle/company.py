"""Companies made up at random, as nasty as the definitions allow: rows as stored, money in minor units."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from oracle.calendar import instant
from oracle.cells import Data

ZONE = "Europe/Amsterdam"
CHANNELS = ("web", "phone", "store", None)


class Company:
    """Draws the rows of every table; the same seed gives the same rows.

    Half of them live around the short day of 30 March 2025, half around the long one of 26 October.
    """

    def __init__(self, seed: int, size: int = 40) -> None:
        self.random = Random(seed)
        self.size = size
        self.first = datetime(2025, 3, 1) if seed % 2 else datetime(2025, 9, 27)
        self.moments: list[datetime] = []
        self.customers = [f"c{i}" for i in range(8)]
        self.employees = [f"e{i}" for i in range(4)]

    def moment(self) -> datetime:
        """A moment in about two months, often on a border, on a changed clock, or the same as another."""
        draw = self.random
        kind = draw.random()
        day = self.first.date() + timedelta(days=draw.choice((28, 29, 30, 31, 35, *range(60))))
        midnight = instant(day, ZONE)
        if kind < 0.25 and self.moments:
            found = draw.choice(self.moments)
        elif kind < 0.55:
            found = midnight + draw.choice(
                (
                    timedelta(0),
                    timedelta(minutes=30),
                    timedelta(microseconds=-1),
                    timedelta(hours=2, minutes=30),
                    timedelta(hours=3),
                )
            )
        else:
            found = midnight + timedelta(seconds=draw.randrange(86_400), microseconds=draw.choice((0, 0, 1, 999_999)))
        self.moments.append(found)
        return found

    def later(self, moment: datetime, longest: float) -> datetime:
        """A moment not before another."""
        return moment + timedelta(
            seconds=self.random.choice((0, self.random.randrange(int(longest)), self.random.random() * longest))
        )

    def some(self, *values: Any, none: float = 0.15) -> Any:
        """One of the values, or now and then nothing."""
        return None if self.random.random() < none else self.random.choice(values)

    def customer(self) -> str | None:
        """A customer, known or not, or none."""
        return self.some(*self.customers, "stranger")

    def people(self) -> Data:
        """Customers and employees."""
        draw = self.some
        customers = [
            {
                "customer_id": name,
                "segment": draw("consumer", "business"),
                "country": draw("NL", "DK", "GB"),
                "language": draw("nl", "da"),
                "gender": draw("f", "m"),
                "acquired_via": draw("search", "referral"),
                "signed_up_at": draw(self.moment()),
            }
            for name in self.customers
        ]
        employees = [
            {"employee_id": name, "team": draw("red", "blue"), "role": draw("agent", "manager")} for name in self.employees
        ]
        return {"customers": customers, "employees": employees}

    def answers(self) -> Data:
        """Answers of every instrument, on their own and on other scales, blank, out of scale, in halves."""
        rows = []
        for i in range(self.size * 4):
            instrument = self.some("nps", "nps", "csat", "csat", "ces", "ces", "task", "intent", "other", "employee", none=0.05)
            choices = {"task": ("yes", "no", "YES", "perhaps"), "intent": ("buy", "help", "look")}.get(instrument or "", ("yes",))
            at = self.moment()
            rows.append({
                "answer_id": f"a{i}", "response_id": self.some(*(f"r{k}" for k in range(self.size))), "survey": self.some("s1", "s2"),
                "question": self.some("q1", "q2"), "instrument": instrument,
                "scale": self.some("0-10", "1-10", "1-7", "1-5", "1-4", "1-3", none=0.5),
                "direction": self.some("ease", "effort"), "score": self.some(*range(-1, 12), 6.5, 8.5, 0.0),
                "choice": self.some(*choices), "language": self.some("nl", "da"), "respondent": self.some("customer", "visitor"),
                "customer_id": self.customer(), "employee_id": self.some(*self.employees, "gone"), "touchpoint": self.some("returns", "delivery"),
                "stage": self.some("buy", "use"), "channel": self.random.choice(CHANNELS), "asked_at": self.some(at - timedelta(days=3)),
                "answered_at": at,
            })  # fmt: skip
        intents: set[str] = set()
        for row in rows:  # a survey asks for the intent once
            if row["instrument"] == "intent" and row["response_id"] in intents:
                row["response_id"] = None
            elif row["instrument"] == "intent" and row["response_id"]:
                intents.add(row["response_id"])
        return {"answers": rows}

    def sales(self) -> Data:
        """Orders paid, credited and not, in three currencies; lines that came back; subscriptions that overlap; spend."""
        orders, lines = [], []
        for i in range(self.size):
            orders.append({
                "order_id": f"o{i}", "customer_id": self.customer(), "ordered_at": self.moment(), "channel": self.random.choice(CHANNELS),
                "status": self.some("paid", "paid", "paid", "pending", "cancelled", "credit"),
                "revenue": self.some(0, 10, 20, 1999, -500, self.random.randrange(100_000)), "currency": self.some("EUR", "EUR", "JPY", "KWD"),
                "employee_id": self.some(*self.employees, "gone"),
            })  # fmt: skip
            for line in range(self.random.randrange(3)):
                quantity = self.some(0, 1, 2, 3, 7)
                lines.append({
                    "order_id": f"o{i}", "line": line, "product_id": self.some("p1", "p2"), "quantity": quantity,
                    "revenue": self.some(0, 100, 999), "returned_quantity": self.some(0, 1, 2, none=0.5),
                })  # fmt: skip
        orders += [
            {**order, "order_id": f"x{i}", "ordered_at": order["ordered_at"] + timedelta(days=days)}
            for i, (order, days) in enumerate(zip(orders, (90, -90, 30, -30, 90, 60), strict=False))
        ]
        spend = [
            {
                "spend_id": f"s{i}", "spent_on": self.moment().date(), "kind": self.some("marketing", "cx", "data"),
                "channel": self.some("search", "referral", "radio"), "amount": self.some(0, 10, 12_345), "currency": self.some("EUR", "JPY"),
            }
            for i in range(self.size)
        ]  # fmt: skip
        return {"orders": orders, "order_lines": lines, "spend": spend, "subscriptions": self.subscriptions()}

    def subscriptions(self) -> list[dict[str, Any]]:
        """Subscriptions, several of a customer, some ended and taken up again."""
        rows = []
        for i in range(self.size):
            start = self.moment() - timedelta(days=self.random.choice((0, 0, 30, 60)))
            rows.append({
                "subscription_id": f"s{i}", "customer_id": self.some(*(f"c{k}" for k in range(self.size // 2)), none=0.05), "started_at": start,
                "ended_at": self.some(start, max(start, self.moment()), max(start, self.moment()), none=0.3),
                "monthly_revenue": self.some(0, 999), "currency": self.some("EUR"),
            })  # fmt: skip
        return rows

    def service(self) -> Data:
        """Contacts, cases and what happened to them, in any order and at the same moments."""
        return {"contacts": self.contacts(), **self.cases()}

    def contacts(self) -> list[dict[str, Any]]:
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
                "channel": self.random.choice(CHANNELS), "entry": self.some("direct", "ivr"), "direction": self.some("inbound", "outbound"),
                "topic": self.some("bill", "delivery"), "queue": self.some("q", "r"), "team": self.some("red", "green"),
                "employee_id": self.some(*self.employees, "gone"), "language": self.some("nl", "da"),
                "offered_at": self.some(offered) if queued else offered, "queued_at": queued,
                "answered_at": self.some(left, none=0.2) if outcome == "answered" else None, "ended_at": self.some(self.later(left, 600)),
                "outcome": outcome, "wait_seconds": number(), "talk_seconds": number(), "hold_seconds": number(), "wrap_seconds": number(),
                "transfers": self.some(0, 0, 1, 3),
            })  # fmt: skip
        return rows

    def cases(self) -> Data:
        """Cases, some without events, some with; reopened, opened by agents, answered by bots and in notes."""
        cases, events = [], {}
        for i in range(self.size):
            opened = self.moment()
            cases.append({
                "case_id": f"m{i}", "customer_id": self.customer(), "channel": self.random.choice(CHANNELS), "topic": self.some("bill", "delivery"),
                "priority": self.some("high", "low"), "team": self.some("red", "green"), "employee_id": self.some(*self.employees, "gone"),
                "opened_by": self.some("customer", "customer", "agent", "bot"), "opened_at": opened,
                "first_replied_at": self.some(self.later(opened, 90_000), none=0.5), "resolved_at": self.some(self.later(opened, 900_000), none=0.4),
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
        """Page events with pauses of exactly, just under and just over half an hour, carts over days, and names used for two things."""
        rows: list[dict[str, Any]] = []
        while len(rows) < self.size * 5:
            at, session, visitor = self.moment(), self.some("1", "2", "3", "4"), self.some("1", "2", "3", "v4", "v5")
            customer = self.some("1", "c1", "c2", none=0.5)
            for _ in range(self.random.randrange(1, 7)):
                rows.append({
                    "event_id": f"{len(rows)}", "session_id": session, "visitor_id": visitor, "customer_id": self.some(customer), "at": at,
                    "event": self.some("view", "view", "click", "add_to_cart", "add_to_cart", "remove_from_cart", "checkout", "purchase"),
                    "device": self.some("phone", "desktop"), "referrer": self.some("search", "mail"),
                })  # fmt: skip
                at += self.random.choice((
                    timedelta(0), timedelta(seconds=5), timedelta(seconds=10), timedelta(minutes=30), timedelta(minutes=30, microseconds=1),
                    timedelta(minutes=29), timedelta(hours=24), timedelta(hours=25),
                ))  # fmt: skip
        return {"page_events": rows}
