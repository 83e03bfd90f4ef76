"""Setting and withdrawing goals, one at a time."""

from __future__ import annotations

from dataclasses import asdict, replace
from uuid import uuid4

import pyarrow as pa

from helder.engines.base import Engine
from helder.errors import BadInput
from helder.goals.check import Fault, of_goals
from helder.goals.goal import Goal, goal
from helder.metrics import Catalog
from helder.model.goals import GOALS


def named(engine: Engine, given: Goal) -> Goal:
    """The goal under the name of the one that says the same metric, segment and period, else under a new one."""
    there = [one for one in map(goal, engine.run(GOALS.expression).to_pylist()) if not one.withdrawn]
    known = next((one.goal_id for one in there if one.scope == given.scope), None)
    return replace(given, goal_id=known or uuid4().hex[:12])


def faults(engine: Engine, given: Goal, catalog: Catalog) -> list[Fault]:
    """What is wrong with a goal."""
    (found,) = of_goals([asdict(given)], engine.run(GOALS.expression).to_pylist(), catalog)
    return found


def keep(engine: Engine, given: Goal, catalog: Catalog, *, source: str) -> None:
    """Keep a goal, or that it is withdrawn. Raises BadInput for one that cannot be."""
    found = faults(engine, given, catalog)
    if found:
        raise BadInput(
            f"The goal cannot be: {'; '.join(map(str, found))}.", where=given.goal_id, fix="Mend it, and set it again."
        )
    with engine.write() as writer:
        writer.append(GOALS, pa.Table.from_pylist([asdict(given)]), source=source)
