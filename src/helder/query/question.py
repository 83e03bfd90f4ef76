"""A question: which metrics, sliced how, over which periods, counted by which rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from helder.errors import BadQuestion, UnknownName
from helder.metrics import CATALOG, Catalog, Metric

Grain = Literal["day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"]
Comparison = Literal["previous", "year"]
GRAINS: tuple[str, ...] = get_args(Grain)
COMPARISONS: tuple[str, ...] = get_args(Comparison)


@dataclass(frozen=True)
class Question:
    """A question whose every name exists; made by `ask`.

    since, until: local dates, the second not included. zone: the workspace's where None. params: by parameter name.
    confidential: small groups are hidden whatever they are about. seen: the condition on the rows that whoever asks may see,
    which is not theirs to choose, so that it singles out nobody, unless it names one employee; own: who is whoever asks.
    """

    metrics: tuple[Metric, ...]
    by: tuple[str, ...] = ()
    grain: str | None = None
    since: date | None = None
    until: date | None = None
    where: str | None = None
    compare: str | None = None
    params: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    zone: str | None = None
    confidence: float = 0.95
    confidential: bool = False
    seen: str | None = None
    own: bool = False

    @property
    def condition(self) -> str | None:
        """The condition on rows: what is seen, and of it what is asked for."""
        if self.seen is None or self.where is None:
            return self.where or self.seen
        return f"({self.seen}) and ({self.where})"


def ask(
    *names: str,
    by: Sequence[str] = (),
    grain: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    where: str | None = None,
    compare: str | None = None,
    params: Mapping[str, Any] | None = None,
    profile_name: str | None = None,
    zone: str | None = None,
    confidence: float = 0.95,
    confidential: bool = False,
    catalog: Catalog = CATALOG,
) -> Question:
    """The question these words put. Raises UnknownName or BadQuestion for one that cannot be put.

    params apply to every metric asked that has a parameter of that name; a name no metric has is refused.
    """
    if not names:
        raise BadQuestion("No metric was asked for.", fix=f"Name one: {', '.join(list(catalog)[:6])} ...")
    metrics = tuple(dict.fromkeys(catalog.find(name) for name in names))
    dimensions = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))
    for wanted in metrics:
        for dimension in dimensions:
            if dimension not in wanted.dimensions:
                raise UnknownName("dimension", dimension, wanted.dimensions, where=f"metric {wanted}")
    _choice("grain", grain, GRAINS)
    _choice("comparison", compare, COMPARISONS)
    first, last = _date("since", since), _date("until", until)
    if first and last and first >= last:
        raise BadQuestion(
            f"The period from {first} until {last} is empty.",
            where="until",
            fix="Until is not included; let it be later than since.",
        )
    if not 0 < confidence < 1:
        raise BadQuestion(
            f"A confidence of {confidence} does not exist.", where="confidence", fix="Give a number between 0 and 1, as 0.95."
        )
    return Question(
        metrics, dimensions, grain, first, last, where, compare, _params(metrics, params or {}, profile_name, catalog), zone,
        confidence, confidential,
    )  # fmt: skip


def pairs(texts: Iterable[str], *, where: str) -> dict[str, str]:
    """Values of parameters written as threshold=30. Raises BadQuestion for a text that sets nothing."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise BadQuestion(f"{text!r} sets nothing.", where=where, fix="Write it as threshold=30.")
        found[name.strip()] = value.strip()
    return found


def _choice(what: str, value: str | None, choices: tuple[str, ...]) -> None:
    if value is not None and value not in choices:
        raise UnknownName(what, str(value), choices)


def _date(name: str, value: date | str | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadQuestion(f"{value!r} is not a date.", where=name, fix="Write it as 2026-03-31.") from None


def _params(
    metrics: tuple[Metric, ...], given: Mapping[str, Any], profile_name: str | None, catalog: Catalog
) -> dict[str, dict[str, Any]]:
    """Per metric: the profile's parameters, overruled by those given."""
    known = {p.name for m in metrics for p in m.params}
    for name in given:
        if name not in known:
            raise UnknownName("parameter", name, known, where=", ".join(map(str, metrics)))
    named = catalog.profile(profile_name).params if profile_name else {}
    if profile_name and not any(m.name in named for m in metrics):
        raise BadQuestion(
            f"The profile {profile_name} says nothing of {', '.join(map(str, metrics))}.",
            where="profile",
            fix=f"It is about: {', '.join(named)}.",
        )
    chosen = {m.name: {**named.get(m.name, {}), **{p.name: given[p.name] for p in m.params if p.name in given}} for m in metrics}
    for m in metrics:
        m.values(chosen[m.name])
    return chosen
