"""Subscriptions, referrals and share prices made up at random."""

from __future__ import annotations

from datetime import timedelta

from oracle.cells import Data, Row
from oracle.desk import Desk


class Trade(Desk):
    """Draws what customers hold and whom they bring, and what the market pays."""

    def referrals(self) -> list[Row]:
        """Referrals of customers who order and of others, with moments and names that are missing."""
        rows = []
        for i in range(self.size // 2):
            shared = self.moment() - timedelta(days=self.random.choice((0, 0, 90)))
            clicked = self.some(self.later(shared, 400_000), none=0.3)
            rows.append({
                "referral_id": f"r{i}", "code": self.some("x", "y"), "referrer_id": self.customer(),
                "shared_at": self.some(shared), "clicked_at": clicked, "customer_id": self.some(self.customer(), none=0.4),
                "converted_at": clicked and self.some(self.later(clicked, 400_000), none=0.5),
                "order_id": self.some(*(f"o{k}" for k in range(self.size)), none=0.7),
            })  # fmt: skip
        return rows

    def initiatives(self) -> list[Row]:
        """Initiatives from before the first order to after the last."""
        first = self.first.date()
        return [
            {"initiative_id": f"i{i}", "started_on": first + timedelta(days=days)}
            for i, days in enumerate((-40, 10, 29, 30, 400))
        ]

    def market(self) -> Data:
        """Prices of two shares, one of them in two currencies, with days and prices that are missing."""
        days = [self.first.date() + timedelta(days=k) for k in range(-20, 60) if k % 7 < 5]
        return {
            "share_prices": [
                {
                    "symbol": symbol, "day": day, "close": self.some(40, 41.5, 44.25, 0.0, none=0.1),
                    "adjusted_close": self.some(38, 40.125, 43.5, none=0.1),
                    "currency": "DKK" if symbol == "B" and day.day > 15 else self.random.choice(("EUR", None)),
                }
                for symbol in ("A", "B") for day in days if self.random.random() < 0.8
            ]
        }  # fmt: skip

    def subscriptions(self) -> list[Row]:
        """Subscriptions, several of a customer, some ended and taken up again."""
        rows = []
        for i in range(self.size):
            start = self.moment() - timedelta(days=self.random.choice((0, 0, 30, 60)))
            rows.append({
                "subscription_id": f"s{i}", "customer_id": self.some(*(f"c{k}" for k in range(self.size // 2)), none=0.05),
                "started_at": start,
                "ended_at": self.some(start, max(start, self.moment()), max(start, self.moment()), none=0.3),
                "monthly_revenue": self.some(0, 500, 999, 999), "currency": self.some("EUR", "EUR", "JPY"),
                "end_reason": self.some("price", "moved", " ", "service"),
            })  # fmt: skip
        return rows
