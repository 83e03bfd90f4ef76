"""Customers who buy as the models say they do, drawn one event after another, with what they do later."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Shopper(NamedTuple):
    """Purchases after the first, when the last one was, the age, whether they buy still, and the times of later purchases."""

    x: int
    t_x: float
    age: float
    alive: bool
    later: list[float]


def shopper(rng: np.random.Generator, model: str, parameters: tuple[float, ...], age: float, horizon: float) -> Shopper:
    """One customer of BG/NBD (`bg`: r, alpha, a, b), MBG/NBD (`mbg`) or Pareto/NBD (`pareto`: r, alpha, s, beta)."""
    r, alpha, third, fourth = parameters
    rate = rng.gamma(r) / alpha
    leaves_at = np.inf
    chance = 0.0
    if model == "pareto":
        leaves_at = rng.exponential() / max(rng.gamma(third) / fourth, 1e-300)
    else:
        chance = rng.beta(third, fourth)
    gone = model == "mbg" and rng.random() < chance
    bought: list[float] = []
    now = 0.0
    while not gone:
        now += rng.exponential() / max(rate, 1e-300)
        if now > min(leaves_at, age + horizon):
            break
        bought.append(now)
        gone = rng.random() < chance
    seen = [at for at in bought if at <= age]
    left_by = leaves_at <= age or (gone and (not bought or bought[-1] <= age))
    return Shopper(len(seen), seen[-1] if seen else 0.0, age, not left_by, [at - age for at in bought if at > age])


def shoppers(
    seed: int,
    number: int,
    model: str,
    parameters: tuple[float, ...],
    *,
    ages: tuple[float, float] = (26.0, 39.0),
    horizon: float = 0,
) -> list[Shopper]:
    """Many of them, with ages between two."""
    rng = np.random.default_rng(seed)
    return [shopper(rng, model, parameters, float(np.floor(rng.uniform(*ages) * 7) / 7), horizon) for _ in range(number)]


def columns(drawn: list[Shopper]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x, t_x and age."""
    return tuple(np.array([getattr(one, name) for one in drawn], dtype=float) for name in ("x", "t_x", "age"))
