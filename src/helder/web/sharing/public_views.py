"""What a link opens, without signing in and without cookies."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helder.errors import HelderError
from helder.web.boards.board_page import page
from helder.web.boards.seen import Seen, streamed
from helder.web.boards.views import partial
from helder.web.problems import problem, told
from helder.web.rates import Rate
from helder.web.sharing import links, listeners, wall
from helder.web.sharing.links import Through
from helder.web.sharing.models import Link
from helder.web.sharing.seen import seen

OF_ADDRESS = Rate(burst=60, per_second=1)
_HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
View = Callable[..., HttpResponseBase]


def _public(view: Callable[[HttpRequest, str, Through], HttpResponse]) -> View:
    """For everyone who has a link that holds; asked for too often, or with none, a page that says so."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        link, answer = _let_in(request, token, is_wall=request.path.startswith("/wall/"))
        through = links.holding(link) if link else None
        if answer is None:
            with translation.override((link.language if link else "") or translation.get_language()):
                answer = _answered(request, view, token, through) if through else _gone(request, link)
        for name, value in _HEADERS.items():
            answer.headers[name] = value
        return answer

    return login_not_required(never_cache(require_safe(guarded)))


def _answered(request: HttpRequest, view: Callable[..., HttpResponse], token: str, through: Through) -> HttpResponse:
    """What a view answers, or what is wrong with what it was asked, in the language of the link."""
    try:
        return view(request, token, through)
    except HelderError as error:
        return told(request, error)


def _let_in(request: HttpRequest, token: str, *, is_wall: bool) -> tuple[Link | None, HttpResponse | None]:
    """The link of a token, or what is answered who asks too often."""
    if wait := OF_ADDRESS.take(hash(request.META.get("REMOTE_ADDR"))):
        answer = problem(request, 429, _("Too many requests."), fix=_("Wait a little, and try again."))
        answer.headers["Retry-After"] = str(int(wait) + 1)
        return None, answer
    return links.named_by(token, wall=is_wall), None


def _gone(request: HttpRequest, link: Link | None) -> HttpResponse:
    return render(request, "sharing/gone.html", status=410 if link else 404)


def _seen(request: HttpRequest, through: Through) -> Seen:
    """The view that a link was made of, or the one asked for where it is free."""
    link = through.link
    asked = request.GET if request.GET and not link.fixed else QueryDict(link.query)
    return seen(through.board, asked, through.scope, clicks=not (link.fixed or link.wall))


@_public
def shared(request: HttpRequest, token: str, through: Through) -> HttpResponse:
    """A board, to look at."""
    one = _seen(request, through)
    if not partial(request):
        links.note_opening(through.link)
    context: dict[str, Any] = {
        "live": f"{reverse('shared-live', args=[token])}?{one.view.query}",
        "fixed": through.link.fixed,
        **page(one.board.board, one.view, one.questions, one.tiles()),
    }
    return render(request, "boards/_board.html" if partial(request) else "sharing/shared.html", context)


@_public
def shared_wall(request: HttpRequest, token: str, through: Through) -> HttpResponse:
    """A board on a wall."""
    links.note_opening(through.link)
    return wall.rendered(request, _seen(request, through), reverse("shared-wall-live", args=[token]))


@login_not_required
async def live(request: HttpRequest, token: str) -> HttpResponseBase:
    """What changes on a board that a link opens, while it holds."""
    is_wall = request.path.startswith("/wall/")
    link, answer = await sync_to_async(_let_in)(request, token, is_wall=is_wall)
    through = await sync_to_async(links.holding)(link) if link else None
    if answer is not None or link is None or through is None:
        return answer or await sync_to_async(_gone)(request, link)
    if listeners.full(link.pk):
        return HttpResponse(status=503, headers={"Retry-After": "60"})  # the page stands, and is not kept up to date

    def opens() -> Seen | None:
        again = links.named_by(token, wall=is_wall)
        now = links.holding(again) if again else None
        with translation.override((link.language if link else "") or translation.get_language()):
            return _seen(request, now) if now else None

    one = await sync_to_async(opens)()
    if one is None:
        return await sync_to_async(_gone)(request, link)

    async def holds() -> bool:
        now = await sync_to_async(opens)()
        return now is not None and now.watched == one.watched

    response = streamed(one, holds)
    response.streaming_content = listeners.counted(link.pk, response.streaming_content)
    return response
