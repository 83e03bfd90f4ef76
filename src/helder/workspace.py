"""The Python interface: a workspace over a store, and questions put to tables without one."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from helder.engines import Engine, Limits, open_engine
from helder.errors import BadSetting
from helder.goals import asked as goals_asked
from helder.goals.benchmarks import Benchmarked
from helder.goals.listed import Standings
from helder.metrics import CATALOG, Catalog
from helder.model import TABLES, calendar_file
from helder.model.calendars import Calendar
from helder.model.money import named
from helder.model.zones import local_date
from helder.query.answer import Answer, Row
from helder.query.compute import answer
from helder.query.decompose import decompose
from helder.query.decomposition import Decomposition
from helder.query.distribution import Spread, distribution
from helder.query.explain import Explanation, explain, rows
from helder.query.question import Question, ask
from helder.query.reconcile import Reconciliation, reconcile
from helder.query.reconcile.search import Progress
from helder.query.rollups import Keeping
from helder.query.scope import WHOLE, Scope
from helder.query.side_by_side import SideBySide, side_by_side
from helder.query.store import Store
from helder.settings import typed
from helder.store import lending

if TYPE_CHECKING:
    import pyarrow as pa

    from helder.settings import Settings


class Options(TypedDict, total=False):
    """What a question can say beside the names of metrics.

    by: dimensions. grain: day, week (ISO), month, quarter, year, fiscal_quarter or fiscal_year. since, until: local dates,
    until not included. where: a condition in SQL over dimensions and columns. compare: previous or year. params: values of
    metrics' parameters. profile: a named set of parameters. zone: IANA name of the zone whose days count. confidence: of the
    intervals, 0.95 by default. confidential: small groups are hidden whatever they are about.
    """

    by: Sequence[str]
    grain: str | None
    since: date | str | None
    until: date | str | None
    where: str | None
    compare: str | None
    params: Mapping[str, Any] | None
    profile: str | None
    zone: str | None
    confidence: float
    confidential: bool


class Workspace:
    """A store with the company's data, to which questions are put. Use it as a context manager, or close it."""

    def __init__(
        self,
        engine: Engine,
        currency: str,
        catalog: Catalog = CATALOG,
        calendars: Mapping[str, Calendar] | None = None,
        smallest_group: int = 5,
        fiscal_year_start: int = 1,
    ) -> None:
        self.engine = engine
        self.catalog = catalog
        self.currency = currency
        self.tables = {name: named(t.expression, currency) for name, t in TABLES.items()}
        self.scope = WHOLE
        self._store = Store(engine, self.tables, currency, calendars or {}, smallest_group, fiscal_year_start, catalog)

    def within(self, scope: Scope) -> Workspace:
        """The same workspace for someone who may ask about some rows only: every question put to it is narrowed to them.

        It is closed with this one. Raises NotInScope, when asked, for a metric whose rows cannot be told apart so.
        """
        narrowed = copy.copy(self)
        narrowed.scope = scope
        return narrowed

    def show(self, *metrics: str, **options: Unpack[Options]) -> Answer:
        """The answer to a question. Raises UnknownName or BadQuestion for one that cannot be put."""
        return answer(self._question(metrics, options), self._store, now=now())

    def explain(self, metric: str, *, sample: int = 10, **options: Unpack[Options]) -> Explanation:
        """What a metric's number is made of: formula, SQL, rows read, counted and left out, and a sample of the rows."""
        return explain(self._question((metric,), options), self._store, now=now(), sample=sample)

    def rows(
        self, metric: str, *, limit: int | None = 100, offset: int = 0, part: int = 0, left_out: bool = False,
        newest: bool = False, **options: Unpack[Options],
    ) -> pa.Table:  # fmt: skip
        """The counted rows behind a metric's number, all where limit is None; part 1 is the denominator's, of two facts.

        left_out: the rows read but not counted instead, each with the reason in its column left_out. newest: the last
        first, not in the order of their key.
        """
        asked = self._question((metric,), options)
        return rows(asked, self._store, now=now(), limit=limit, offset=offset, part=part, left_out=left_out, newest=newest)

    def distribution(self, metric: str, *, bins: int = 12, **options: Unpack[Options]) -> Spread:
        """How many rows have which of the values that a metric is made of: scores, or times.

        Raises BadQuestion for a metric that is made of none.
        """
        return distribution(self._question((metric,), options), self._store, now=now(), bins=bins)

    def decompose(self, metric: str, **options: Unpack[Options]) -> Decomposition:
        """What each segment of some dimensions did to a metric's change: by itself (rate), and by being more or fewer (mix).

        compare: the period the change is against, the previous one where it says nothing. Raises BadQuestion where the segments
        do not add up to the whole, as medians or customers in several segments.
        """
        return decompose(self._question((metric,), options), self._store, now=now())

    def profiles(self, metric: str, **options: Unpack[Options]) -> SideBySide:
        """A metric's figures by Helder's own definition and by every profile that says something of it, side by side.

        profile: only this one beside Helder's own. params hold for all of them.
        """
        named = options.get("profile")
        profiles = {named: self.catalog.profile(named)} if named else self.catalog.profiles
        asked = self._question((metric,), options)
        return side_by_side(asked, profiles, options.get("params") or {}, self._store, now=now())

    def goals(self, *metrics: str, at: date | str | None = None, everything: bool = False) -> Standings:
        """How the goals of some metrics, or of all, stand: the figure so far, how far it is, what is to come, and in a word.

        at: the local date up to which is counted, itself not included; today by default. everything: those that ended
        more than 91 days before, too. Raises UnknownName for a metric that does not exist.
        """
        return goals_asked.stand(
            self.engine,
            self.catalog,
            self.show,
            metrics,
            goals_asked.day(at, self._today()),
            everything=everything,
            seen=self.scope,
        )

    def benchmarks(self, *metrics: str, industry: str | None = None, at: date | str | None = None) -> Benchmarked:
        """What others reach, with source and year, beside one's own figures of the year before a date (today by default).

        industry: this one only. Raises UnknownName for a metric or an industry that does not exist.
        """
        day = goals_asked.day(at, self._today())
        return goals_asked.compared(self.engine, self.catalog, self._show_known, metrics, industry, day)

    def _show_known(self, *names: str, **options: Unpack[Options]) -> Iterator[Row]:
        """The figures of the metrics whose rows can be told apart as they may be seen."""
        for group in self.scope.apart(self.catalog[name] for name in names):
            yield from self.show(*(metric.name for metric in group), **options)

    def _question(self, metrics: Sequence[str], options: Options) -> Question:
        asked = question_of(metrics, options, self.catalog)
        return replace(asked, seen=self.scope.condition(asked.metrics), own=self.scope.own)

    def _today(self) -> date:
        return local_date(now(), self.engine.zone)

    def reconcile(
        self, metric: str, *, theirs: Any, queries: int = 400, rows: int = 100,
        progress: Progress | None = None, **options: Unpack[Options],
    ) -> Reconciliation:  # fmt: skip
        """Which definition, zone, borders of periods or filter give another tool's figures, or come nearest.

        theirs: a pandas, Polars or Arrow table with a row for each figure: start (or date, month ...), dimensions, value,
        and n where it is known. queries: how many to put at most. rows:
        of those in dispute to give. progress: called with what is being tried and how many queries were put. The options
        where, since and until (of figures without a period), grain (where the dates do not tell it), params (those known)
        and zone are those of show.
        """
        named = options.get("profile")
        profiles = {named: self.catalog.profile(named)} if named else self.catalog.profiles
        asked, given = self._question((metric,), options), options.get("params") or {}
        return reconcile(
            asked, theirs, profiles, given, self._store, now=now(), grain=options.get("grain"), most=queries, rows=rows,
            progress=progress or (lambda about, done: None),
        )  # fmt: skip

    @property
    def rollups(self) -> Keeping:
        """The roll-ups of the store, from which questions are answered. Raises NotSupported where its engine keeps none."""
        return Keeping(self._store, self._today())

    def close(self) -> None:
        """Let go of the store."""
        self.engine.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def connect(
    url: str | Path = "duckdb://",
    *,
    zone: str | None = None,
    currency: str = "EUR",
    read_only: bool = False,
    home: str | Path | None = None,
    calendars: Mapping[str, Any] | None = None,
    smallest_group: int = 5,
    fiscal_year_start: int = 1,
    memory: str | int | None = None,
    question_seconds: float | None = None,
) -> Workspace:
    """A workspace over the store a URL names (`duckdb:///cx.duckdb`), which is made where there is none.

    zone: whose days count; the store's own where None, UTC for a new one. currency: of amounts that name none.
    home: the folder with the company's own definitions: metrics, dimensions, calendars. calendars: as tables like those of its
    calendars.toml, instead of that. fiscal_year_start: the month that the grains fiscal_quarter and fiscal_year go by, 1 to
    12. smallest_group: rows below which figures about people who work here are hidden. memory: that the
    embedded engine may use, as "12GB" or in bytes; half of what there is where None. question_seconds: that each query of a
    question may take; any where None or 0. Raises StoreError or StoreBusy where the store cannot be opened, BadInput or
    BadSetting for a definition that cannot be.
    """
    catalog = catalog_of(Path(home) if home is not None else None)
    target = f"duckdb:///{url}" if isinstance(url, Path) else str(url)
    _check_month(fiscal_year_start)
    known = calendars_of(Path(home) if home is not None else None, calendars)
    seconds = None if question_seconds is None else _seconds(question_seconds)
    limits = Limits(None if memory is None else typed("memory", memory, "memory"), seconds)
    folder = Path(home) if home is not None else None
    engine = open_engine(target, zone=zone, read_only=read_only, limits=limits, home=folder)
    return Workspace(engine, currency, catalog, known, smallest_group, fiscal_year_start)


def of_settings(settings: Settings, *, read_only: bool) -> Workspace:
    """The workspace that a home folder's settings name; one to read only keeps the zone its store has.

    To read only, it may be that of a server that owns the store, which then answers.
    """
    _check_month(settings["fiscal_year_start"])
    if read_only:
        engine = lending.reading(settings)
    else:
        engine = open_engine(settings.store, zone=settings["zone"], limits=limits_of(settings), home=settings.home)
    try:
        return Workspace(
            engine,
            settings["currency"],
            catalog_of(settings.home),
            calendars_of(settings.home),
            settings["smallest_group"],
            settings["fiscal_year_start"],
        )
    except BaseException:
        engine.close()
        raise


def limits_of(settings: Settings) -> Limits:
    """What an engine may use, by the settings."""
    return Limits(settings["memory"], settings["question_seconds"] or None)


def _seconds(number: Any) -> float | None:
    if not isinstance(number, int | float) or not 0 <= number < float("inf"):
        raise BadSetting(
            f"A question cannot take {number!r} seconds.", where="question_seconds", fix="Give a number; 0 for any time."
        )
    return number or None


def _check_month(number: int) -> None:
    if number not in range(1, 13):
        raise BadSetting(f"No month is number {number}.", where="fiscal_year_start", fix="Give one from 1, January, to 12.")


def calendars_of(home: Path | None, given: Mapping[str, Any] | None = None) -> Mapping[str, Calendar]:
    """The business calendars given, else those of a home folder. Raises BadSetting for one that cannot be."""
    if given is not None:
        return calendar_file.parse(given)
    return calendar_file.read(home) if home else {}


def catalog_of(home: Path | None) -> Catalog:
    """The catalogue, with the own metrics, dimensions and profiles of the company whose home folder it is.

    Raises BadInput or UnknownName for one that cannot be; profiles are read when one is asked for.
    """
    catalog = CATALOG
    if home and (home / "metrics").is_dir():
        from helder.metrics import own

        catalog = catalog.with_own(own.read(home / "metrics", datetime.now(UTC).date()))
    if home and (home / "dimensions.toml").exists():
        from helder.metrics import declared

        catalog = declared.with_dimensions(catalog, declared.read(home / "dimensions.toml", catalog))
    if home and (home / "profiles.toml").exists():
        catalog = catalog.with_profiles(home / "profiles.toml")
    return catalog


def question_of(metrics: Sequence[str], options: Options, catalog: Catalog = CATALOG) -> Question:
    """A question of names and options. Raises UnknownName or BadQuestion for one that cannot be put."""
    return ask(
        *metrics,
        by=options.get("by", ()),
        grain=options.get("grain"),
        since=options.get("since"),
        until=options.get("until"),
        where=options.get("where"),
        compare=options.get("compare"),
        params=options.get("params"),
        profile_name=options.get("profile"),
        zone=options.get("zone"),
        confidence=options.get("confidence", 0.95),
        confidential=options.get("confidential", False),
        catalog=catalog,
    )


def now() -> datetime:
    """This moment in UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)
