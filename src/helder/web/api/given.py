"""The forms in which the API gives things out, and what it need not give again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from helder.query import encode
from helder.web import serving
from helder.web.api.answer import Answer, Refused
from helder.web.boards.record import HIDDEN, MASK

if TYPE_CHECKING:
    import pyarrow as pa

#: Forms by their name, with their media types.
KINDS = {"json": "application/json", "csv": "text/csv; charset=utf-8", "arrow": "application/vnd.apache.arrow.stream"}


def form(request: HttpRequest, said: str | None) -> str:
    """The form asked for: by `format`, else by the Accept header, JSON where neither says. Raises Refused (406) for another."""
    if said is not None:
        return said
    accepted = request.headers.get("Accept", "*/*")
    if any(kind in accepted for kind in ("*/*", "application/json", "application/*")):
        return "json"
    for name, kind in KINDS.items():
        if kind.partition(";")[0] in accepted:
            return name
    raise Refused(406, f"Nothing is given out as {accepted}.", where="Accept", fix=f"Accept one of {', '.join(KINDS.values())}.")


def table(rows: pa.Table, kind: str) -> HttpResponse:
    """A table in a form; JSON is a list of objects."""
    if kind == "json":
        return _response(encode.json_of(rows.to_pylist(maps_as_pydicts="lossy")), kind)
    return _response(encode.csv_of(_flat(rows)) if kind == "csv" else encode.arrow_of(rows, stream=True), kind)


def record(found: Any) -> HttpResponse:
    """A record, or a list of them, that is given out as JSON alone."""
    return _response(encode.json_of(found), "json")


def plain(found: Answer) -> HttpResponse:
    """An answer made elsewhere."""
    return HttpResponse(found.body, status=found.status, content_type=found.kind, headers=dict(found.headers))


def unless_seen(request: HttpRequest, kind: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or that it is the one the asker has: nothing came in since, and the clock changes nothing within the hour."""
    hour = datetime.now(UTC).strftime("%Y-%m-%dT%H")
    asks = (request.headers.get("Authorization"), request.auth.seen)  # type: ignore[attr-defined]
    about = (serving.now().questions.recent_batch(), hour, kind, request.get_full_path(), *asks)
    mark = hashlib.sha256(repr(about).encode()).hexdigest()[:32]
    seen = mark in request.headers.get("If-None-Match", "")
    response = HttpResponse(status=304) if seen else answer()
    response.headers["ETag"] = f'"{mark}"'
    response.headers["Vary"] = "Accept, Authorization"
    return response


def masked(rows: pa.Table, *, personal: bool) -> pa.Table:
    """The rows, personal data masked where `personal` is false."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, name in enumerate(rows.column_names):
        if name in HIDDEN and not personal:
            none = pa.scalar(None, pa.string())
            rows = rows.set_column(place, name, pc.if_else(pc.is_valid(rows[name]), pa.scalar(MASK), none))
    return rows


def _flat(rows: pa.Table) -> pa.Table:
    """The rows with lists and maps, which CSV has no form for, as texts."""
    import pyarrow as pa

    for place, field in enumerate(rows.schema):
        if pa.types.is_nested(field.type):
            texts = [None if value is None else encode.json_of(value).decode().strip() for value in _pythonic(rows[field.name])]
            rows = rows.set_column(place, field.name, pa.array(texts, pa.string()))
    return rows


def _pythonic(column: pa.ChunkedArray[Any]) -> list[Any]:
    return list(column.to_pylist(maps_as_pydicts="lossy"))


def _response(body: bytes, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=KINDS[kind])
