"""One's own figures beside those of an industry, and what keeps the two from being compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, ClassVar

from helder.errors import UnknownName
from helder.goals.records import Records
from helder.metrics import Catalog, Metric
from helder.query.answer import Row

#: Gives rows of figures: names of metrics, and the options of `Workspace.show`.
Rows = Callable[..., Iterable[Row]]
#: How many days one's own figure rests on, as benchmarks are about a year.
OWN_DAYS = 365


@dataclass(frozen=True)
class Benchmark:
    """A row of the table of benchmarks. value, low, median, high: in the unit of answers, as the source gives them."""

    benchmark_id: str
    metric: str
    industry: str
    region: str | None
    year: int | None
    scale: str | None
    unit: str | None
    value: float | None
    low: float | None
    median: float | None
    high: float | None
    source: str
    url: str | None
    sample: str | None
    n: int | None
    note: str | None

    @property
    def middle(self) -> float | None:
        """The figure one's own is held against: the mean, else the median."""
        return self.median if self.value is None else self.value


@dataclass(frozen=True)
class Beside:
    """A benchmark beside one's own figure of the year before a day, on the same scale where there is one.

    own: None where there is none. gap: own less the benchmark. verdict: better, worse or the same within chance, None where
    it cannot be said; differs: what keeps the two from being compared, or must be known.
    """

    benchmark: Benchmark
    metric: Metric
    own: Row | None
    gap: float | None
    verdict: str | None
    differs: str | None


_NAMES = tuple(field.name for field in fields(Benchmark))


def benchmark(row: Mapping[str, Any]) -> Benchmark:
    """The benchmark of a row of the table."""
    known: dict[str, Any] = {name: row.get(name) for name in _NAMES}
    return Benchmark(**known)


def chosen(benchmarks: Iterable[Benchmark], metrics: Sequence[str], industry: str | None) -> list[Benchmark]:
    """Those of some metrics (of all where none is named) and an industry. Raises UnknownName for one of which there is none."""
    every = list(benchmarks)
    if industry is not None:
        known = {one.industry.casefold(): one.industry for one in every}
        if industry.casefold() not in known:
            raise UnknownName("industry", industry, known.values(), where="benchmarks")
        every = [one for one in every if one.industry == known[industry.casefold()]]
    found = [one for one in every if not metrics or one.metric in metrics]
    return sorted(
        found, key=lambda one: (one.metric, one.industry.casefold(), -(one.year or 0), one.region or "", one.benchmark_id)
    )


def held_against(benchmarks: Iterable[Benchmark], metric: str, unit: str, scale: str | None) -> list[Benchmark]:
    """The latest benchmarks on the scale and in the unit of a figure: that of all regions, or else each one's."""
    fitting = [
        one
        for one in benchmarks
        if one.metric == metric and one.middle is not None and one.scale == scale and one.unit in (None, unit)
    ]
    year = max((one.year or 0 for one in fitting), default=0)
    latest = [one for one in fitting if (one.year or 0) == year]
    return [one for one in latest if one.region is None][:1] or latest


def beside(benchmarks: Sequence[Benchmark], catalog: Catalog, put: Rows, at: date) -> list[Beside]:
    """Each benchmark beside one's own figure of the year before a day that is not counted itself; one question for all."""
    known = [one for one in benchmarks if one.metric in catalog]
    if not known:
        return []
    rows = put(*dict.fromkeys(one.metric for one in known), since=at - timedelta(days=OWN_DAYS), until=at)
    own: dict[str, list[Row]] = {}
    for row in rows:
        own.setdefault(row.metric.name, []).append(row)
    return [_beside(one, catalog[one.metric], own.get(one.metric, [])) for one in known]


def _beside(one: Benchmark, metric: Metric, rows: Sequence[Row]) -> Beside:
    there = [row for row in rows if row.value is not None]
    own, differs = _comparable(one, metric, there)
    if own is None or own.value is None or one.middle is None:
        return Beside(one, metric, own, None, None, differs or ("no figure of your own" if not there else None))
    gap = own.value - one.middle
    if own.low is None or own.high is None:
        return Beside(one, metric, own, gap, None, differs)
    same = own.low <= one.middle <= own.high
    better = None if metric.better is None else (gap > 0) == (metric.better == "higher")
    way = ("higher" if gap > 0 else "lower") if better is None else "better" if better else "worse"
    return Beside(one, metric, own, gap, "the same within chance" if same else way, differs)


def _comparable(one: Benchmark, metric: Metric, rows: Sequence[Row]) -> tuple[Row | None, str | None]:
    """One's own figure on the benchmark's scale, and what must be known of the two; no figure where they differ."""
    most = max(rows, key=lambda row: row.n or 0, default=None)
    labels = {name: [str(dict(row.labels)[name]) for row in rows] for row in rows for name, _ in row.labels}
    if "scale" in labels:
        if one.scale is None:
            mine = dict(most.labels)["scale"] if most else None
            return most, f"the source names no scale; yours is {mine}"
        fitting = next((row for row in rows if dict(row.labels)["scale"] == one.scale), None)
        return fitting, None if fitting else f"the source's scale is {one.scale}, yours {', '.join(labels['scale'])}"
    if "currency" in labels and one.unit is not None:
        fitting = next((row for row in rows if row.unit == one.unit), None)
        return fitting, None if fitting else f"the source's currency is {one.unit}, yours {', '.join(labels['currency'])}"
    return most, None


class Benchmarked(Records[Beside]):
    """Benchmarks beside one's own figures, ordered by metric, industry and year.

    In every form the columns are metric, industry, region, year, scale, the source's value, low, median and high, unit, own,
    own_low, own_high, own_n (one's own figure of the year before), gap (own less the source's), verdict, differs (what keeps the
    two from being compared), source, url, sample, n, note.
    """

    kinds: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("metric", "industry", "region"), "text"),
        "year": "integer",
        "scale": "text",
        **dict.fromkeys(("value", "low", "median", "high"), "number"),
        "unit": "text",
        **dict.fromkeys(("own", "own_low", "own_high"), "number"),
        "own_n": "integer",
        "gap": "number",
        **dict.fromkeys(("verdict", "differs", "source", "url", "sample"), "text"),
        "n": "integer",
        "note": "text",
    }

    def _record(self, one: Beside) -> dict[str, Any]:
        given, own = one.benchmark, one.own
        return {
            **{name: getattr(given, name) for name in ("metric", "industry", "region", "year", "scale")},
            **{name: getattr(given, name) for name in ("value", "low", "median", "high")},
            "unit": own.unit if own else given.unit or one.metric.unit.name,
            "own": own and own.value,
            "own_low": own and own.low,
            "own_high": own and own.high,
            "own_n": own and own.n,
            "gap": one.gap,
            "verdict": one.verdict,
            "differs": one.differs,
            **{name: getattr(given, name) for name in ("source", "url", "sample", "n", "note")},
        }
