"""What a fact is: rows with a grain, event times and dimensions, that metrics are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from helder.errors import UnknownName
from helder.facts.business_time import NO_CALENDARS, OpeningHours
from helder.facts.days import local_date
from helder.facts.grains import start_of
from helder.facts.titles import of_dimension
from helder.model import TABLES, Kind

if TYPE_CHECKING:
    import ibis.expr.types as ir


#: What makes a fact's rows.
Build = Callable[["Source"], "ir.Table"]
#: By table, the columns by which rows belong together, by the kind of thing they name.
Related = Mapping[str, Mapping[str, tuple[str, ...]]]

#: The keys by which rows of several tables belong together.
OF_CUSTOMER, OF_CASE, OF_CONTACT = ({name: (f"{name}_id",)} for name in ("customer", "case", "contact"))
OF_ORDER = {"order": ("order_id",)}


@dataclass(frozen=True)
class Period:
    """A half-open period: its first local date and the one after its last, and the UTC instants between which it lies."""

    start: date
    end: date
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class Now:
    """The moment at which is asked: the UTC instant, its local day, and the first date of the period that is not over then."""

    at: datetime
    day: date
    within: date


@dataclass(frozen=True)
class Source:
    """What a fact is built from: the tables of the data model, and what its rows may depend on beside them.

    periods: those asked for; grain: what they are, None where there is one alone. now: for facts up to now, where one of the
    periods is not over. hours: the workspace's calendars. zone: whose days count; stored_zone: whose local dates are stored.
    window: the days, the last not included, outside which no row of the fact is asked for. stored: tables that have all rows of
    a fact already, by what would make them.
    """

    tables: Mapping[str, ir.Table]
    periods: tuple[Period, ...] = ()
    grain: str | None = None
    hours: OpeningHours = NO_CALENDARS
    zone: str = "UTC"
    stored_zone: str = "UTC"
    window: tuple[date | None, date | None] = (None, None)
    stored: Mapping[Build, ir.Table] = field(default_factory=dict)
    now: Now | None = None

    def __getitem__(self, name: str) -> ir.Table:
        return self.tables[name]

    def of(self, fact: Fact) -> ir.Table:
        """The rows of a fact: those stored, where they are, else made."""
        stored = self.stored.get(fact.build)
        return fact.build(self) if stored is None else stored

    def day(self, table: ir.Table, at: str) -> ir.DateValue:
        """The local date of a column of instants of a table."""
        return local_date(table, at, self.zone, self.stored_zone)

    def in_window(self, table: ir.Table, at: str) -> ir.Table | None:
        """The rows dated within the window; None where it is open to the past, so that looking for them would not pay."""
        import ibis

        since, until = self.window
        if since is None:
            return None
        day = self.day(table, at)
        return table.filter(day >= ibis.literal(since), *([day < ibis.literal(until)] if until else []))

    def not_before(self, table: ir.Table, at: str, days: int) -> ir.Table:
        """The rows dated in the window, after it, or up to some days before it."""
        import ibis

        since = self.window[0]
        assert since is not None
        # A date: compared with a moment, stored dates would all be read.
        return table.filter(self.day(table, at) >= (ibis.literal(since) - ibis.interval(days=days)).cast("date"))

    def within_periods(self, table: ir.Table, at: str) -> ir.Table:
        """The rows dated within the periods asked for, each with the `start` of its period."""
        import ibis

        first, last = self.periods[0], self.periods[-1]
        t = table.mutate(start=self.day(table, at))
        t = t.filter(t.start >= ibis.literal(first.start), t.start < ibis.literal(last.end))
        if self.grain is None:
            return t.mutate(start=ibis.literal(first.start))
        # The first period begins where the question does, which may be inside a calendar period.
        return t.mutate(start=ibis.greatest(start_of(t.start, self.grain), ibis.literal(first.start)))


@dataclass(frozen=True)
class Dimension:
    """Something a fact can be sliced by: a column of its own, or of a table it points to (many rows to one).

    column: its name there. table, through: the table or lookup pointed to, and the fact's column that holds its key.
    attribute: whether the column is the name of one of the table's attributes.
    labels: by language, what people call its values, where these are numbers.
    """

    name: str
    meaning: str
    column: str
    table: str | None = None
    through: str | None = None
    attribute: bool = False
    labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict, compare=False)

    def title_in(self, language: str) -> str:
        """What it is called in a language."""
        return of_dimension(self.name, language)

    def told(self, value: Any, language: str = "en") -> str:
        """A value as people read it, with the number a condition knows it by."""
        labels = self.labels.get(language, self.labels.get("en", {}))
        return f"{value} {labels[value]}" if value in labels else str(value)


@dataclass(frozen=True, eq=False)
class Fact:
    """Rows of one grain.

    grain: what one row is. tables: the tables of the data model it reads. build: makes it of them. own: its dimensions by
    name with the column each is. derive: columns that follow from others of the same row, derived_from, added after rows with
    equal values have been put together. periodic: rows depend on the periods asked for and carry their `start`. spans: for
    such a fact, the (table, instant) columns between whose first and last moment it has anything to say. up_to_now: whether its
    rows depend on the moment at which is asked, where a period is not over: that period then closes now. worked_out: columns
    of its own that are amounts in minor units, as those of the data model are. declared: dimensions a company declared
    beside. related: where what a row adds depends on the rows related to it alone, over however many steps, by which columns
    the rows of its tables belong together: kind of thing to the columns of which the first that is not missing names one;
    None where it depends on others. watches: for a fact that looks at what became of a row for some time after it, the
    instants, by table, that tell how far it could look.
    """

    name: str
    meaning: str
    grain: str
    key: tuple[str, ...]
    tables: tuple[str, ...]
    build: Build
    own: Mapping[str, str]
    points_to: tuple[str, ...] = ()
    derive: Callable[[ir.Table], ir.Table] | None = None
    derived_from: tuple[str, ...] = ()
    periodic: bool = False
    spans: tuple[tuple[str, str], ...] = ()
    up_to_now: bool = False
    worked_out: tuple[str, ...] = ()
    declared: tuple[Dimension, ...] = ()
    related: Related | None = None
    watches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(init=False)

    def __post_init__(self) -> None:
        own = {name: Dimension(name, _meaning(self.tables, column), column) for name, column in self.own.items()}
        joined = {d.name: d for through in self.points_to for d in _POINTED[through]} | {d.name: d for d in self.declared}
        object.__setattr__(self, "dimensions", {**own, **{name: d for name, d in joined.items() if name not in own}})

    @property
    def amounts(self) -> frozenset[str]:
        """Columns that are amounts, in minor units."""
        stored = {c.name for t in self.tables for c in TABLES[t].columns if c.kind is Kind.MONEY}
        return frozenset({*stored, *self.worked_out})

    def dimension(self, name: str) -> Dimension:
        """The dimension of that name; UnknownName with the nearest ones otherwise."""
        try:
            return self.dimensions[name]
        except KeyError:
            raise UnknownName(f"dimension of {self.name}", name, self.dimensions) from None


def _meaning(tables: tuple[str, ...], column: str) -> str:
    """What the data model says of a column, where the column is one of a table's."""
    return next(
        (TABLES[t].by_name[column].meaning for t in tables if column in TABLES[t].by_name), column.replace("_", " ").capitalize()
    )


def _dimensions(through: str, table: str, columns: Mapping[str, str]) -> tuple[Dimension, ...]:
    return tuple(
        Dimension(name, TABLES[table].column(column).meaning, column, table, through) for name, column in columns.items()
    )


_OF_CUSTOMERS = {name: name for name in ("segment", "country", "language", "gender", "acquired_via")}

#: The dimensions a fact gets by holding the key of another table.
_POINTED: dict[str, tuple[Dimension, ...]] = {
    "customer_id": _dimensions("customer_id", "customers", _OF_CUSTOMERS),
    "referrer_id": _dimensions("referrer_id", "customers", _OF_CUSTOMERS),
    "employee_id": _dimensions("employee_id", "employees", {"employee": "employee_id", "team": "team", "role": "role"}),
    "response_id": (
        Dimension(
            "intent", "What the respondent came for, answered in the same survey", "intent", "response_intents", "response_id"
        ),
    ),
    "contact_id": _dimensions("contact_id", "contacts", {"channel": "channel", "topic": "topic", "queue": "queue"}),
    "product_id": _dimensions("product_id", "products", {"product": "product_id", "category": "category"}),
}

#: Dimensions and columns that single out people who work here: their small groups are suppressed.
ABOUT_EMPLOYEES = frozenset({"employee", "employee_id", "team", "role", "reviewer", "reviewer_id"})
#: Those of them that name one person.
ONE_EMPLOYEE = frozenset({"employee", "employee_id", "reviewer", "reviewer_id"})
#: What tells the answers of people who work here from others: a question that speaks of it is about them.
WHO_ANSWERED = frozenset({"respondent", "said_by_employee"})
