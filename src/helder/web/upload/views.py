"""Pages of uploads: giving a file, and its mapping."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from helder.errors import BadInput, HelderError, StoreError
from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.upload import actions, progress, saved
from helder.web.upload.forms import HowRead, tables
from helder.web.upload.mapping_form import fields, kept_as_attributes, marks
from helder.web.upload.models import State, Upload
from helder.web.upload.preview import TRIED, Preview, preview
from helder.web.upload.receiving import Received, TooLarge

_LISTED = 50


@csrf_exempt  # the token is in the body, which is read only once it is known where to
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SOURCES)
def uploads(request: HttpRequest) -> HttpResponse:
    """Give a file; the files given lately."""
    received = Received(request)
    if request.method == "POST":
        request.upload_handlers = [received]
    try:
        return _uploads(request, received)
    finally:
        received.close()


@csrf_protect
def _uploads(request: HttpRequest, received: Received) -> HttpResponse:
    if request.method != "POST":
        return _giving(request)
    given = request.POST  # reading it takes the file in
    try:
        if not received.taken():
            raise BadInput(_("No file is chosen."), fix=_("Choose one."))
        table = actions.table_named(given.get("table", ""))
        upload = actions.take(received, person(request), table, given.get("mapping", ""))
    except HelderError as error:
        return _giving(request, error)
    return redirect("upload", upload.key)


def _giving(request: HttpRequest, fault: HelderError | None = None) -> HttpResponse:
    context = {
        "fault": fault,
        "tables": tables(),
        "saved": saved.names(),
        "uploads": Upload.objects.select_related("person")[:_LISTED],
        "most": serving.now().settings["upload_megabytes"],
        "days": serving.now().settings["upload_days"],
    }
    return render(request, "upload/uploads.html", context, status=_status(fault))


def _status(fault: HelderError | None) -> int:
    return 200 if fault is None else 413 if isinstance(fault, TooLarge) else 503 if isinstance(fault, StoreError) else 400


def known(key: UUID) -> Upload:
    """The upload of that key; 404 where there is none."""
    upload = actions.found(key)
    if upload is None:
        raise Http404(_("There is no such upload."))
    return upload


@require_safe
@needs(Right.SOURCES)
def upload(request: HttpRequest, key: UUID) -> HttpResponse:
    """An upload: how far its loading is, its first rows, its mapping."""
    return page(request, known(key))


def page(request: HttpRequest, upload: Upload, fault: HelderError | None = None, how: HowRead | None = None) -> HttpResponse:
    """The page of an upload. fault: of what was just asked; how: a form that was not filled in well."""
    if upload.mends and upload.state == State.LOADED:
        return redirect(f"{reverse('load', args=[upload.mends])}?mended={upload.load}")
    context: dict[str, Any] = {"upload": upload, "share": _percent(upload), "asked": fault}
    if not upload.under_way and upload.there and not upload.mends:
        context |= mapped(upload, how)
    return render(request, "upload/upload.html", context, status=_status(fault))


def mapped(upload: Upload, how: HowRead | None = None) -> dict[str, Any]:
    """What the form of a mapping shows."""
    shown = preview(upload)
    return {
        "preview": shown,
        "how": how or how_read(shown),
        "sections": _sections(shown, upload) if shown.columns else [],
        "tables": tables(),
        "saved": saved.fitting(shown.columns),
        "other": [name for name in saved.names() if name not in saved.fitting(shown.columns)],
        "tried": TRIED,
    }


def how_read(shown: Preview, data: Any = None) -> HowRead:
    """The form of how a file is read."""
    options = shown.mapping.file if shown.mapping else None
    initial = HowRead.initial_of(options) if options else {"header": True}
    sheets, members = (shown.file.sheets, shown.file.members) if shown.file else ((), ())
    return HowRead(data, initial=initial, sheets=sheets, members=members)


def _sections(shown: Preview, upload: Upload) -> list[dict[str, Any]]:
    mapping = shown.mapping
    return [
        {
            "place": place,
            "table": section.table,
            "fields": (found := list(fields(section, place, upload.notes))),
            "first": [one for one in found if one.source or one.notes or one.column.mandatory],
            "rest": [one for one in found if not (one.source or one.notes or one.column.mandatory)],
            "notes": upload.notes.get(f"{section.table.name}.", ()),
            "attributes": "attributes" in section.table.by_name,
            "kept": kept_as_attributes(section),
            "questions": [(f"{place}.q{i}", question, marks(question)) for i, question in enumerate(section.unpivot)],
            "instruments": section.table.by_name["instrument"].allowed if section.unpivot else (),
            "written": [(name, said) for name in ("where", "group", "distinct", "order") if (said := getattr(section, name))],
        }
        for place, section in enumerate(mapping.sections if mapping else ())
    ]


def _percent(upload: Upload) -> int | None:
    found = progress.share(upload.key.hex)
    return None if found is None else round(100 * found)


@require_safe
@needs(Right.SOURCES)
def how_far(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far the loading of an upload is, for its page to show."""
    upload = known(key)
    if not upload.under_way:
        return HttpResponseClientRefresh()
    return render(request, "upload/_progress.html", {"upload": upload, "share": _percent(upload)})


@require_POST
@needs(Right.SOURCES)
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Stop the loading of an upload."""
    actions.cancel(known(key))
    return redirect("upload", key)


@require_POST
@needs(Right.SOURCES)
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep an upload no longer."""
    upload = known(key)
    actions.remove(upload)
    messages.success(request, _("%(name)s is removed.") % {"name": upload.name})
    return redirect("uploads")
