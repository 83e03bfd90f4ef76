"""Files of a board, and of its tiles' figures, for those who may open it and of the rows they may see."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helder.errors import BadQuestion
from helder.web import problems, serving
from helder.web.accounts import audit
from helder.web.accounts.access import person
from helder.web.accounts.models import Right
from helder.web.boards.opening import opened, questions_of
from helder.web.boards.pictures.board import called
from helder.web.boards.view import read
from helder.web.reports import making, report
from helder.web.reports.figures import figures as figures_of
from helder.web.reports.tables import FORMS
from helder.web.writing import language

#: Seconds after which one who came when there was too much to do may come again.
_AGAIN = 10


@require_safe
@never_cache
def download(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """A board as PDF, PNG or HTML, at the view its address names."""
    if form not in making.FORMATS:
        raise Http404
    who, found = person(request), opened(person(request), key)
    questions, now = questions_of(who), datetime.now(serving.zone())
    view, personal = read(request.GET, questions.today(), found.board), who.may(Right.PERSONAL)
    try:
        file = making.in_turn(
            lambda: making.made(form, report.made(found.board, found.version, view, questions, now, personal=personal))
        )
    except making.Busy:
        return _busy(request)
    audit.note(who, "downloaded_board", found.title, form=form, view=view.query)
    return _file(file, making.FORMATS[form], f"{found.filename}-{view.since}-{view.last}.{form}")


@require_safe
def chosen(request: HttpRequest, key: str) -> HttpResponse:
    """To the figures of the tile that was chosen, in the form that was."""
    found, questions = opened(person(request), key), questions_of(person(request))
    view = read(QueryDict(request.GET.get("view", "")), questions.today(), found.board)
    tile, form = found.board.tile(request.GET.get("tile", "")), request.GET.get("form", "")
    if tile is None or form not in FORMS:
        raise BadQuestion(_("There is no such file."), where="tile", fix=_("Choose a tile and a form."))
    return HttpResponseRedirect(f"{reverse('download-tile', args=[key, tile.key, form])}?{view.query}")


@require_safe
@never_cache
def figures(request: HttpRequest, key: str, tile: str, form: str) -> HttpResponse:
    """The figures of a tile as CSV, XLSX or Parquet, at the view its address names."""
    who, found = person(request), opened(person(request), key)
    wanted = found.board.tile(tile)
    if wanted is None or form not in FORMS:
        raise Http404
    questions, now = questions_of(who), datetime.now(serving.zone())
    view, personal = read(request.GET, questions.today(), found.board), who.may(Right.PERSONAL)
    kind, made = FORMS[form]

    def work() -> bytes:
        table = figures_of(wanted, view, questions, personal=personal)
        title = called(wanted, language())
        facts = report.facts(found.version, table.view, questions, now)
        return made(table, [(_("Board"), found.title), (_("Tile"), title), (_("Metrics"), ", ".join(wanted.metrics)), *facts])

    try:
        file = making.in_turn(work)
    except making.Busy:
        return _busy(request)
    audit.note(who, "downloaded_figures", f"{found.title}: {tile}", form=form, view=view.query)
    return _file(file, kind, f"{found.filename}-{tile}-{view.since}-{view.last}.{form}")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _busy(request: HttpRequest) -> HttpResponse:
    told = _("Too many files are being made, or this one takes too long.")
    response = problems.problem(request, 503, told, fix=_("Try again in a moment, or choose a shorter period."))
    response.headers["Retry-After"] = str(_AGAIN)
    return response
