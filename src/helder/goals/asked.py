"""Goals and benchmarks asked of a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from helder.engines.base import Reader
from helder.errors import BadQuestion
from helder.goals.benchmarks import Benchmark, Benchmarked, Rows, benchmark, beside, chosen
from helder.goals.goal import Goal, goal
from helder.goals.listed import Standings
from helder.goals.standing import Put, current, standings
from helder.metrics import Catalog
from helder.model.goals import BENCHMARKS, GOALS
from helder.query.scope import WHOLE, Scope


def goals_in(engine: Reader, seen: Scope = WHOLE) -> list[Goal]:
    """The goals of a store that hold, by metric, segment and period; those of segments that may be seen."""
    found = [goal(row) for row in engine.run(GOALS.expression).to_pylist()]
    return sorted((one for one in found if not one.withdrawn and seen.is_segment(one.dimension, one.value)), key=_order)


def benchmarks_in(engine: Reader) -> list[Benchmark]:
    """The benchmarks of a store."""
    return [benchmark(row) for row in engine.run(BENCHMARKS.expression).to_pylist()]


def stand(
    engine: Reader, catalog: Catalog, put: Put, metrics: Sequence[str], at: date, *, everything: bool = False, seen: Scope = WHOLE
) -> Standings:
    """How the goals of some metrics (of all where none is named) stand. Raises UnknownName for a metric that does not exist."""
    wanted = {catalog.find(name).name for name in metrics}
    there = [one for one in goals_in(engine, seen) if not wanted or one.metric in wanted]
    asked = there if everything else current(there, at)
    return Standings(tuple(standings(asked, catalog, put, at)), tuple(one for one in asked if one.metric not in catalog))


def compared(engine: Reader, catalog: Catalog, put: Rows, metrics: Sequence[str], industry: str | None, at: date) -> Benchmarked:
    """Benchmarks beside one's own figures. Raises UnknownName for a metric or an industry that does not exist."""
    wanted = [catalog.find(name).name for name in metrics]
    return Benchmarked(tuple(beside(chosen(benchmarks_in(engine), wanted, industry), catalog, put, at)))


def day(given: date | str | None, today: date) -> date:
    """The day meant: today where none is given. Raises BadQuestion for what is no date."""
    if given is None or isinstance(given, date):
        return given or today
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise BadQuestion(f"{given!r} is not a date.", where="at", fix="Write it as 2026-03-31.") from None


def _order(one: Goal) -> tuple[str, str, str, str, date, date, str]:
    return (
        one.metric, one.dimension or "", one.value or "", one.apart or "",
        one.starts_on or date.min, one.ends_on or date.max, one.goal_id,
    )  # fmt: skip
