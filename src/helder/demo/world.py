"""What every part of the company is made with: its size, its calendar, its story, and draws of its own."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from helder.demo.arrays import Bools, Floats, Ints, Times
from helder.demo.clock import DK, Clock
from helder.demo.truth import Ledger


@dataclass(frozen=True)
class Story:
    """What happened in the company's two years, by number of day.

    The shop opens on the third day. Denmark opens after nine months. After fifteen months the telephone system fails for
    sixteen days, and opinion follows two weeks later. From the nineteenth month on there is a new chat with callback.
    """

    clock: Clock
    opening: int = 2

    @property
    def denmark(self) -> int:
        """The day Denmark opens."""
        return self.clock.month_day(9)

    @property
    def delivery(self) -> int:
        """The day evening delivery begins in the Netherlands."""
        return self.clock.month_day(12)

    @property
    def failure(self) -> tuple[int, int]:
        """First day of the telephone failure, and the day after its last."""
        first = self.clock.month_day(15, 8)
        return first, first + 16

    @property
    def chat(self) -> int:
        """The day the new chat with callback begins."""
        return self.clock.month_day(18)

    def failing(self, day: Ints) -> Bools:
        """Whether the telephones fail on a day."""
        first, end = self.failure
        return np.asarray((day >= first) & (day < end), dtype=np.bool_)

    def mood(self) -> Floats:
        """How the company is felt about on each day, in log odds of a good answer; 0 is usual."""
        days = np.arange(self.clock.days)
        first, end = self.failure
        after_failure = np.interp(days, [first, first + 14, end + 14, end + 45], [0, -0.75, -0.75, 0])
        after_chat = np.interp(days, [self.chat, self.chat + 60], [0, 0.3])
        return np.asarray(after_failure + after_chat - 0.2 * self.clock.december(), dtype=np.float64)


@dataclass(frozen=True)
class World:
    """The ground the company stands on. customers: how many there will be. ledger: where what is true is counted."""

    customers: int
    seed: int
    clock: Clock
    story: Story
    ledger: Ledger

    def stream(self, name: str) -> np.random.Generator:
        """Draws of its own for each part, so that a change to one leaves the others as they are."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def past(self, at: Times) -> Bools:
        """Whether an instant lies before the end of the company's time."""
        return np.asarray(at < self.clock.until, dtype=np.bool_)

    def open_days(self, country: int) -> Floats:
        """1 on the days the shop of a country is open, else 0."""
        since = self.story.denmark if country == DK else self.story.opening
        return (np.arange(self.clock.days) >= since).astype(np.float64)
