"""What there is, through the API: metrics, profiles, tables, loads and rejects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router

from helder.connectors.reading import mending
from helder.errors import UnknownName
from helder.model import TABLES, Table
from helder.web import serving
from helder.web.api import access, given
from helder.web.api.answer import Refused
from helder.web.api.asking import Listed, check, turn
from helder.web.api.described import RECORD, TABLE
from helder.web.api.figures import Name, known
from helder.web.boards.record import HIDDEN, MASK

if TYPE_CHECKING:
    import pyarrow as pa

router = Router(tags=["What there is"])


class Loads(Listed):
    """Which loads."""

    table: Annotated[str | None, Field(description="Of this table only.")] = None
    limit: Annotated[int, Field(ge=1, le=10_000, description="How many, the latest first.")] = 100


class Rejects(Listed):
    """Which rejects."""

    load: Annotated[int | None, Field(ge=0, le=2**62, description="Of this load only.")] = None
    table: Annotated[str | None, Field(description="Of this table only.")] = None
    mended: Annotated[bool, Field(description="Those mended since, too.")] = False
    limit: Annotated[int, Field(ge=1, le=10_000, description="How many faults.")] = 1000
    offset: Annotated[int, Field(ge=0, le=2**62, description="How many to skip.")] = 0


@router.get("/metrics", openapi_extra=TABLE, summary="The catalogue")
def metrics(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """Every metric with its meaning, formula, parameters and dimensions: what `helder metrics` gives."""
    return _listed(request, asked, lambda: [metric.to_record() for metric in serving.catalog().values()])


@router.get("/metrics/{name}", openapi_extra=RECORD, summary="One metric")
def metric(request: HttpRequest, name: Name) -> HttpResponse:
    """The definition of a metric."""
    known(name)
    access.may_read(request.auth)  # type: ignore[attr-defined]
    return given.record(serving.catalog().find(name).to_record())


@router.get("/profiles", openapi_extra=TABLE, summary="How other tools count")
def profiles(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """What each profile says of each metric, and where that is stated."""
    return _listed(request, asked, lambda: serving.catalog().rules())


@router.get("/tables", openapi_extra=TABLE, summary="The data model")
def tables(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The tables, with the rows each has: what `helder tables` gives; without these to a token of a department."""

    def every() -> list[dict[str, Any]]:
        whole = request.auth.seen.whole  # type: ignore[attr-defined]
        counts = serving.now().questions.workspace.engine.counts() if whole else {}
        return [
            {"table": t.name, "rows": counts.get(t.name), "grain": t.grain, "meaning": t.meaning, "key": ", ".join(t.key)}
            for t in TABLES.values()
        ]

    return _listed(request, asked, every)


@router.get("/tables/{name}", openapi_extra=TABLE, summary="One table")
def table(request: HttpRequest, name: Name, asked: Query[Listed]) -> HttpResponse:
    """The columns of a table: what `helder describe` gives."""
    found = _table(name, 404)
    return _listed(request, asked, lambda: [column.to_record() for column in found.columns], to_writers=True)


@router.get("/loads", openapi_extra=TABLE, summary="What has come in")
def loads(request: HttpRequest, asked: Query[Loads]) -> HttpResponse:
    """Loads of tables, the latest first, with the rows each added, changed and left as they were."""
    of = f"where \"table\" = '{_table(asked.table).name}'" if asked.table else ""
    columns = 'batch as load, "table", source, loaded_at, added, changed, unchanged, superseded'
    sql = f"select {columns} from _helder.batches {of} order by batch desc limit {asked.limit:d}"
    return _listed(request, asked, lambda: serving.now().questions.workspace.engine.ledger(sql), of_all=True)


@router.get("/rejects", openapi_extra=TABLE, summary="Rows that were not accepted")
def rejects(request: HttpRequest, asked: Query[Rejects]) -> HttpResponse:
    """Each fault of a rejected row: what `helder rejects` gives."""
    table = _table(asked.table) if asked.table else None

    def found() -> pa.Table:
        engine = serving.now().questions.workspace.engine
        rows = mending.listed(engine, load=asked.load, table=table, mended=asked.mended, limit=asked.limit, offset=asked.offset)
        return rows if request.auth.personal else _masked(rows)  # type: ignore[attr-defined]

    return _listed(request, asked, found, of_all=True)


def _masked(rows: pa.Table) -> pa.Table:
    """Faults without the values of personal columns."""
    import pyarrow as pa

    values = [
        MASK if row["column"] in HIDDEN and row["value"] is not None else row["value"]
        for row in rows.select(["column", "value"]).to_pylist()
    ]
    return rows.set_column(rows.column_names.index("value"), "value", pa.array(values, pa.string()))


def _listed(request: HttpRequest, asked: Listed, rows: Any, *, to_writers: bool = False, of_all: bool = False) -> HttpResponse:
    """to_writers: who may only send rows sees it as well. of_all: it is of the whole company, and of no department alone."""
    token = request.auth  # type: ignore[attr-defined]
    if not (to_writers and token.writes):
        access.may_read(token)
    if of_all:
        access.may_see_all(token)
    check(request, asked, token)
    kind = given.form(request, asked.format)

    def found() -> HttpResponse:
        import pyarrow as pa

        with turn():
            listed = rows()
        if kind == "json" and isinstance(listed, list):
            return given.record(listed)
        return given.table(pa.Table.from_pylist(listed) if isinstance(listed, list) else listed, kind)

    return given.unless_seen(request, kind, found)


def _table(name: str, status: int = 422) -> Table:
    if name not in TABLES:
        unknown = UnknownName("table", name, TABLES)
        raise Refused(status, unknown.what, where="the address", fix=unknown.fix)
    return TABLES[name]
