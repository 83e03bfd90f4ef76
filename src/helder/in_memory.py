"""Questions put to tables in memory, without a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helder.errors import BadQuestion
from helder.metrics import Metric
from helder.model import TABLES
from helder.query.answer import Answer
from helder.query.compute import answer
from helder.query.store import Store
from helder.workspace import Options, calendars_of, now, question_of


def show(
    *metrics: str, zone: str | None = None, currency: str = "EUR", calendars: Mapping[str, Any] | None = None, **given: Any
) -> Answer:
    """The answer to a question put to tables in memory: `show("nps", answers=df, by=["channel"])`.

    Tables are given by the name they have in the data model, as pandas, Polars, Arrow or Ibis tables; the other options
    are those of Workspace.show. zone: whose days count, UTC where None. calendars: as those of connect.
    """
    from helder.query.frames import Frames

    tables = {name: value for name, value in given.items() if name in TABLES}
    options = {name: value for name, value in given.items() if name not in TABLES}
    unknown = options.keys() - Options.__annotations__.keys()
    if unknown:
        raise BadQuestion(
            f"There is no option or table {sorted(unknown)[0]!r}.", where="show", fix=f"Tables: {', '.join(TABLES)}."
        )
    if not tables:
        raise BadQuestion("No table was given.", where="show", fix="Give one by its name, as answers=df.")
    question = question_of(metrics, Options(**options))  # type: ignore[typeddict-item]
    for metric in question.metrics:
        _check_given(metric, question.params.get(metric.name, {}), tables)
    frames = Frames(tables, zone or "UTC", currency)
    return answer(question, Store(frames, frames.tables, currency, calendars_of(None, calendars)), now=now())


def _check_given(metric: Metric, params: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
    """A metric is made of some table; without any of them its figure would be nothing, in silence."""
    for part in metric.measured(params).measures:
        if not any(name in tables for name in part.fact.tables):
            wanted = " or ".join(part.fact.tables)
            raise BadQuestion(
                f"{metric} is made of {wanted}.", where="show", fix=f"Give that table, as {part.fact.tables[0]}=df."
            )
