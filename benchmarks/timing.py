"""Taking ways of doing the same in turns, and printing what they took."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: Every way is run once to warm up and then this often, in turns, so that what else the machine does befalls all alike.
RUNS = 5
_WIDE = 52
_MORE = f" {'processor':>10} {'MiB':>7}"


def in_turns(ways: Mapping[str, Callable[[], object]], runs: int = RUNS) -> dict[str, list[float]]:
    """Seconds of each run of each way."""
    for way in ways.values():
        way()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            taken[name].append(time.perf_counter() - start)
    return taken


@dataclass(frozen=True)
class Spent:
    """What runs of one way took beside time.

    processor: the least seconds of all processors together, None where not known. memory: the most, in bytes.
    """

    processor: float | None
    memory: int

    def with_run(self, processor: float | None, memory: int) -> Spent:
        """With one run more."""
        known = [seconds for seconds in (self.processor, processor) if seconds is not None]
        return Spent(min(known, default=None), max(self.memory, memory))

    def __str__(self) -> str:
        processor = "" if self.processor is None else f"{self.processor * 1000:,.1f}"
        return f" {processor:>10} {self.memory / 2**20:7,.0f}"


def show(taken: Mapping[str, list[float]], ours: str | None = None, spent: Mapping[str, Spent] | None = None) -> None:
    """A line per way: its least, median and most milliseconds; where one way is ours, its ratio to the others.

    spent: what else each took; the processors' time tells what a way costs even where others keep the machine busy.
    """
    print(f"{'ms':{_WIDE}} {'min':>10} {'median':>10} {'max':>10}{_MORE if spent else ''}")
    best = min(taken[ours]) if ours else 0.0
    for name, seconds in taken.items():
        least, middle, most = (f(seconds) * 1000 for f in (min, statistics.median, max))
        ratio = _ratio(best, min(seconds)) if ours and name != ours else ""
        more = str(spent[name]) if spent else ""
        print(f"{name:{_WIDE}} {least:10,.1f} {middle:10,.1f} {most:10,.1f}{more}{ratio}", flush=True)
    print()


def _ratio(ours: float, theirs: float) -> str:
    return f"   helder takes {ours / theirs:.2f} x this" + (f", is {theirs / ours:.1f} x as fast" if theirs > 1.5 * ours else "")
