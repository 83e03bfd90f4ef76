"""Reconciling: which definition, zone, borders and filter give another tool's figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from helder.errors import BadQuestion
from helder.facts import ABOUT_EMPLOYEES
from helder.metrics.profiles import Profile
from helder.query.answer import label_columns
from helder.query.explain import only
from helder.query.question import Question
from helder.query.reconcile.added import Spans
from helder.query.reconcile.block import Fit
from helder.query.reconcile.disputed import Disputed, disputed
from helder.query.reconcile.found import Reconciliation
from helder.query.reconcile.search import Progress, Search
from helder.query.reconcile.theirs import Theirs, theirs
from helder.query.store import Store
from helder.query.suppress import is_sensitive

__all__ = ["Disputed", "Reconciliation", "reconcile"]


def reconcile(
    question: Question, table: Any, profiles: Mapping[str, Profile], given: Mapping[str, Any], store: Store, *, now: datetime,
    grain: str | None = None, most: int = 400, rows: int = 100, progress: Progress = lambda about, queries: None,
) -> Reconciliation:  # fmt: skip
    """The way in which another tool's figures of the question's one metric are made, or those that come nearest.

    table: a row for each figure: its period (start, date, month ...), dimensions, value, and n where it is known. given:
    parameters that are known, and not tried otherwise. grain: of their periods, where the dates do not tell. most: queries
    to put before giving up. rows: of those in dispute to give. Raises BadInput or UnknownName for figures that cannot be read.
    """
    metric = only(question)
    read = theirs(table, metric, grain)
    _check(question, read)
    whole = (question.since, question.until) if question.since and question.until else None
    spans = Spans(read, whole)
    base = replace(question, by=(), grain=None, since=None, until=None, compare=None)
    search = Search(base, spans, profiles, given, store, now, most=most, progress=progress)
    search.run()
    if not search.fits:
        raise BadQuestion("Nothing was tried.", where="most", fix="Allow more queries.")
    other = _other(search)
    between = None
    if other is not None:
        pair = (search.fits[0], other)
        names = (pair[0].way.in_words(search.own_zone), pair[1].way.in_words(search.own_zone))
        between = disputed(metric, (pair[0].way, pair[1].way), names, spans, base, store, now, rows)
    return Reconciliation(metric, read, search.scale, tuple(search.fits), search.tried, between)


def _check(question: Question, read: Theirs) -> None:
    metric = question.metrics[0]
    if is_sensitive(metric, question) or ABOUT_EMPLOYEES & set(read.by):
        raise BadQuestion(
            "Figures about people who work here are not searched for: what matches would show small groups.",
            where="theirs", fix="Give figures by, and filter by, another dimension.",
        )  # fmt: skip
    spread = label_columns(metric)[1]
    if spread and spread not in read.labels:
        raise BadQuestion(f"{metric} has a figure for each {spread}.", where="theirs", fix=f"Add the column {spread}.")


def _other(search: Search) -> Fit | None:
    """What to set the best way against: Helder's own where all figures are given, else the next definition."""
    best = search.fits[0]
    differing = [fit for fit in search.fits if fit.value.tobytes() != best.value.tobytes()]
    if best.matched == len(search.spans.theirs.cells):
        own = [f for f in differing if not f.apart and f.way.label == best.way.label]
        return own[0] if own else None
    otherwise = [fit for fit in differing if fit.way.definition.key != best.way.definition.key]
    return next(iter((*otherwise, *differing)), None)
