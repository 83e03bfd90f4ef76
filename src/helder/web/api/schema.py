"""The API as django-ninja serves and describes it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from helder import __version__
from helder.errors import HelderError
from helder.web import serving
from helder.web.api import access, figures, given, goals, listing, sending
from helder.web.api.answer import Refused, failure, problem
from helder.web.tokens.models import Token
from helder.web.webhooks import api as webhooks

_DESCRIPTION = (
    "Rows in, figures out. Every request carries a token: Authorization: Bearer TOKEN. "
    "What is refused says what was wrong, where, and what to do."
)
#: What a question counts as, in requests.
_QUESTION = 20
_log = logging.getLogger(__name__)


@cache
def _pace() -> access.Pace:
    return access.Pace(serving.now().settings["api_per_second"])


class Bearer(HttpBearer):
    """A token in the Authorization header."""

    def __call__(self, request: HttpRequest) -> Token:
        """Whose token it is. Raises Refused: 401 where there is none that holds, 429 where it asks too often."""
        token = access.signed_in(request.headers.get("Authorization", ""))
        _pace().hold(token, _QUESTION)
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """Whose token it is."""
        return self(request)


class Api(NinjaAPI):
    """Knows, beside what ninja serves, the way in for rows."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """The OpenAPI, with the way in."""
        schema = super().get_openapi_schema(**given)
        schema["paths"]["/api/v1/tables/{name}"]["post"] = sending.operation()
        return schema


def _answering(status: Callable[[Any], HelderError]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, error: given.plain(problem(status(error)))


def _invalid(error: ValidationError) -> HelderError:
    first = error.errors[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("query", "path", "body", "asked", "said"))
    return Refused(422, f"{first['msg']}.", where=where or "the request", fix="GET /api/v1/openapi.json tells what it may be.")


def _unread(error: HttpError) -> HelderError:
    status = 422 if error.status_code == 400 else error.status_code
    return Refused(
        status, f"{str(error).rstrip('.')}.", where="the request", fix="Send JSON, as GET /api/v1/openapi.json has it."
    )


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    _log.error("A request to the API failed", exc_info=error)
    return given.plain(failure())


api = Api(title="Helder", version=__version__, description=_DESCRIPTION, docs_url=None, urls_namespace="api", auth=Bearer())
api.add_exception_handler(HelderError, _answering(lambda error: error))
api.add_exception_handler(ValidationError, _answering(_invalid))
api.add_exception_handler(HttpError, _answering(_unread))
api.add_exception_handler(Http404, _answering(lambda error: Refused(404, "There is no such thing.")))
api.add_exception_handler(Exception, _failed)
api.add_router("", listing.router)
api.add_router("", figures.router)
api.add_router("", goals.router)
api.add_router("", webhooks.router)
