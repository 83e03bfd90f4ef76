"""What a metric is: data, from which everything shown about it is derived."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import SimpleNamespace
from typing import Any, Literal

from helder.errors import BadQuestion, UnknownName
from helder.facts import CLOCK, Dimension, Fact
from helder.forms import Form
from helder.metrics.unit import Unit

#: Families of the catalogue.
VOICE, LOYALTY, SERVICE, DIGITAL = "Voice of the customer", "Loyalty and value", "Service", "Digital"
#: The family of metrics that a company made itself.
OWN = "Own"
#: What they are called in other languages.
_FAMILIES = {
    VOICE: {"nl": "Stem van de klant", "da": "Kundens stemme"},
    LOYALTY: {"nl": "Loyaliteit en waarde", "da": "Loyalitet og værdi"},
    SERVICE: {"nl": "Service", "da": "Service"},
    DIGITAL: {"nl": "Digitaal", "da": "Digitalt"},
    OWN: {"nl": "Eigen", "da": "Egne"},
}


def family_in(family: str, language: str) -> str:
    """What a family is called in a language."""
    return _FAMILIES.get(family, {}).get(language, family)


@dataclass(frozen=True, eq=False)
class Need:
    """A condition a row must meet to be counted, and what is said of a row that does not."""

    condition: Any
    otherwise: str


@dataclass(frozen=True, eq=False)
class Measure:
    """A form over a fact.

    dated_by: the fact's event time, an instant or a date; "start" where the fact is made per period. needs: what a row
    must be to be counted, in order; `explain` counts each row left out under the first need it misses. apart: a column
    whose values are never put together. spread: a column over which the cells share one denominator. reads: the only
    columns its parts depend on, where those take few values: rows alike in them are put together first.
    """

    fact: Fact
    dated_by: str
    form: Form
    needs: tuple[Need, ...] = ()
    apart: str | None = None
    spread: str | None = None
    reads: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Itself, as a quotient gives its two."""
        return (self,)

    @property
    def on_the_clock(self) -> bool:
        """Whether its rows are dated by instants, each of which has its hour; a state rests on all before it."""
        return self.dated_by.split("_")[-1] == "at" and not self.form.accumulates


@dataclass(frozen=True, eq=False)
class Quotient:
    """One measure divided by another, each over its own fact, in the cells they share. Interval: delta method."""

    numerator: Measure
    denominator: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Numerator and denominator."""
        return (self.numerator, self.denominator)


@dataclass(frozen=True)
class Param:
    """A parameter of a metric. choices: the only values it may have. minimum, maximum, whole: what a number must be.

    names: what the value names, for one that is a name which only the workspace knows (a calendar, an initiative).
    """

    name: str
    default: str | float
    meaning: str
    unit: str | None = None
    choices: tuple[str, ...] = ()
    minimum: float = 0
    maximum: float = float("inf")
    whole: bool = False
    names: str | None = None

    def parse(self, value: Any, metric: str) -> str | float:
        """The value in its type; BadQuestion where it cannot be."""
        where = f"{metric}, parameter {self.name}"
        if self.names:
            return str(value)
        if self.choices:
            if str(value) not in self.choices:
                raise UnknownName("choice", str(value), self.choices, where=where)
            return str(value)
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = float("nan")
        fits = self.minimum <= number <= self.maximum and number < float("inf")
        if not fits or (self.whole and not number.is_integer()):
            bounds = f"{self.minimum:g} or more" if self.maximum == float("inf") else f"from {self.minimum:g} to {self.maximum:g}"
            fix = f"Give a {'whole ' if self.whole else ''}number, {bounds}."
            raise BadQuestion(f"{self.name} cannot be {value!r}.", where=where, fix=fix)
        return int(number) if number.is_integer() else number


@dataclass(frozen=True)
class Example:
    """A worked example: rows per table and the value they give, with the arithmetic in words.

    question: options of the question beside the metric's name. cell: which row of the answer, by dimension, where there
    are several.
    """

    tables: Mapping[str, list[dict[str, Any]]]
    gives: float
    arithmetic: str
    question: Mapping[str, Any] = field(default_factory=dict)
    cell: Mapping[str, Any] = field(default_factory=dict)


Build = Callable[[SimpleNamespace], Measure | Quotient]
Seconds = Callable[[SimpleNamespace], float]


@dataclass(frozen=True, eq=False)
class Metric:
    """One metric of the catalogue.

    titles: by language (en, nl, da). meaning: one line. formula: in words, parameters in braces. measure: a measure or
    quotient, or what makes it of the parameters. better: which way is better, None where neither is. source: the
    documents that ask for it, as in the mission. maturity: seconds after a period's end until its rows are final, or
    what makes them of the parameters. earlier: what it was in versions before, each named as `nps@1`.
    meanings: the meaning in languages other than English. beware: what to mind when reading it.
    """

    name: str
    family: str
    titles: Mapping[str, str]
    meaning: str
    formula: str
    measure: Measure | Quotient | Build
    unit: Unit
    better: Literal["higher", "lower"] | None
    source: str
    example: Example | None = None
    params: tuple[Param, ...] = ()
    version: int = 1
    maturity: float | Seconds = 0
    about_employees: bool = False
    earlier: tuple[Metric, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    beware: str = ""

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The English title."""
        return self.titles["en"]

    def meaning_in(self, language: str) -> str:
        """The meaning in a language, in English where it is not known."""
        return self.meanings.get(language, self.meaning)

    def values(self, given: Mapping[str, Any]) -> dict[str, str | float]:
        """Every parameter's value: the one given, else its default."""
        return {p.name: p.parse(given[p.name], self.name) if p.name in given else p.default for p in self.params}

    def measured(self, given: Mapping[str, Any]) -> Measure | Quotient:
        """The measure under the given parameters; the same object for the same values."""
        return _measured(self, tuple(self.values(given).items()))

    def matures_after(self, given: Mapping[str, Any]) -> float:
        """Seconds after a period's end until its rows are final, under the given parameters."""
        return self.maturity(SimpleNamespace(**self.values(given))) if callable(self.maturity) else self.maturity

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables of the data model that its figures rest on."""
        return frozenset(table for measure in self.measured({}).measures for table in measure.fact.tables)

    @cached_property
    def dimensions(self) -> Mapping[str, Dimension]:
        """What it can be sliced by: what all its facts can, and by the clock where all are dated by instants."""
        first, *others = self.measured({}).measures
        shared = {n: d for n, d in first.fact.dimensions.items() if all(n in other.fact.dimensions for other in others)}
        return {**(CLOCK if all(m.on_the_clock for m in (first, *others)) else {}), **shared}

    def in_words(self, given: Mapping[str, Any], formula: str | None = None) -> str:
        """The formula in words, with the parameters' values filled in; formula: the same in another language."""
        return (formula or self.formula).format(
            **{name: f"{v:g}" if isinstance(v, int | float) else v for name, v in self.values(given).items()}
        )

    def to_record(self) -> dict[str, Any]:
        """The definition as values that JSON has."""
        return {
            "metric": self.name,
            "family": self.family,
            "title": self.title,
            "titles": [{"language": language, "title": title} for language, title in self.titles.items()],
            "meaning": self.meaning,
            "beware": self.beware,
            "formula": self.in_words({}),
            "unit": self.unit.name,
            "better": self.better,
            "parameters": [{"name": p.name, "default": str(p.default), "meaning": p.meaning} for p in self.params],
            "dimensions": list(self.dimensions),
            "version": self.version,
            "source": self.source,
        }


@lru_cache(maxsize=1024)
def _measured(metric: Metric, values: tuple[tuple[str, str | float], ...]) -> Measure | Quotient:
    if isinstance(metric.measure, Measure | Quotient):
        return metric.measure
    return metric.measure(SimpleNamespace(**dict(values)))
