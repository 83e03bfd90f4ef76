"""Companies made up at random, as nasty as the definitions allow: rows as stored, money in minor units."""

from __future__ import annotations

from datetime import timedelta

from oracle.cells import Data
from oracle.desk import CHANNELS
from oracle.draws import ZONE
from oracle.trade import Trade

__all__ = ["ZONE", "Company"]

#: A scale in words, lowest first; and words chosen on such scales, not all of which are among theirs.
BY_WORDS = "slecht | Matig|goed|zeer goed|uitstekend"
CHOSEN = (
    "slecht",
    " MATIG",
    "uitstekend",
    "goed|zeer goed",
    "Neutral",
    "very much appreciated",
    "appreciated",
    "extremely disliked",
    "bad",
)


class Company(Trade):
    """Draws the rows of every table."""

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
            scale = self.some("0-10", "1-10", "1-7", "1-5", "1-4", "1-3", "verbal", BY_WORDS, none=0.45)
            in_words = scale in ("verbal", BY_WORDS)
            chosen = ("yes", "No", "no", "Yes", " ") if instrument == "employee" else ("yes",)
            choices = {"task": ("yes", "no", "YES", "perhaps"), "intent": ("buy", "help", "look", " ")}.get(
                instrument or "", chosen
            )
            at = self.moment()
            rows.append({
                "answer_id": f"a{i}", "response_id": self.some(*(f"r{k}" for k in range(self.size))),
                "survey": self.some("s1", "s2"), "survey_version": self.some(1, 2),
                "question": self.some("q1", "q2"), "instrument": instrument,
                "scale": scale, "weight": self.some(0, 0.25, 1, 2.5, 1 / 3),
                "direction": self.some("ease", "effort"),
                "score": self.some(*range(-1, 12), 6.5, 8.5, 0.0, none=0.9 if in_words else 0.15),
                "choice": self.some(*(CHOSEN if in_words else choices)), "language": self.some("nl", "da"),
                "respondent": self.some("customer", "visitor", "employee"),
                "customer_id": self.customer(), "employee_id": self.some(*self.employees, "gone"),
                "touchpoint": self.some("returns", "delivery"),
                "stage": self.some("buy", "use"), "channel": self.random.choice(CHANNELS),
                "asked_at": self.some(at - timedelta(days=3)),
                "contact_id": self.some(*(f"k{k}" for k in range(self.size)), "gone", none=0.4),
                "case_id": self.some(*(f"m{k}" for k in range(self.size)), none=0.4),
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
                "order_id": f"o{i}", "customer_id": self.customer(), "ordered_at": self.moment(),
                "channel": self.random.choice(CHANNELS),
                "status": self.some("paid", "paid", "paid", "pending", "cancelled", "credit"),
                "revenue": self.some(0, 10, 20, 1999, -500, self.random.randrange(100_000)),
                "currency": self.some("EUR", "EUR", "JPY", "KWD"),
                "employee_id": self.some(*self.employees, "gone"),
            })  # fmt: skip
            named = self.random.choice([None, orders[-1]["currency"]])
            for line in range(self.random.randrange(3)):
                quantity = self.some(0, 1, 2, 3, 7)
                lines.append({
                    "order_id": f"o{i}", "line": line, "product_id": self.some("p1", "p2"), "quantity": quantity,
                    "revenue": self.some(0, 100, 999), "returned_quantity": self.some(0, 1, 2, none=0.5),
                    "currency": named,
                })  # fmt: skip
        orders += [
            {**order, "order_id": f"x{i}", "ordered_at": order["ordered_at"] + timedelta(days=days)}
            for i, (order, days) in enumerate(zip(orders, (90, -90, 30, -30, 90, 60), strict=False))
        ]
        spend = [
            {
                "spend_id": f"s{i}", "spent_on": self.moment().date(), "kind": self.some("marketing", "cx", "data"),
                "channel": self.some("search", "referral", "radio"), "amount": self.some(0, 10, 12_345),
                "currency": self.some("EUR", "JPY"),
            }
            for i in range(self.size)
        ]  # fmt: skip
        return {
            "orders": orders, "order_lines": lines, "spend": spend, "subscriptions": self.subscriptions(),
            "referrals": self.referrals(), "initiatives": self.initiatives(),
        }  # fmt: skip
