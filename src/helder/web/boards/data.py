"""Every question that the site puts to Helder, each asked once however many look at the answer."""

from __future__ import annotations

import math
import time as clock
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from helder.errors import UnknownName
from helder.goals.asked import goals_in
from helder.goals.goal import Goal, in_force
from helder.goals.standing import Standing, standings
from helder.query.answer import label_columns

if TYPE_CHECKING:
    import pyarrow as pa

    from helder.goals.benchmarks import Beside
    from helder.query.explain import Explanation
    from helder.web.boards.view import View
    from helder.workspace import Workspace

Row = Mapping[str, Any]
T = TypeVar("T")
_KEPT = 256
_RECENT = 0.5
#: Seconds for which how goals stand is not asked anew, however many loads come in: it rests on two years of days.
_STANDING = 30
#: Seconds for which the choices of a picker stay.
_CHOICES = 60


@dataclass(frozen=True)
class Figures:
    """What a board shows: per metric the rows of the whole period, and those of its cells in order of time.

    whole: with previous, change, p and significant. batch: the last load they rest on.
    """

    whole: Mapping[str, tuple[Row, ...]]
    cells: Mapping[str, tuple[Row, ...]]
    batch: int


class Questions:
    """Puts questions to a workspace on threads of its own; equal ones on the same data are answered once."""

    def __init__(self, workspace: Workspace, currency: str, industry: str | None = None, threads: int = 6) -> None:
        self.workspace = workspace
        self.currency = currency
        self.industry = industry
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="helder-question")
        self._answers: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()
        self._recent: tuple[float, Mapping[str, int]] = (-math.inf, {})

    def today(self) -> date:
        """Today in the workspace's zone."""
        return datetime.now(ZoneInfo(self.workspace.engine.zone)).date()

    def batch(self) -> int:
        """Number of the last load; 0 for an empty store. Raises StoreError where the store does not answer."""
        return max(self.workspace.engine.batches().values(), default=0)

    def recent_batches(self) -> Mapping[str, int]:
        """By table, the number of the last load that changed it, looked up at most twice a second however many ask."""
        asked, batches = self._recent
        if clock.monotonic() - asked >= _RECENT:
            batches = self.workspace.engine.batches()
            self._recent = (clock.monotonic(), batches)
        return batches

    def recent_batch(self) -> int:
        """Number of the last load, looked up at most twice a second however many ask."""
        return max(self.recent_batches().values(), default=0)

    def figures(self, names: tuple[str, ...], view: View) -> Figures:
        """The figures of metrics over a view; metrics that cannot be narrowed to its segment are left out."""
        asked = tuple(
            name for name in names if view.segment is None or view.segment[0] in self.workspace.catalog[name].dimensions
        )
        batch = self.batch()
        if not asked:
            return Figures({}, {}, batch)
        whole, cells = self._asked(asked, view, batch)
        return Figures(_by_metric(whole.result()), _by_metric(cells.result()), batch)

    def foresee(self, names: tuple[str, ...], view: View) -> None:
        """Begin to answer what will be asked first, without waiting for it."""
        self._asked(names, view, self.batch())

    def goals(self) -> tuple[Goal, ...]:
        """The goals that hold."""
        return self._ask((self.goals_batch(), "goals"), lambda: tuple(goals_in(self.workspace.engine))).result()

    def standings(self, names: tuple[str, ...], view: View) -> dict[str, Standing]:
        """How the goals that metrics are held against stand on a view's last day: those of its segment, one for each metric."""
        return self._standing(names, view).result()

    def every_standing(self, today: date) -> tuple[Standing, ...]:
        """How all goals stand."""
        key = (self.goals_batch(), "goals", today, int(clock.monotonic() // _STANDING))
        return self._ask(key, lambda: tuple(self.workspace.goals(at=today))).result()

    def benchmarks(self, name: str, at: date) -> tuple[Beside, ...]:
        """What others of one's industry reach, beside one's own figure; nothing where no industry is chosen, or none is known."""
        if self.industry is None:
            return ()

        def question() -> tuple[Beside, ...]:
            try:
                return tuple(self.workspace.benchmarks(name, industry=self.industry, at=at))
            except UnknownName:
                return ()

        return self._ask((self.batch(), "benchmarks", name, at), question).result()

    def _standing(self, names: tuple[str, ...], view: View) -> Future[dict[str, Standing]]:
        def question() -> dict[str, Standing]:
            goals = goals_in(self.workspace.engine)
            held = [one for name in names if (one := in_force(goals, name, view.segment, view.last)) is not None]
            found = standings(held, self.workspace.catalog, self.workspace.show, view.until, view.since)
            return {one.metric.name: one for one in found}

        return self._ask((self.goals_batch(), "standings", names, view, int(clock.monotonic() // _STANDING)), question)

    def goals_batch(self) -> int:
        """Number of the last load that changed a goal."""
        return self.workspace.engine.batches().get("goals", 0)

    def _asked(self, names: tuple[str, ...], view: View, batch: int) -> tuple[Future[list[Row]], Future[list[Row]]]:
        about: dict[str, Any] = {"since": view.since, "until": view.until, "where": view.where}
        whole = self._ask((batch, "whole", names, view), lambda: self._show(names, compare="previous", **about))
        by_time = (
            partial(self._hours, names, view) if view.grain == "hour" else partial(self._show, names, grain=view.grain, **about)
        )
        return whole, self._ask((batch, "cells", names, view), by_time)

    def _hours(self, names: tuple[str, ...], view: View) -> list[Row]:
        """The rows of each hour of a view's one day, in order, with the moment it starts; of metrics that know the hour."""
        known = tuple(name for name in names if "hour" in self.workspace.catalog[name].dimensions)
        if not known:
            return []
        rows = self._show(known, by=("hour",), since=view.since, until=view.until, where=view.where)
        found: dict[tuple[Any, ...], dict[int, Row]] = {}
        for row in rows:
            if row["hour"] is not None:
                apart = (row["metric"], *(row.get(name or "") for name in label_columns(self.workspace.catalog[row["metric"]])))
                found.setdefault(apart, {})[int(row["hour"])] = row
        now = datetime.now(ZoneInfo(self.workspace.engine.zone)).replace(tzinfo=None)
        hours = [start for hour in range(24) if (start := datetime.combine(view.since, time(hour))) <= now]
        return [
            {**(there.get(start.hour) or _without_rows(next(iter(there.values())))), "start": start}
            for there in found.values()
            for start in hours
        ]

    def sliced(self, name: str, dimension: str, view: View) -> tuple[Row, ...]:
        """A metric over a view's period, per value of a dimension, each row with its variance too."""
        about: dict[str, Any] = {"since": view.since, "until": view.until, "where": view.where, "by": [dimension]}

        def question() -> tuple[Row, ...]:
            answer = self.workspace.show(name, **about)
            return tuple({**record, "variance": row.variance} for record, row in zip(answer.to_records(), answer, strict=True))

        return self._ask((self.batch(), "sliced", name, dimension, view), question).result()

    def values(self, dimension: str, view: View) -> tuple[str, ...]:
        """Values of a dimension in a view's period, the most frequent first."""
        counting = next(
            (n for n in ("contact_volume", "orders", "nps") if dimension in self.workspace.catalog[n].dimensions), None
        )
        if counting is None:
            return ()
        about: dict[str, Any] = {"since": view.since, "until": view.until, "by": [dimension]}
        # Which values there are to choose from need not be known anew with every load.
        key = ("values", counting, dimension, view.since, view.until, int(clock.monotonic() // _CHOICES))
        rows = [row for row in self._ask(key, lambda: self._show((counting,), **about)).result() if row[dimension] is not None]
        counts: dict[str, float] = {}
        for row in rows:
            counts[str(row[dimension])] = counts.get(str(row[dimension]), 0) + (row["n"] or 0)
        return tuple(sorted(counts, key=lambda value: (-counts[value], value)))

    def explain(self, name: str, view: View, apart: str | None) -> Explanation:
        """How a number came about; `apart` is its scale or currency, where a metric has numbers of several."""
        about = self._about(name, view, apart)
        return self._ask((self.batch(), "explain", name, view, apart), lambda: self.workspace.explain(name, **about)).result()

    def rows(self, name: str, view: View, apart: str | None, *, limit: int, offset: int = 0, part: int = 0) -> pa.Table:
        """The rows counted in a number."""
        about = self._about(name, view, apart)
        found: pa.Table = self._pool.submit(
            lambda: self.workspace.rows(name, limit=limit, offset=offset, part=part, **about)
        ).result()
        return found

    def close(self) -> None:
        """Finish what is being asked, then let go of the store."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.workspace.close()

    def _about(self, name: str, view: View, apart: str | None) -> dict[str, Any]:
        """The options of a question about one number."""
        about: dict[str, Any] = {"since": view.since, "until": view.until, "where": view.where}
        column = label_columns(self.workspace.catalog[name])[0]
        if column is None or apart is None:
            return about
        # No scale, currency or share is a number alone: what is one is a number of months.
        own = "{} = {}".format(column, apart if apart.isdigit() else "'" + apart.replace("'", "''") + "'")
        unnamed = {**about, "where": _all(view.where, f"{column} is null")}
        rows = self._ask((self.batch(), "unnamed", name, view), lambda: self._show((name,), **unnamed)).result()
        if any(row["n"] and row[column] == apart for row in rows):  # a row that names none counts as the usual one
            own = f"({own} or {column} is null)"
        return {**about, "where": _all(view.where, own)}

    def _show(self, names: tuple[str, ...], **about: Any) -> list[Row]:
        return [*self.workspace.show(*names, **about).to_records()]

    def _ask(self, key: Hashable, question: Callable[[], T]) -> Future[T]:
        """The answer to a question on this data, asked now or before; a failed one is asked again."""
        with self._lock:
            known = self._answers.get(key)
            if known is not None and not (known.done() and known.exception()):
                self._answers.move_to_end(key)
                return known
            asked = self._answers[key] = self._pool.submit(question)
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
            return asked


def _without_rows(like: Row) -> Row:
    """The row of an hour in which nothing was counted, like those of its metric in which something was."""
    return {**like, "value": None, "n": 0, "low": None, "high": None, "provisional": False, "suppressed": False}


def _all(*conditions: str | None) -> str:
    return " and ".join(condition for condition in conditions if condition)


def _by_metric(rows: list[Row]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["metric"], []).append(row)
    return {name: tuple(some) for name, some in found.items()}
