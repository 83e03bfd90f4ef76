"""Pages of boards: the executive board, a metric, the goals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from helder.errors import UnknownName
from helder.web import serving
from helder.web.accounts.access import person
from helder.web.accounts.models import Right
from helder.web.boards import tiles
from helder.web.boards.feed import known
from helder.web.boards.layout import EXECUTIVE, SEGMENTS
from helder.web.boards.view import GRAINS, PERIODS, View, read


@dataclass(frozen=True)
class Choice:
    """One option of a picker, as a link."""

    title: str
    href: str
    chosen: bool
    key: str = ""


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The executive board; agents are told what they can see."""
    if not person(request).may(Right.BOARD):
        return render(request, "accounts/own_work.html")
    questions = serving.now().questions
    view = read(request.GET, questions.today())
    if questions.batch() == 0:
        return render(request, "boards/empty.html", {"store": questions.workspace.engine.url})
    shown = known(view, get_language() or "en") or tiles.board(view)
    groups = [(group, [shown[name] for name in group.metrics]) for group in EXECUTIVE]
    context = {"groups": groups, "metrics": len(shown), **pickers(view, "/"), **tiles.counted(shown.values())}
    return render(request, "boards/_board.html" if partial(request) else "boards/board.html", context)


def pickers(view: View, path: str) -> dict[str, Any]:
    """What the period, grain and segment pickers need; every choice is the address of the view it leads to."""
    questions = serving.now().questions
    today = questions.today()
    here = f"{path}?"
    segments = {dimension: questions.values(dimension, view)[:40] for dimension in SEGMENTS}
    if view.segment and view.segment[0] not in segments:
        raise UnknownName(_("segment"), view.segment[0], segments, where="segment")
    return {
        "view": view,
        "path": path,
        "periods": [
            Choice(str(t), here + view.over(p, today).query, p == view.period, f"period-{p}") for p, t in PERIODS.items()
        ],
        "grains": [
            Choice(str(t), here + view.by(g).query, g == view.grain, f"grain-{g}") for g, t in GRAINS.items() if g in view.grains
        ],
        "segments": [
            (
                dimension.capitalize(),
                [Choice(value, f"{dimension}:{value}", view.segment == (dimension, value)) for value in values],
            )
            for dimension, values in segments.items()
            if values
        ],
        "unknown_segment": view.segment is not None and view.segment[1] not in segments[view.segment[0]],
    }


def partial(request: HttpRequest) -> bool:
    """Whether htmx asks for the changing part of the page only."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request
