"""Lifetime value beside lifetimes and pymc-marketing: `python -m benchmarks.lifetime_value [CUSTOMERS...]`.

From the histories of customers (purchases, recency, age, mean worth) to what each will buy in a year and bring: BG/NBD and
Gamma-Gamma are fitted, and each customer's purchases, chance to be one still, and value computed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import peers
from benchmarks.machine import described
from helder.stats.beta_geometric import BetaGeometric
from helder.stats.gamma_gamma import GammaGamma
from helder.stats.histories import Histories

SIZES = (2_357, 23_570, 1_000_000)
TRUTH, WORTH = (0.243, 4.414, 0.793, 2.426), (6.25, 3.74, 15.44)
#: How long a peer may take, and how often each is run where it does not take long; the least counts.
PATIENCE, RUNS = 400.0, 5


def customers(number: int) -> dict[str, np.ndarray[Any, Any]]:
    """Customers as at CDNOW: first bought in one of 84 days, seen by the day for 39 weeks; times in weeks."""
    rng = np.random.default_rng(number)
    r, alpha, a, b = TRUTH
    rate, chance = rng.gamma(r, 1 / alpha, number), rng.beta(a, b, number)
    age = (273 - rng.integers(1, 85, number)) / 7
    x, last, now = np.zeros(number), np.zeros(number), np.zeros(number)
    buying = np.arange(number)
    while len(buying):
        now[buying] += rng.exponential(size=len(buying)) / np.maximum(rate[buying], 1e-12)
        buying = buying[now[buying] <= age[buying]]
        x[buying] += 1
        last[buying] = now[buying]
        buying = buying[rng.random(len(buying)) >= chance[buying]]
    last = np.where(x > 0, np.clip(np.ceil(last * 7), 1, None) / 7, 0.0)
    p, q, v = WORTH
    worth = rng.gamma(p * np.maximum(x, 1)) / rng.gamma(q, 1 / v, number) / np.maximum(x, 1)
    return {"x": x, "t_x": np.minimum(last, age), "age": age, "worth": np.where(x > 0, np.maximum(np.round(worth, 2), 0.01), 0.0)}


def with_helder(data: dict[str, np.ndarray[Any, Any]], runs: int) -> dict[str, Any]:
    """The least seconds of some runs, and the parameters."""
    x, t_x, age, worth = (data[name] for name in ("x", "t_x", "age", "worth"))
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        when = BetaGeometric.fit(Histories.of(x, t_x, age)).model
        fitted = time.perf_counter()
        bought = when.purchases(x, t_x, age, 52)
        when.alive(x, t_x, age)
        again = x > 0
        what = GammaGamma.fit(x[again], worth[again]).model
        value = bought * what.mean_value(x, worth)
        taken.append((fitted - start, time.perf_counter() - start))
    found = {name: getattr(model, name) for model, names in ((when, "r alpha a b"), (what, "p q v")) for name in names.split()}
    return {"fit": min(t[0] for t in taken), "all": min(t[1] for t in taken), "parameters": found, "total": float(value.sum())}


def main(sizes: tuple[int, ...]) -> None:
    """Print seconds, ratios and parameters for each number of customers."""
    print(described())
    pythons = {peer: peers.python_of(peer) for peer in peers.REQUIREMENTS}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            data = customers(size)
            file = Path(folder) / f"{size}.npz"
            np.savez(file, **data)
            runs = RUNS if size < 100_000 else 2
            ours = with_helder(data, runs)
            print(f"\n{size:,} customers, {len(Histories.of(data['x'], data['t_x'], data['age']).x):,} different histories")
            _print("helder", ours, ours)
            for peer, python in pythons.items():
                theirs = (
                    peers.run(peer, python, file, min(runs, 3) if size < 100_000 else 1, seconds=PATIENCE) if python else None
                )
                if theirs:
                    _print(peer, theirs, ours)


def _print(name: str, found: dict[str, Any], ours: dict[str, Any]) -> None:
    told = ", ".join(f"{parameter} {value:.4g}" for parameter, value in found["parameters"].items())
    ratio = "" if found is ours else f"  helder is {found['all'] / ours['all']:.1f} x as fast"
    print(
        f"{name:16} fit {found['fit']:8.3f} s   all {found['all']:8.3f} s   value {found['total']:.6g}   {told}{ratio}",
        flush=True,
    )


if __name__ == "__main__":
    main(tuple(int(word.replace("_", "")) for word in sys.argv[1:]) or SIZES)
