"""The mapping of an upload: corrected by hand, written, kept under a name, and put to use."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helder.connectors.reading import document
from helder.connectors.reading.mapping import Mapping
from helder.connectors.reading.options import FileOptions
from helder.connectors.reading.trial import begin
from helder.connectors.reading.writing import written
from helder.errors import BadInput, HelderError
from helder.web.accounts import audit
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards.views import partial
from helder.web.upload import actions, saved
from helder.web.upload.mapping_form import filled_in
from helder.web.upload.models import Upload
from helder.web.upload.preview import TRIED, preview
from helder.web.upload.views import how_read, known, page


@require_POST
@needs(Right.SOURCES)
def reading(request: HttpRequest, key: UUID) -> HttpResponse:
    """Read an upload in another way, or into another table: the mapping is drafted anew where that changes its columns."""
    upload = _to_map(key)
    shown = preview(upload)
    form = how_read(shown, request.POST)
    if not form.is_valid():
        return page(request, upload, how=form)
    before = shown.mapping.file if shown.mapping else FileOptions()
    options = form.options(before)
    if options.header != before.header or options.member != before.member or options.sheet != before.sheet:
        options = replace(options, columns=())
    try:
        table = actions.table_named(request.POST.get("table", ""))
        if table is None and _reads_the_same(upload, shown.mapping, options):
            assert shown.mapping is not None
            upload.mapping = written(replace(shown.mapping, file=options))
        else:
            tables = shown.mapping.sections if shown.mapping else ()
            actions.redraft(upload, options, table or (tables[0].table if tables else None))
    except HelderError as error:
        return page(request, upload, error, how_read(shown, request.POST))
    actions.keep_mapping(upload, upload.mapping)
    return redirect("upload", key)


def _reads_the_same(upload: Upload, mapping: Mapping | None, options: FileOptions) -> bool:
    """Whether the file has the columns that the mapping knows, read in this way."""
    if mapping is None or not mapping.sections:
        return False
    try:
        before = begin(upload.path, mapping.file, name=upload.name, most=1).columns
    except HelderError:
        return False
    return begin(upload.path, options, name=upload.name, most=1).columns == before


@require_POST
@needs(Right.SOURCES)
def columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep what the form says, and tell what it makes of the first rows; load it where asked to."""
    if partial(request) and known(key).under_way:
        return redirect("upload", key)  # a trial overtaken by loading
    upload = _to_map(key)
    mapping = actions.mapping_of(upload)
    names = begin(upload.path, mapping.file, name=upload.name, most=1).columns
    sections = tuple(filled_in(section, i, request.POST, names) for i, section in enumerate(mapping.sections))
    dropped = request.POST.get("do", "").removeprefix("drop ")
    sections = tuple(section for i, section in enumerate(sections) if str(i) != dropped)
    text = written(replace(mapping, sections=sections))
    try:
        document.parse(text, actions.CALLED)
    except HelderError as error:
        return _told(request, upload, error)
    actions.keep_mapping(upload, text)
    if request.POST.get("do") == "load":
        return load(request, key)
    return _told(request, upload)


def _told(request: HttpRequest, upload: Upload, fault: HelderError | None = None) -> HttpResponse:
    if not partial(request):
        return page(request, upload, fault) if fault else redirect("upload", upload.key)
    shown = preview(upload)
    shown.fault = fault or shown.fault
    return render(request, "upload/_trial.html", {"preview": shown, "upload": upload, "tried": TRIED})


@require_POST
@needs(Right.SOURCES)
def another_table(request: HttpRequest, key: UUID) -> HttpResponse:
    """Fill one more table from the same file."""
    upload = _to_map(key)
    table = actions.table_named(request.POST.get("table", ""))
    if table is None:
        raise BadInput(_("No table is chosen."), where=upload.name, fix=_("Choose one."))
    actions.add_table(upload, table, actions.mapping_of(upload).file)
    actions.keep_mapping(upload, upload.mapping)
    return redirect("upload", key)


@require_POST
@needs(Right.SOURCES)
def load(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin to load an upload by its mapping."""
    upload = _to_map(key)
    shown = preview(upload)
    if shown.fault is not None:
        return page(request, upload, shown.fault)
    actions.start(upload)
    audit.note(person(request), "started_upload", upload.name, bytes=upload.size)
    return redirect("upload", key)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SOURCES)
def expert(request: HttpRequest, key: UUID) -> HttpResponse:
    """The mapping itself, to be written by hand."""
    upload = _to_map(key)
    if request.method == "POST":
        actions.keep_mapping(upload, request.POST.get("mapping", ""))
    shown = preview(upload)
    if request.method == "POST" and request.POST.get("do") == "load" and shown.fault is None:
        return load(request, key)
    context = {"upload": upload, "preview": shown, "tried": TRIED}
    return render(request, "upload/expert.html", context, status=400 if request.method == "POST" and shown.fault else 200)


@require_safe
@needs(Right.SOURCES)
def download(request: HttpRequest, key: UUID) -> HttpResponse:
    """The mapping as a file, for `helder load --map`."""
    headers = {"Content-Disposition": 'attachment; filename="mapping.toml"'}
    return HttpResponse(known(key).mapping, content_type="application/toml; charset=utf-8", headers=headers)


@require_POST
@needs(Right.SOURCES)
def keep(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep the mapping under a name."""
    upload, name = _to_map(key), request.POST.get("name", "").strip()
    try:
        saved.keep(name, upload.mapping)
    except HelderError as error:
        return page(request, upload, error)
    messages.success(request, _("The mapping is kept as %(name)s.") % {"name": name})
    return redirect("upload", key)


@require_POST
@needs(Right.SOURCES)
def use(request: HttpRequest, key: UUID) -> HttpResponse:
    """Use a mapping that was kept under a name."""
    upload = _to_map(key)
    upload.notes = {}
    actions.keep_mapping(upload, saved.text(request.POST.get("name", "")))
    return redirect("upload", key)


def _to_map(key: UUID) -> Upload:
    """The upload, where its mapping can still be changed."""
    upload = known(key)
    if upload.under_way or upload.mends:
        raise actions.being_loaded(upload)
    if not upload.there:
        raise BadInput(_("The file is no longer kept."), where=upload.name, fix=_("Upload it again."))
    return upload
