"""A family of metrics that are asked together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from oracle.calendar import periods
from oracle.cells import Asked, Data, Figures, Key
from oracle.company import ZONE, Company

#: What a customer can be sliced by.
CUSTOMER = ("segment", "country", "gender", "acquired_via")


@dataclass(frozen=True)
class Family:
    """metrics: of the truth. spanned: a question must say since and until."""

    name: str
    rows: Callable[[Company], Data]
    truth: Callable[[Data, Asked], dict[str, dict[Key, Figures]]]
    dimensions: tuple[str, ...]
    params: tuple[dict[str, Any], ...] = ({},)
    spanned: bool = False

    def asked(self, company: Company, random: Random) -> Asked:
        """A question at random."""
        first = company.first.date()
        since = random.choice((None, first + timedelta(days=random.randrange(40))))
        until = random.choice((None, first + timedelta(days=41 + random.randrange(30))))
        if self.spanned:
            since, until = since or first, until or first + timedelta(days=61)
        return Asked(
            by=tuple(random.sample(self.dimensions, min(len(self.dimensions), random.choice((0, 1, 2))))),
            grain=random.choice((None, "day", "week", "month", "quarter", "year")),
            since=since,
            until=until,
            zone=random.choice((ZONE, "UTC", "America/New_York")),
            params=random.choice(self.params),
        )


def spans(asked: Asked) -> list[date]:
    """The starts a question with since, until and a grain must have, in order."""
    assert asked.since
    assert asked.until
    assert asked.grain
    return [max(start, asked.since) for start, _ in periods(asked.since, asked.until, asked.grain)]
