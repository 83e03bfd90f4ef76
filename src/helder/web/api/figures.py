"""Figures through the API: what `helder show`, `explain`, `profiles`, `rows` and `decompose` give."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from helder.errors import UnknownName
from helder.web import serving
from helder.web.api import access, given
from helder.web.api.answer import Refused
from helder.web.api.asking import Changed, Compared, Explained, Figures, Listed, PerPeriod, Rows, check, options, turn
from helder.web.api.described import RECORD, TABLE
from helder.web.tokens.models import Token

if TYPE_CHECKING:
    import pyarrow as pa

    from helder.workspace import Workspace

router = Router(tags=["Figures"])
Name = Path[str]


@router.get("/figures", openapi_extra=TABLE, summary="Figures of several metrics")
def figures(request: HttpRequest, asked: Query[Figures]) -> HttpResponse:
    """One row for each metric, period and slice: what `helder show` gives."""
    return told(request, asked, lambda workspace: workspace.show(*asked.metric, **options(asked)).to_arrow())


@router.get("/metrics/{name}/figures", openapi_extra=TABLE, summary="Figures of one metric")
def figures_of_metric(request: HttpRequest, name: Name, asked: Query[Compared]) -> HttpResponse:
    """One row for each period and slice."""
    known(name)
    return told(request, asked, lambda workspace: workspace.show(name, **options(asked)).to_arrow())


@router.get("/metrics/{name}/profiles", openapi_extra=TABLE, summary="A metric counted as other tools do")
def profiles_of_metric(request: HttpRequest, name: Name, asked: Query[PerPeriod]) -> HttpResponse:
    """The figures by every profile beside Helder's own: what `helder profiles METRIC` gives."""
    known(name)
    return told(request, asked, lambda workspace: workspace.profiles(name, **options(asked)).to_arrow())


@router.get("/metrics/{name}/decomposition", openapi_extra=TABLE, summary="What a change is made of")
def decomposition(request: HttpRequest, name: Name, asked: Query[Changed]) -> HttpResponse:
    """A metric's change split over segments: what `helder decompose` gives."""
    known(name)
    return told(request, asked, lambda workspace: workspace.decompose(name, **options(asked)).to_arrow())


@router.get("/metrics/{name}/rows", openapi_extra=TABLE, summary="The rows behind a number")
def rows(request: HttpRequest, name: Name, asked: Query[Rows]) -> HttpResponse:
    """Each row counted, or left out and why, in the order of their key: what `helder rows` gives. Personal data are masked
    unless the token sees them.
    """
    known(name)
    token = _token(request)

    def found(workspace: Workspace) -> pa.Table:
        which: dict[str, Any] = {"limit": asked.limit, "offset": asked.offset, "part": asked.part, "left_out": asked.left_out}
        return given.masked(workspace.rows(name, **which, **options(asked)), personal=token.personal)

    return told(request, asked, found)


@router.get("/metrics/{name}/explanation", openapi_extra=RECORD, summary="What a number is made of")
def explanation(request: HttpRequest, name: Name, asked: Query[Explained]) -> HttpResponse:
    """Formula, SQL, rows read, counted and left out, and a sample: what `helder explain` gives, as JSON."""
    known(name)
    token = _token(request)
    check(request, asked, token)
    if given.form(request, asked.format) != "json":
        raise Refused(406, "An explanation is given as JSON alone.", where="format", fix="Ask for json.")

    def found() -> HttpResponse:
        with turn():
            explained = _seen_by(token).explain(name, sample=asked.sample, **options(asked))
        record = explained.to_record()
        for told, part in zip(record["parts"], explained.parts, strict=True):
            told["sample"] = given.masked(part.sample, personal=token.personal).to_pylist(maps_as_pydicts="lossy")
        return given.record(record)

    return given.unless_seen(request, "json", found)


def known(name: str) -> None:
    """Raises Refused (404) where there is no metric of that name."""
    try:
        serving.catalog().find(name)
    except UnknownName as error:
        raise Refused(404, error.what, where="the address", fix=error.fix) from error


def told(request: HttpRequest, asked: Listed, question: Callable[[Workspace], pa.Table]) -> HttpResponse:
    """The answer to a question, in the form asked for."""
    token = _token(request)
    check(request, asked, token)
    kind = given.form(request, asked.format)

    def found() -> HttpResponse:
        with turn():
            rows = question(_seen_by(token))
        return given.table(rows, kind)

    return given.unless_seen(request, kind, found)


def _seen_by(token: Token) -> Workspace:
    """The workspace with the rows that a token may read."""
    return serving.now().questions.workspace.within(token.seen)


def _token(request: HttpRequest) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]
    access.may_read(token)
    return token
