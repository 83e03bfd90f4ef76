"""Whether the server can do its work, for whatever watches over it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from helder import __version__
from helder.errors import HelderError
from helder.web import serving


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 where the store and the database answer, 503 where one does not; reveals nothing else."""
    checks = {"store": _store_answers(), "database": _database_answers()}
    well = all(checks.values())
    body = {"status": "ok" if well else "failing", **{name: "ok" if ok else "failing" for name, ok in checks.items()}}
    return JsonResponse({**body, "version": __version__}, status=200 if well else 503, headers={"Cache-Control": "no-store"})


def _store_answers() -> bool:
    try:
        serving.now().questions.batch()
    except HelderError:
        return False
    return True


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return False
    return True
