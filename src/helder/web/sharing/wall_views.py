"""A board on a wall, for somebody who is signed in."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helder.web.accounts.access import person
from helder.web.accounts.models import Person
from helder.web.accounts.seeing import scope_of
from helder.web.boards.opening import opened
from helder.web.boards.seen import Seen, streamed
from helder.web.sharing import wall
from helder.web.sharing.seen import seen


@require_safe
@never_cache
def page(request: HttpRequest, key: str) -> HttpResponse:
    """A board on a wall."""
    return wall.rendered(request, _seen(request, person(request), key), reverse("wall-live", args=[key]))


async def live(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """What changes on a wall, while whoever opened it may open it still."""
    who = await request.auser()
    if not isinstance(who, Person):
        raise PermissionDenied
    one = await sync_to_async(_seen)(request, who, key)

    def now() -> Seen | None:
        again = Person.objects.filter(pk=who.pk, is_active=True).first()
        try:
            return _seen(request, again, key) if again else None
        except Http404:
            return None

    async def holds() -> bool:
        found = await sync_to_async(now)()
        return found is not None and (found.board.version, found.scope) == (one.board.version, one.scope)

    return streamed(one, holds)


def _seen(request: HttpRequest, who: Person, key: str) -> Seen:
    return seen(opened(who, key), request.GET, scope_of(who), clicks=False)
