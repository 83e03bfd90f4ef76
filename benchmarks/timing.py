"""Taking ways of doing the same in turns, and printing what they took."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

#: Every way is run once to warm up and then this often, in turns, so that what else the machine does befalls all alike.
RUNS = 5
_WIDE = 52


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


def show(taken: Mapping[str, list[float]], ours: str | None = None, peaks: Mapping[str, int] | None = None) -> None:
    """A line per way: its least, median and most milliseconds; where one way is ours, its ratio to the others.

    peaks: the most memory each took, in bytes.
    """
    print(f"{'ms':{_WIDE}}{'min':>9}{'median':>9}{'max':>9}{'MiB' if peaks else '':>9}")
    best = min(taken[ours]) if ours else 0.0
    for name, seconds in taken.items():
        least, middle, most = (f(seconds) * 1000 for f in (min, statistics.median, max))
        memory = f"{peaks[name] / 2**20:9,.0f}" if peaks else ""
        ratio = _ratio(best, min(seconds)) if ours and name != ours else ""
        print(f"{name:{_WIDE}}{least:9,.1f}{middle:9,.1f}{most:9,.1f}{memory}{ratio}", flush=True)
    print()


def _ratio(ours: float, theirs: float) -> str:
    return f"   helder takes {ours / theirs:.2f} x this" + (f", is {theirs / ours:.1f} x as fast" if theirs > 1.5 * ours else "")
