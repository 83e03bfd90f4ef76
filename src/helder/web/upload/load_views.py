"""Pages of loads: what came in, and the rows that were rejected, to be mended in place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from helder.connectors.reading import mending
from helder.errors import BadInput, BadQuestion, HelderError
from helder.web import serving
from helder.web.accounts import audit
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.upload import actions, ledger
from helder.web.upload.mending_form import Mending, mended_csv
from helder.web.upload.models import folder
from helder.web.upload.receiving import Received

_PIECE = 1 << 18


@require_safe
@needs(Right.SOURCES)
def loads(request: HttpRequest) -> HttpResponse:
    """What came into the store, the latest first."""
    page, only = _page(request), request.GET.get("rejects") == "open"
    found = ledger.loads(only_rejected=only, page=page)
    here = "?rejects=open&page=" if only else "?page="
    context = {
        "loads": found[: ledger.PAGE],
        "only": only,
        "before": f"{here}{page - 1}" if page > 1 else None,
        "after": f"{here}{page + 1}" if len(found) > ledger.PAGE else None,
    }
    return render(request, "upload/loads.html", context)


@require_safe
@needs(Right.SOURCES)
def load(request: HttpRequest, number: int) -> HttpResponse:
    """One load: what it did, and its rejects that are still open."""
    return _page_of(request, number)


def _page_of(request: HttpRequest, number: int, fault: HelderError | None = None) -> HttpResponse:
    about = ledger.load(number)
    if about is None:
        raise Http404(_("There is no such load."))
    form, page = Mending.of(number), _page(request)
    chosen = {name: request.GET[name] for name in ("column", "reason") if name in request.GET}
    size = ledger.page_size(len(form.columns)) if form else ledger.PAGE
    found = ledger.rejected(number, page=page, size=size, column=chosen.get("column"), reason=chosen.get("reason"))
    here = f"?{urlencode(chosen)}&page=" if chosen else "?page="
    context: dict[str, Any] = {
        "about": about,
        "tables": ledger.tables(number),
        "reasons": [
            {**one, "query": urlencode({"column": one["column"] or "", "reason": one["reason"]})} for one in _reasons(about)
        ],
        "chosen": chosen.get("reason"),
        "form": form,
        "lines": form.lines(found[:size]) if form else [],
        "bare": [] if form else found[:size],
        "fault": fault,
        "mended": _mended(request),
        "query": urlencode(chosen),
        "before": f"{here}{page - 1}" if page > 1 else None,
        "after": f"{here}{page + 1}" if len(found) > size else None,
    }
    return render(request, "upload/load.html", context, status=400 if fault else 200)


def _reasons(about: dict[str, Any]) -> list[dict[str, Any]]:
    return ledger.reasons(about["batch"]) if about["open"] else []


def _mended(request: HttpRequest) -> dict[str, Any] | None:
    """The load that took up mended rows just now."""
    number = request.GET.get("mended", "")
    return ledger.load(int(number)) if number.isascii() and number.isdigit() and len(number) < 18 else None


@require_POST
@needs(Right.SOURCES)
def mend(request: HttpRequest, number: int) -> HttpResponse:
    """Load the rows that were mended on the page."""
    form = Mending.of(number)
    if form is None:
        raise BadInput(_("Load %(number)s has no rejects that can be mended here.") % {"number": number})
    key = uuid4()
    path = folder() / key.hex
    try:
        size = mended_csv(form, number, request.POST, path)
        upload = actions.mend_written(key, size, person(request), number)
    except HelderError as error:
        path.unlink(missing_ok=True)
        return _page_of(request, number, error)
    audit.note(person(request), "started_upload", upload.name, mends=number)
    return redirect("upload", upload.key)


@csrf_exempt  # the token is in the body, which is read only once it is known where to
@require_POST
@needs(Right.SOURCES)
def mended(request: HttpRequest, number: int) -> HttpResponse:
    """Load a file of mended rejects."""
    received = Received(request)
    request.upload_handlers = [received]
    try:
        return _mended_file(request, number, received)
    finally:
        received.close()


@csrf_protect
def _mended_file(request: HttpRequest, number: int, received: Received) -> HttpResponse:
    bool(request.POST)  # reading it takes the file in
    try:
        if not received.taken():
            raise BadInput(_("No file is chosen."), fix=_("Choose the CSV with the rows you mended."))
        upload = actions.mend(received, person(request), number)
    except HelderError as error:
        return _page_of(request, number, error)
    audit.note(person(request), "started_upload", upload.name, mends=number)
    return redirect("upload", upload.key)


@require_safe
@needs(Right.SOURCES)
def rejects(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """The open rejects of a load as CSV, with what is wrong, to be mended and given back."""
    engine, path = serving.now().questions.workspace.engine, folder() / uuid4().hex
    folder().mkdir(parents=True, exist_ok=True)
    mending.export(engine, mending.earlier(engine, number), path)
    headers = {"Content-Disposition": f'attachment; filename="rejects-{number}.csv"', "Content-Encoding": "identity"}
    return StreamingHttpResponse(_pieces(path), content_type="text/csv; charset=utf-8", headers=headers)


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    """A file, piece by piece, then no more."""
    with path.open("rb") as file:
        path.unlink()
        while piece := await sync_to_async(file.read, thread_sensitive=False)(_PIECE):
            yield piece


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:7]) <= 1_000_000 or len(text) > 7:
        raise BadQuestion(_("There is no page %(text)r.") % {"text": text}, where="page", fix=_("Begin at the first."))
    return int(text)
