"""What models foretell of customers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from helder.demo.arrays import Bools, choose_each, logistic
from helder.demo.columns import assemble, given, ids, words
from helder.demo.customers import Customers
from helder.demo.world import World


def predictions_table(world: World, people: Customers, subscribed: Bools) -> pa.Table:
    """The table of predictions: a model that sees some of what the simulation knows, a week ago and today."""
    rng = world.stream("predictions")
    made = np.array([world.clock.until - np.timedelta64(days * 86_400 + 3_600, "s") for days in (8, 1)])
    who = np.flatnonzero(people.signed_up_at < made[0])
    models = ("churn", "lifetime_value")
    number, model, turn = (a.ravel() for a in np.meshgrid(who, np.arange(2), np.arange(2), indexing="ij"))
    seen = people.warmth[number] + rng.normal(0, 0.6, len(number))
    risk = np.asarray(logistic(-1.4 - 0.8 * seen - 0.5 * subscribed[number]))
    worth = 60.0 * np.exp(0.35 * seen) * np.where(people.business[number], 4, 1)
    value = np.where(model == 0, risk, worth)
    spread = np.where(model == 0, 0.35 * value * (1 - value), 0.3 * value)
    reason = choose_each(rng, ((0.5, 0.3, 0.2), (0.2, 0.4, 0.4)), (seen > 0).astype(np.int64))
    return assemble(
        "predictions",
        len(number),
        subject=["customer"] * len(number),
        subject_id=ids("C", number),
        model=words(models, model),
        made_at=made[turn],
        value=value,
        low=value - spread,
        high=value + spread,
        reasons=given(words(("long since the last order", "a late delivery", "orders often"), reason), model == 0),
        currency=given(["EUR"] * len(number), model == 1),
    )
