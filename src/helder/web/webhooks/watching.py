"""What has happened since the last look, found in the store so that none is lost: answers come in, lines crossed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from helder.errors import HelderError
from helder.facts import of_employees
from helder.model import BATCH, TABLES
from helder.query.answer import Row
from helder.stats.crossing import Place, is_beyond, placed
from helder.web import serving
from helder.web.boards.record import HIDDEN, MASK
from helder.web.webhooks import actions
from helder.web.webhooks.models import Endpoint, Event, Line, Side

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Answers told in one message, and in all of one look; beyond that it is a load of history, of which the number is told.
_IN_ONE, _TOLD = 100, 5_000
#: How often a line is looked at.
_EACH = timedelta(minutes=1)
_ANSWERS = TABLES["answers"]


def look() -> None:
    """Queue messages about whatever is new, for the endpoints that may still be told."""
    actions.end_those_of_ended_tokens()
    batches = serving.now().questions.workspace.engine.batches()
    for endpoint in Endpoint.objects.filter(paused_at=None, looked_at__lt=batches.get("answers", 0)):
        if Event.RESPONSE in endpoint.events:
            _tell_answers(endpoint, batches["answers"])
    for line in Line.objects.filter(endpoint__paused_at=None).select_related("endpoint"):
        if _is_due(line, batches):
            _judge(line, max(batches.values(), default=0))


def _tell_answers(endpoint: Endpoint, last: int) -> None:
    """Queue customers' answers that came in after those told of, and note that they are told: both or neither."""
    engine, answers = serving.now().questions.workspace.engine, _ANSWERS.expression
    new = answers.filter((answers[BATCH] > endpoint.looked_at) & (answers[BATCH] <= last) & ~of_employees(answers))
    (counted,) = engine.run(new.aggregate(rows=new.count())).to_pylist()
    count = int(counted["rows"])
    loads = {"after_load": endpoint.looked_at, "to_load": last}
    with transaction.atomic():
        if count > _TOLD:
            actions.queue(endpoint, Event.RESPONSE, {"count": count, "answers": [], **loads})
        elif count:
            for piece in _pieces(_rows(new, personal=endpoint.personal)):
                actions.queue(endpoint, Event.RESPONSE, {"count": len(piece), "answers": piece, **loads})
        Endpoint.objects.filter(pk=endpoint.pk).update(looked_at=last)


def _rows(new: ir.Table, *, personal: bool) -> list[dict[str, Any]]:
    """Answers by the columns of the data model; a response's beside each other."""
    names = [column.name for column in _ANSWERS.columns]
    found: pa.Table = serving.now().questions.workspace.engine.run(new.select(*names).order_by(["response_id", "answer_id"]))
    return [
        {name: MASK if name in HIDDEN and not personal and value is not None else value for name, value in row.items()}
        for row in found.to_pylist(maps_as_pydicts="lossy")
    ]


def _pieces(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The answers of one response together, a few responses to a piece; those without response one by one are as well."""
    piece: list[dict[str, Any]] = []
    for row in rows:
        alone = row["response_id"] is None or not piece or row["response_id"] != piece[-1]["response_id"]
        if alone and len(piece) >= _IN_ONE:
            yield piece
            piece = []
        piece.append(row)
    if piece:
        yield piece


def _is_due(line: Line, batches: dict[str, int]) -> bool:
    """Whether the tables of a line's metric have changed since it was judged, or a day has begun, a minute ago at least."""
    now = timezone.now()
    if line.judged_at is not None and now - line.judged_at < _EACH:
        return False
    tables = serving.catalog().find(line.metric).tables if line.metric in serving.catalog() else ()
    changed = max((batches.get(table, 0) for table in tables), default=0)
    new_day = line.judged_at is None or timezone.localdate(line.judged_at) != timezone.localdate(now)
    return changed > line.judged_batch or new_day or line.wavering is not None


def _judge(line: Line, batch: int) -> None:
    """Look on which side of its line a metric is; queue a message where that is another than before."""
    row, line.problem = _figure(line)
    before = line.beyond
    if row is not None and row.value is not None:
        line.value = row.value
        _place(line, row)
    line.judged_at, line.judged_batch = timezone.now(), batch
    names = ("beyond", "wavering", "value", "judged_at", "judged_batch", "problem")
    with transaction.atomic():
        there = Line.objects.filter(pk=line.pk).update(**{name: getattr(line, name) for name in names})
        if there and row is not None and before is not None and line.beyond != before:
            actions.queue(line.endpoint, Event.CROSSED, _told(line, row))


def _place(line: Line, row: Row) -> None:
    """Note on which side the figure is. A provisional one counts once it was so at two looks; one of few rows never."""
    assert row.value is not None
    if row.suppressed or (row.n or 0) < line.smallest:
        line.problem = f"Only {row.n or 0} rows; it counts from {line.smallest}."
        return
    side = is_beyond(row.value, line.threshold, line.margin, above=line.side == Side.ABOVE, was=line.beyond)
    line.beyond, line.wavering = placed(side, Place(line.beyond, line.wavering), provisional=row.provisional)


def _figure(line: Line) -> tuple[Row | None, str]:
    """The figure of a line's metric over its days, and why there is none."""
    questions = serving.now().questions
    until = questions.today() + timedelta(days=1)
    try:
        rows = questions.workspace.show(
            line.metric, since=until - timedelta(days=line.days), until=until, where=line.where or None
        ).rows
    except HelderError as error:
        return None, str(error)[:300]
    with_rows = [row for row in rows if row.n]
    if len(with_rows) > 1:
        return None, f"It has {len(with_rows)} figures, as by {with_rows[0].labels[0][0]}: narrow it with a condition."
    if not with_rows:
        return None, "There are no rows in these days."
    # Its last day is today, so rows may always come in; what matters is whether those there are may still change.
    (row,) = with_rows
    return row._replace(provisional=row.provisional and row.metric.matures_after({}) > 0), ""


def _told(line: Line, row: Row) -> dict[str, Any]:
    return {
        "line": line.pk,
        "metric": line.metric,
        "where": line.where or None,
        "days": line.days,
        "side": line.side,
        "threshold": line.threshold,
        "beyond": line.beyond,
        "value": row.value,
        "n": row.n,
        "low": row.low,
        "high": row.high,
        "unit": row.unit,
        "provisional": row.provisional,
    }
