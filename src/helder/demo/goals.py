"""What the company means to reach, and made-up figures of its industry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import numpy as np
import pyarrow as pa

from helder.demo.arrays import Bools, Times
from helder.demo.columns import assemble
from helder.demo.world import World
from helder.model.zones import local_date

#: Whose benchmarks the company is held against.
INDUSTRY = "Online retail"
_MADE_UP = "Illustration, made up for the demonstration company"


@dataclass(frozen=True)
class _Meant:
    """A goal of the company; over: the calendar period around today that it is for, None where it always holds."""

    name: str
    metric: str
    target: float
    owner: str
    over: Literal["month", "quarter", "year"] | None = None
    segment: tuple[str, str] | None = None
    apart: str | None = None
    bound: str | None = None


_MEANT = (
    _Meant("nps-year", "nps", 38, "eva", "year", apart="0-10"),
    _Meant("nps-dk", "nps", 30, "mads", "year", ("country", "DK"), apart="0-10"),
    _Meant("csat", "csat", 0.80, "eva"),
    _Meant("ces", "ces", 0.75, "eva"),
    _Meant("service-level", "service_level", 0.80, "tom"),
    _Meant("service-level-month", "service_level", 0.82, "tom", "month"),
    _Meant("speed-of-answer", "average_speed_of_answer", 20, "tom"),
    _Meant("first-response", "first_response_time", 2.5 * 3600, "tom", "quarter"),
    _Meant("abandonment", "abandonment_rate", 0.05, "tom", "quarter"),
    _Meant("conversion", "conversion_rate", 0.12, "lena", "quarter"),
    _Meant("carts", "cart_abandonment_rate", 0.60, "lena"),
    _Meant("churn-month", "churn_rate", 0.04, "eva", "month"),
)

#: Industry, region, metric, scale, low, value, high.
_BENCHMARKS = (
    (INDUSTRY, "NL", "nps", "0-10", 10, 32, 55),
    (INDUSTRY, "DK", "nps", "0-10", 5, 28, 50),
    (INDUSTRY, "NL", "csat", "1-5", 0.70, 0.79, 0.88),
    (INDUSTRY, "NL", "ces", "1-7", 0.60, 0.70, 0.82),
    (INDUSTRY, "NL", "service_level", None, 0.65, 0.76, 0.88),
    (INDUSTRY, "NL", "first_response_time", None, 1 * 3600, 3 * 3600, 8 * 3600),
    (INDUSTRY, "NL", "cart_abandonment_rate", None, 0.52, 0.60, 0.70),
    (INDUSTRY, "NL", "conversion_rate", None, 0.06, 0.10, 0.14),
    ("Banking", "NL", "nps", "0-10", -5, 12, 30),
    ("Banking", "NL", "csat", "1-5", 0.66, 0.75, 0.84),
)


def goals_table(world: World, orders: pa.Table, contacts: pa.Table) -> pa.Table:
    """The table of goals: those of today's month, quarter and year, and those that always hold."""
    day = _today(world)
    meant = (*_MEANT, *_of_trade(orders, contacts, day))
    periods = [_period(one.over, day) for one in meant]
    return assemble(
        "goals",
        len(meant),
        goal_id=[one.name for one in meant],
        metric=[one.metric for one in meant],
        dimension=[one.segment and one.segment[0] for one in meant],
        value=[one.segment and one.segment[1] for one in meant],
        apart=[one.apart for one in meant],
        starts_on=[first for first, _ in periods],
        ends_on=[last for _, last in periods],
        target=[float(one.target) for one in meant],
        bound=[one.bound for one in meant],
        owner=[one.owner for one in meant],
        withdrawn=[False] * len(meant),
    )


def benchmarks_table(world: World) -> pa.Table:
    """The table of benchmarks: none of them is a real figure, and each says so."""
    year = _today(world).year - 1
    industry, region, metric, scale, low, value, high = zip(*_BENCHMARKS, strict=True)
    count = len(_BENCHMARKS)
    return assemble(
        "benchmarks",
        count,
        benchmark_id=[f"{a} / {b} / {c}" for a, b, c in zip(industry, region, metric, strict=True)],
        metric=metric,
        industry=industry,
        region=region,
        year=[year] * count,
        scale=scale,
        value=np.array(value, dtype=np.float64),
        low=np.array(low, dtype=np.float64),
        median=np.array(value, dtype=np.float64),
        high=np.array(high, dtype=np.float64),
        unit=[_UNITS.get(one, "share") for one in metric],
        source=[_MADE_UP] * count,
        url=["https://example.com/illustration"] * count,
        sample=["nobody: the figure is made up"] * count,
        n=[0] * count,
        note=["not to be quoted"] * count,
    )


_UNITS = {"nps": "points", "first_response_time": "s"}


def _today(world: World) -> date:
    """The day on which the company's time ends."""
    until: datetime = world.clock.until.item()  # type: ignore[assignment]
    return local_date(until, world.clock.zone)


def _of_trade(orders: pa.Table, contacts: pa.Table, day: date) -> tuple[_Meant, ...]:
    """More sales in this quarter and year than in those a year before, and hardly more contacts."""
    placed, revenue = orders["ordered_at"].to_numpy(), orders["revenue"].to_numpy() / 100
    quarter, year = (revenue[_a_year_before(placed, over, day)].sum() for over in ("quarter", "year"))
    offered = int(_a_year_before(contacts["offered_at"].to_numpy(), "quarter", day).sum())
    return (
        _Meant("sales-quarter", "sales", np.ceil(quarter * 1.05 / 1000) * 1000, "lena", "quarter", apart="EUR"),
        _Meant("sales-year", "sales", np.ceil(year * 1.40 / 1000) * 1000, "lena", "year", apart="EUR"),
        _Meant("contacts-quarter", "contact_volume", np.ceil(offered * 1.10 / 10) * 10, "tom", "quarter", bound="at most"),
    )


def _a_year_before(at: Times, over: str, day: date) -> Bools:
    """Whether each instant lies in the period a year before that of the day."""
    first, last = (one.replace(year=one.year - 1) for one in _period(over, day) if one)
    return np.asarray((at >= np.datetime64(first)) & (at < np.datetime64(last) + np.timedelta64(1, "D")))


def _period(over: str | None, day: date) -> tuple[date | None, date | None]:
    if over is None:
        return None, None
    months = {"month": 1, "quarter": 3, "year": 12}[over]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = date(first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1)
    return first, after - timedelta(days=1)
