"""What is true of the company: counted from what the generator decided, as it decided it, never from the finished tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from helder.demo.arrays import Bools, Ints, Times
from helder.demo.clock import Clock
from helder.errors import UnknownName

#: What visitors to the site say they came for.
INTENTS = ("buy", "compare", "track_order", "support", "manage_account")
#: Where the company is named.
NETWORKS = ("instagram", "facebook", "reviews", "reddit", "tiktok")


@dataclass(frozen=True)
class Formula:
    """A figure: factor x (sum of `plus` - sum of `minus`) / `of`, of tallies; or not divided."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    of: str | None = None
    factor: float = 1.0


def _scores(scale: str) -> dict[str, Formula]:
    """The figures of nps on a scale."""
    promoters, passives, detractors = (f"{kind} {scale}" for kind in ("promoters", "passives", "detractors"))
    label = "" if scale == "0-10" else f"[{scale}]"
    valid = f"valid nps {scale}"
    return {
        f"nps{label}": Formula((promoters,), (detractors,), valid, 100.0),
        f"promoters{label}": Formula((promoters,), of=valid),
        f"passives{label}": Formula((passives,), of=valid),
        f"detractors{label}": Formula((detractors,), of=valid),
    }


_MICROSECONDS, _CENTS = 1e-6, 0.01

#: The figures by name. A name with a bracket is the metric of that name on another scale, by another basis, or of a choice.
FORMULAS: dict[str, Formula] = {
    **_scores("0-10"),
    **_scores("1-10"),
    "csat": Formula(("positive csat 1-5",), of="valid csat 1-5"),
    "csat[1-7]": Formula(("positive csat 1-7",), of="valid csat 1-7"),
    "csat_mean": Formula(("sum csat 1-5",), of="valid csat 1-5"),
    "csat_mean[1-7]": Formula(("sum csat 1-7",), of="valid csat 1-7"),
    "ces": Formula(("easy ces",), of="valid ces"),
    "ces_mean": Formula(("sum ces",), of="valid ces"),
    "response_rate": Formula(("invitations answered",), of="invitations delivered"),
    "open_rate": Formula(("invitations opened",), of="invitations delivered"),
    "mentions": Formula(("mentions",)),
    **{f"share_of_mentions[{network}]": Formula((f"mentions {network}",), of="mentions") for network in NETWORKS},
    "net_sentiment": Formula(("positive mentions",), ("negative mentions",), "mentions with a sentiment", 100.0),
    "enps": Formula(("promoters employees",), ("detractors employees",), "valid nps employees", 100.0),
    "employee_satisfaction": Formula(("sum employee",), of="valid employee"),
    "content_employees": Formula(("content employees",), of="valid employee"),
    "ces_net": Formula(("very easy ces",), ("hard ces",), "valid ces", 100.0),
    "task_completion": Formula(("tasks done",), of="tasks answered"),
    **{f"visitor_intent[{choice}]": Formula((f"intent {choice}",), of="intents answered") for choice in INTENTS},
    "sales": Formula(("paid revenue", "credited revenue"), ("returned revenue",), factor=_CENTS),
    "orders": Formula(("paid orders",)),
    "average_order_value": Formula(("paid revenue", "credited revenue"), ("returned revenue",), "paid orders", _CENTS),
    "purchase_frequency": Formula(("paid orders of buyers",), of="buyers"),
    "second_purchase_rate": Formula(("came back within a year",), of="first purchases"),
    "referral_rate": Formula(("first purchases by referral",), of="first purchases"),
    "referral_conversion": Formula(("referrals converted",), of="referrals followed"),
    "repeat_purchase_rate": Formula(("repeat buyers",), of="buyers"),
    "retention_rate": Formula(("active at start",), ("lost",), "active at start"),
    "churn_rate": Formula(("lost",), of="active at start"),
    "retention_rate[orders]": Formula(("active buyers at start",), ("lost buyers",), "active buyers at start"),
    "churn_rate[orders]": Formula(("lost buyers",), of="active buyers at start"),
    "customer_acquisition_cost": Formula(("spend",), of="first purchases", factor=_CENTS),
    "customer_acquisition_cost[sign_up]": Formula(("spend",), of="sign-ups", factor=_CENTS),
    "request_volume": Formula(("cases", "contacts without a case")),
    "contact_volume": Formula(("contacts",)),
    "open_cases": Formula(("cases waiting",)),
    "cases_without_reply": Formula(("cases without a reply",)),
    "ticket_backlog": Formula(("open cases",)),
    "resolution_rate": Formula(("cases resolved",), of="cases assigned"),
    "first_response_time": Formula(("first response time",), of="first replies", factor=_MICROSECONDS),
    "average_resolution_time": Formula(("resolution time",), of="cases resolved", factor=_MICROSECONDS),
    "service_level": Formula(("answered in time",), of="offered to service level"),
    "average_speed_of_answer": Formula(("wait of answered",), of="answered after a wait", factor=_MICROSECONDS),
    "abandonment_rate": Formula(("abandoned",), of="answered or abandoned"),
    "abandonment_rate[all]": Formula(("abandoned", "short abandons"), of="answered or given up"),
    "blocked_contacts": Formula(("blocked",)),
    "blockage_rate": Formula(("blocked",), of="attempts"),
    "passed_to_agent_rate": Formula(("from menu to agent",), of="entered by a menu"),
    "average_handle_time": Formula(("handle time",), of="answered", factor=_MICROSECONDS),
    "average_handle_time[leg]": Formula(("handle time",), of="legs", factor=_MICROSECONDS),
    "transfer_rate": Formula(("transferred",), of="answered"),
    "transfers_per_contact": Formula(("transfers",), of="answered"),
    "cart_abandonment_rate": Formula(("carts abandoned",), of="carts"),
    "cart_abandonment_rate[visit]": Formula(("visits with a cart left",), of="visits with a cart"),
    "sessions": Formula(("sessions",)),
    "stage_conversion[4 purchase]": Formula(("sessions with a purchase",), of="sessions"),
    "conversion_rate": Formula(("sessions with a purchase",), of="sessions"),
    "engagement_rate": Formula(("engaged sessions",), of="sessions"),
    "session_duration": Formula(("session time",), of="sessions", factor=_MICROSECONDS),
}


@dataclass
class Ledger:
    """Tallies kept while the company is made: per month, and over all."""

    clock: Clock
    monthly: dict[str, Ints] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, at: Times, where: Bools | None = None) -> None:
        """Add the rows for which the condition holds."""
        self.total(name, at, np.ones(len(at), dtype=np.int64), where)

    def total(self, name: str, at: Times, amounts: Ints, where: Bools | None = None) -> None:
        """Add amounts of the rows for which the condition holds."""
        kept = ~np.isnat(at) if where is None else where & ~np.isnat(at)
        months = np.zeros(len(self.clock.months), dtype=np.int64)
        np.add.at(months, self.clock.month_of(at[kept]), amounts[kept].astype(np.int64))
        self.put(name, months, int(months.sum()))

    def put(self, name: str, months: Ints, whole: int | None = None) -> None:
        """Add counts that were made month by month; `whole` where there is one over all time."""
        self.monthly[name] = self.monthly.get(name, np.zeros(len(self.clock.months), dtype=np.int64)) + months
        if whole is not None:
            self.whole[name] = self.whole.get(name, 0) + whole

    def distinct(self, name: str, at: Times, who: Ints) -> None:
        """Count different people, per month and over all."""
        month = self.clock.month_of(at)
        pairs = np.unique(month * (int(who.max(initial=0)) + 1) + who)
        months = np.bincount(pairs // (int(who.max(initial=0)) + 1), minlength=len(self.clock.months))
        self.put(name, months.astype(np.int64), len(np.unique(who)))

    def truth(self) -> Truth:
        """What has been counted."""
        monthly = {name: dict(zip(self.clock.months, months.tolist(), strict=True)) for name, months in self.monthly.items()}
        return Truth(self.clock.months, monthly, dict(self.whole))


@dataclass(frozen=True)
class Truth:
    """The company's true figures.

    months: the first date of each, the last one still running. A month's figure is of what happened in it by the clock of
    the zone the company was built with; money is in the currency's units, times in seconds, nps in points.
    """

    months: tuple[date, ...]
    _monthly: Mapping[str, Mapping[date, int]]
    _whole: Mapping[str, int]

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of all figures."""
        return tuple(FORMULAS)

    @property
    def tallies(self) -> tuple[str, ...]:
        """Names of all tallies."""
        return tuple(self._monthly)

    def tally(self, name: str, month: date | None = None) -> int | None:
        """A count, or a sum in cents or microseconds; over all time without a month, None where that means nothing."""
        if name not in self._monthly:
            raise UnknownName("tally", name, self._monthly)
        return self._whole.get(name) if month is None else self._monthly[name][month]

    def parts(self, figure: str, month: date | None = None) -> tuple[int, int | None] | None:
        """Numerator and denominator (None for a figure that is not divided); None where there is no such figure."""
        formula = self._formula(figure)
        names = (*formula.plus, *formula.minus, *((formula.of,) if formula.of else ()))
        counts: dict[str, Any] = {name: self.tally(name, month) for name in names}
        if None in counts.values():
            return None
        numerator = sum(counts[name] for name in formula.plus) - sum(counts[name] for name in formula.minus)
        return numerator, counts[formula.of] if formula.of else None

    def value(self, figure: str, month: date | None = None) -> float | None:
        """The figure of a month, or over all time; None where there is none."""
        found = self.parts(figure, month)
        if found is None or found[1] == 0:
            return None
        return self._formula(figure).factor * found[0] / (found[1] or 1)

    def _formula(self, figure: str) -> Formula:
        if figure not in FORMULAS:
            raise UnknownName("figure", figure, FORMULAS)
        return FORMULAS[figure]
