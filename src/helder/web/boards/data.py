"""Every question that the site puts to Helder, each asked once however many look at the answer."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from helder.errors import UnknownName
from helder.goals.asked import benchmarks_in, goals_in
from helder.goals.benchmarks import chosen
from helder.goals.goal import Goal, in_force
from helder.goals.standing import Standing, current, standings
from helder.query.answer import label_columns
from helder.web.boards.once import Once

if TYPE_CHECKING:
    import pyarrow as pa

    from helder.goals.benchmarks import Benchmark, Beside
    from helder.metrics import Metric
    from helder.query.decomposition import Decomposition
    from helder.query.distribution import Spread
    from helder.query.explain import Explanation
    from helder.query.scope import Scope
    from helder.web.boards.view import View
    from helder.workspace import Workspace

Row = Mapping[str, Any]
T = TypeVar("T")
_KEPT = 1024
#: Boards that are kept as they are drawn, in one view, language and set of rights each.
_DRAWN = 64
_RECENT = 0.5
#: Seconds for which how goals stand is not asked anew, however many loads come in: it rests on two years of days.
STANDING = 30
#: Seconds after which a figure that moves by itself is worked out anew.
MOVES = 5.0
#: Metrics by whose rows the values of a dimension are known, the most usual first.
_COUNTING = ("contact_volume", "orders", "nps", "sessions", "request_volume", "mentions", "response_rate", "referral_rate")
#: Seconds for which the choices of a picker stay.
_CHOICES = 60
#: Values offered of one dimension, at most.
_MOST_CHOICES = 40


@dataclass(frozen=True)
class Figures:
    """What a board shows: per metric the rows of the whole period, and those of its cells in order of time.

    whole: with previous, change, p and significant. batch: the last load they rest on.
    """

    whole: Mapping[str, tuple[Row, ...]]
    cells: Mapping[str, tuple[Row, ...]]
    batch: int


@dataclass(frozen=True)
class Cut:
    """How figures over a view are cut: by dimensions, by a grain of time, and against which period before."""

    by: tuple[str, ...] = ()
    grain: str | None = None
    compare: str | None = None


class Questions:
    """Puts questions to a workspace on threads of its own; equal ones on the same data are answered once."""

    def __init__(self, workspace: Workspace, currency: str, industry: str | None = None, threads: int = 6) -> None:
        self.workspace = workspace
        self.currency = currency
        self.industry = industry
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="helder-question")
        self._here = False
        self._once, self._drawn = Once(_KEPT), Once(_DRAWN)
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

    def within(self, scope: Scope) -> Questions:
        """The same questions by someone who may ask about some rows only."""
        narrowed = copy(self)
        narrowed.workspace = self.workspace.within(scope)
        return narrowed

    def one_by_one(self) -> Questions:
        """The same questions, each answered in the thread that asks it: several at once would leave others no processor."""
        patient = copy(self)
        patient._here = True
        return patient

    def figures(self, names: tuple[str, ...], view: View) -> Figures:
        """The figures of metrics over a view; metrics that cannot be narrowed to its segment are left out."""
        cells, whole = self.asked(names, view, Cut(grain=view.grain)), self.asked(names, view, WHOLE_PERIOD)
        return Figures(whole(), cells(), self.batch())

    def asked(self, names: tuple[str, ...], view: View, cut: Cut) -> Callable[[], dict[str, tuple[Row, ...]]]:
        """Ask for the figures of metrics over a view; what is returned waits for the rows of each metric, in order.

        Metrics that cannot be narrowed to the view or cut so, or of which no row may be seen, are left out.
        """
        batch, catalog = self.batch(), self.workspace.catalog
        known = [m for m in (catalog[name] for name in names if name in catalog) if _fits(m, view, cut)]
        futures = [
            self._ask((batch, self._moment(group), "cut", group, view, cut), partial(self._cut, group, view, cut))
            for group in (tuple(m.name for m in some) for some in self.workspace.scope.apart(known))
        ]
        return lambda: {name: rows for future in futures for name, rows in _by_metric(future.result()).items()}

    def _moment(self, names: tuple[str, ...]) -> int | None:
        """What is another every few seconds for metrics whose figure moves by itself as time goes on."""
        moves = any(moves_by_itself(self.workspace.catalog[name]) for name in names)
        return int(clock.monotonic() // MOVES) if moves else None

    def _cut(self, names: tuple[str, ...], view: View, cut: Cut) -> list[Row]:
        if cut.grain == "hour":
            return self._hours(names, view, cut)
        return self._show(names, grain=cut.grain, by=cut.by, compare=cut.compare, **about(view))

    def goals(self) -> tuple[Goal, ...]:
        """The goals that hold."""
        return self._ask((self.goals_batch(), "goals"), lambda: tuple(goals_in(self.workspace.engine))).result()

    def standings(self, names: tuple[str, ...], view: View) -> dict[str, Standing]:
        """How the goals that metrics are held against stand on a view's last day: those of its segment, one for each metric."""
        return self._standing(names, view).result()

    def every_standing(self, today: date) -> tuple[Standing, ...]:
        """How all goals stand."""
        key = (self.goals_batch(), "goals", today, int(clock.monotonic() // STANDING))
        return self._ask(
            key, lambda: tuple(standings(current(self._goals(), today), self.workspace.catalog, self.workspace.show, today))
        ).result()

    def _goals(self) -> list[Goal]:
        """The goals of segments that may be seen."""
        return goals_in(self.workspace.engine, self.workspace.scope)

    def industry_benchmarks(self) -> tuple[Benchmark, ...]:
        """What others of one's industry reach; nothing where no industry is chosen, or none is known."""
        industry = self.industry
        if industry is None:
            return ()

        def question() -> tuple[Benchmark, ...]:
            try:
                return tuple(chosen(benchmarks_in(self.workspace.engine), (), industry))
            except UnknownName:
                return ()

        return self._ask((self.workspace.engine.batches().get("benchmarks", 0), "industry"), question).result()

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
            if view.filters and view.segment is None:  # goals are for everyone or for one value, not for several
                return {}
            segment = view.segment or self.workspace.scope.segment
            goals, over = self._goals(), (view.since, view.until)
            held = [one for name in names if (one := in_force(goals, name, segment, view.last, over)) is not None]
            put = partial(self.workspace.show, confidential=view.confidential)
            found = standings(held, self.workspace.catalog, put, view.until, view.since)
            return {one.metric.name: one for one in found}

        return self._ask((self.goals_batch(), "standings", names, view, int(clock.monotonic() // STANDING)), question)

    def goals_batch(self) -> int:
        """Number of the last load that changed a goal."""
        return self.workspace.engine.batches().get("goals", 0)

    def _hours(self, names: tuple[str, ...], view: View, cut: Cut) -> list[Row]:
        """The rows of each hour of a view's one day, in order, with the moment it starts; of metrics that know the hour."""
        known = tuple(name for name in names if "hour" in self.workspace.catalog[name].dimensions)
        if not known:
            return []
        rows = self._show(known, by=("hour", *cut.by), **about(view))
        found: dict[tuple[Any, ...], dict[int, Row]] = {}
        for row in rows:
            if row["hour"] is not None:
                labels = (row.get(name or "") for name in label_columns(self.workspace.catalog[row["metric"]]))
                apart = (row["metric"], *labels, *(row[name] for name in cut.by))
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
        return self.asked((name,), view, Cut(by=(dimension,)))().get(name, ())

    def values_of(self, dimensions: tuple[str, ...], view: View, most: int = _MOST_CHOICES) -> dict[str, tuple[str, ...]]:
        """Values of dimensions in a view's period, the most frequent first."""
        asked = {dimension: self._values(dimension, view) for dimension in dimensions}
        return {name: _most_frequent(rows.result(), name)[:most] if rows else () for name, rows in asked.items()}

    def values(self, dimension: str, view: View) -> tuple[str, ...]:
        """Values of a dimension in a view's period, the most frequent first."""
        return self.values_of((dimension,), view)[dimension]

    def _values(self, dimension: str, view: View) -> Future[list[Row]] | None:
        catalog, scope = self.workspace.catalog, self.workspace.scope
        counting = next((n for n in _COUNTING if dimension in catalog[n].dimensions and scope.knows(catalog[n])), None)
        if counting is None:
            return None
        period: dict[str, Any] = {"since": view.since, "until": view.until, "by": [dimension]}
        # Which values there are to choose from need not be known anew with every load.
        key = ("values", counting, dimension, view.since, view.until, int(clock.monotonic() // _CHOICES))
        return self._ask(key, lambda: self._show((counting,), **period))

    def explain(self, name: str, view: View, apart: str | None) -> Explanation:
        """How a number came about; `apart` is its scale or currency, where a metric has numbers of several."""
        number = self._number(name, view, apart)
        return self._ask(
            (self.batch(), self._moment((name,)), "explain", name, view, apart),
            lambda: self.workspace.explain(name, sample=0, **number),
        ).result()

    def rows(self, name: str, view: View, apart: str | None, *, limit: int, offset: int = 0, part: int = 0) -> pa.Table:
        """The rows counted in a number."""
        number = self._number(name, view, apart)
        found: pa.Table = self._pool.submit(
            lambda: self.workspace.rows(name, limit=limit, offset=offset, part=part, **number)
        ).result()
        return found

    def newest(self, name: str, view: View, having: str, limit: int) -> list[dict[str, Any]]:
        """The last of the rows counted in a metric, of those for which a condition holds."""
        options = {**about(view), "where": _all(view.where, having)}

        def question() -> list[dict[str, Any]]:
            found = self.workspace.rows(name, limit=limit, newest=True, **options)
            return list(found.to_pylist(maps_as_pydicts="lossy"))

        return self._ask((self.batch(), "newest", name, view, having, limit), question).result()

    def unplaced(self, name: str, dimension: str, view: View) -> int:
        """How many rows of a metric are in no value of a dimension that a view is narrowed by, as it is not known of them."""
        others = view.without(dimension)
        options = {**about(others), "where": _all(others.where, f"{dimension} is null")}
        found = self._ask((self.batch(), "unplaced", name, dimension, view), lambda: self._show((name,), **options)).result()
        return int(sum(row["n"] or 0 for row in found if not row["suppressed"]))

    def distribution(self, name: str, view: View) -> Spread:
        """How the values a metric is made of are spread, on the scale that most rows have."""
        whole = self.asked((name,), view, WHOLE_PERIOD)().get(name, ())
        column = label_columns(self.workspace.catalog[name])[0]
        main = max(whole, key=lambda row: row["n"] or 0) if whole else None
        number = self._number(name, view, main[column] if main and column == "scale" else None)
        return self._ask((self.batch(), "distribution", name, view), lambda: self.workspace.distribution(name, **number)).result()

    def decompose(self, name: str, by: str, view: View) -> Decomposition:
        """What each value of a dimension did to a metric's change against the period before."""

        def question() -> Decomposition:
            return self.workspace.decompose(name, by=[by], compare="previous", **about(view))

        return self._ask((self.batch(), "decompose", name, by, view), question).result()

    def close(self) -> None:
        """Finish what is being asked, then let go of the store."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.workspace.close()

    def _number(self, name: str, view: View, apart: str | None) -> dict[str, Any]:
        """The options of a question about one number."""
        asked = about(view)
        column = label_columns(self.workspace.catalog[name])[0]
        if column is None or apart is None:
            return asked
        # No scale, currency or share is a number alone: what is one is a number of months.
        own = "{} = {}".format(column, apart if apart.isdigit() else "'" + apart.replace("'", "''") + "'")
        unnamed = {**asked, "where": _all(view.where, f"{column} is null")}
        rows = self._ask((self.batch(), "unnamed", name, view), lambda: self._show((name,), **unnamed)).result()
        if any(row["n"] and row[column] == apart for row in rows):  # a row that names none counts as the usual one
            own = f"({own} or {column} is null)"
        return {**asked, "where": _all(view.where, own)}

    def _show(self, names: tuple[str, ...], **options: Any) -> list[Row]:
        answer = self.workspace.show(*names, **options)
        return [{**record, "variance": row.variance} for record, row in zip(answer.to_records(), answer, strict=True)]

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What is made of answers to questions of one's own, made once however many look at it."""
        return self._drawn.done((self.workspace.scope, key), work)

    def _ask(self, key: Hashable, question: Callable[[], T]) -> Future[T]:
        """The answer to a question on this data, asked now or before; a failed one is asked again."""
        key = (self.workspace.scope, key)
        if not self._here:
            return self._once.asked(key, question, self._pool)
        answer: Future[T] = Future()
        try:
            answer.set_result(self._once.done(key, question))
        except Exception as error:  # noqa: BLE001 - raised again where the answer is looked at
            answer.set_exception(error)
        return answer


def moves_by_itself(metric: Metric) -> bool:
    """Whether a figure is another a moment later, though no row has come in: how long somebody has waited."""
    return any(measure.fact.up_to_now for measure in metric.measured({}).measures)


#: The whole of a period against the one before.
WHOLE_PERIOD = Cut(compare="previous")


def about(view: View) -> dict[str, Any]:
    """A view as options of a question."""
    return {"since": view.since, "until": view.until, "where": view.where, "confidential": view.confidential}


def _fits(metric: Metric, view: View, cut: Cut) -> bool:
    return view.unknown_to(metric) is None and all(name in metric.dimensions for name in cut.by)


def _most_frequent(rows: list[Row], dimension: str) -> tuple[str, ...]:
    counts: dict[str, float] = {}
    for row in rows:
        if row[dimension] is not None:
            counts[str(row[dimension])] = counts.get(str(row[dimension]), 0) + (row["n"] or 0)
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))


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
