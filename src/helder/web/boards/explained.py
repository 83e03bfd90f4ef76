"""How a number came about, in the page's language: what the definition of its metric says, and what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from helder.query.explain import Explanation, Part

_UNDATED = ": in no period"


@dataclass(frozen=True)
class Told:
    """One fact that a number is made of. left_out: rows by reason, in order; None, as those read, where they are not told."""

    fact: str
    grain: str
    dated_by: str
    read: int | None
    counted: int
    left_out: Mapping[str, int | None]


@dataclass(frozen=True)
class Explained:
    """An explanation as the page has it. params: by the name by which they are set."""

    formula: str
    parts: tuple[Told, ...]
    params: Mapping[str, Any]
    version: int
    zone: str
    sql: str


def told(explanation: Explanation) -> Explained:
    """An explanation in the page's language; what a company's own metric says stays as it was written."""
    metric, params = explanation.metric, explanation.params
    formula = metric.in_words(params, _(metric.formula)) if metric.formula else explanation.formula
    parts = tuple(_part(part) for part in explanation.parts)
    return Explained(formula, parts, params, explanation.version, explanation.zone, explanation.sql)


def _part(part: Part) -> Told:
    left_out = {_reason(reason): rows for reason, rows in part.left_out.items()}
    return Told(part.fact, _(part.grain), part.dated_by, part.read, part.counted, left_out)


def _reason(reason: str) -> str:
    if reason.startswith("no ") and reason.endswith(_UNDATED):
        return _("no %(column)s: in no period") % {"column": reason[3 : -len(_UNDATED)]}
    return _(reason)
