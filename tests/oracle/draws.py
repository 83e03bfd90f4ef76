"""Drawing at random: moments on borders, values that are missing."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from oracle.calendar import instant

ZONE = "Europe/Amsterdam"


class Draws:
    """What the rows of a company are drawn with; the same seed gives the same.

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
