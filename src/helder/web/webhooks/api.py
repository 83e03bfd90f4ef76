"""Webhooks through the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema

from helder.web.accounts import audit
from helder.web.api import access, given
from helder.web.api.answer import Refused
from helder.web.api.asking import refuse_personal
from helder.web.api.described import RECORD, TABLE
from helder.web.tokens.models import Token
from helder.web.webhooks import actions
from helder.web.webhooks.models import Delivery, Endpoint, Line

router = Router(tags=["Webhooks"])
Number = Path[Annotated[int, Field(ge=1, le=2**62)]]
_MADE = {201: dict[str, Any]}
_GONE = {204: None}
_REFUSED = {"responses": {status: told for status, told in RECORD["responses"].items() if status != 200}}


class Crossing(Schema):
    """A line that a metric may cross."""

    metric: Annotated[str, Field(max_length=100)]
    side: Literal["above", "below"]
    threshold: Annotated[float, Field(allow_inf_nan=False, description="In the metric's unit; a share as 0.8.")]
    where: Annotated[str, Field(max_length=500, description="A condition in SQL: channel = 'phone'.")] = ""
    days: Annotated[int, Field(ge=1, le=365, description="Over how many days, today the last.")] = 30
    margin: Annotated[
        float, Field(ge=0, allow_inf_nan=False, description="How far a figure must come back over the line to count as back.")
    ] = 0.0
    smallest: Annotated[int, Field(ge=1, le=10**9, description="Rows that a figure must rest on.")] = 30


class Subscription(Schema):
    """An address and what it is told of."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    address: Annotated[str, Field(max_length=500, description="Where messages are posted to; none in a private network.")]
    events: Annotated[
        list[Literal["response.arrived", "metric.crossed", "alert.fired", "alert.ended", "follow_up.due"]],
        Field(min_length=1, max_length=5, description="Those of alerts come from the alerts that name the address."),
    ]
    personal: Annotated[bool, Field(description="With personal data, for a token that sees them.")] = False
    line: Annotated[Crossing | None, Field(description="A line, for metric.crossed; more are drawn at the address.")] = None


@router.get("/webhooks", openapi_extra=TABLE, summary="Addresses that are told of events")
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every webhook, whether it is paused and why."""
    _manager(request)
    return given.record([_record(one) for one in Endpoint.objects.prefetch_related("lines")])


@router.post("/webhooks", response=_MADE, openapi_extra=_REFUSED, summary="Tell an address of events")
def subscribe(request: HttpRequest, said: Subscription) -> HttpResponse:
    """Make a webhook. Its secret is told this once: messages are signed with it, as Standard Webhooks has it."""
    token = _reader(request)
    if said.personal and not token.personal:
        raise Refused(
            403,
            f"The token {token} does not see personal data.",
            where="personal",
            fix="Leave personal out, or use one that does.",
        )
    line = said.line.dict() if said.line else None
    refuse_personal(said.line.where if said.line else None, token)
    made, secret = actions.subscribe(
        said.name, said.address, said.events, personal=said.personal, by=f"token {token}", token=token, line=line
    )
    audit.note(None, "added_webhook", made, address=made.address, events=made.events, token=token)
    response = given.record({**_record(made), "secret": secret})
    response.status_code = 201
    return response


@router.post("/webhooks/{number}/lines", response=_MADE, openapi_extra=_REFUSED, summary="Draw a line")
def draw(request: HttpRequest, number: Number, said: Crossing) -> HttpResponse:
    """Tell an address when a metric crosses a line, too."""
    refuse_personal(said.where, _reader(request))
    response = given.record(_of_line(actions.draw(_endpoint(number), said.dict())))
    response.status_code = 201
    return response


@router.post("/webhooks/{number}/resume", openapi_extra=RECORD, summary="Go on telling a paused address")
def resume(request: HttpRequest, number: Number) -> HttpResponse:
    """Send what waits now, and what came in meanwhile."""
    _manager(request)
    actions.resume(_endpoint(number))
    return given.record(_record(_endpoint(number)))


@router.delete("/webhooks/{number}", response=_GONE, openapi_extra=_REFUSED, summary="Tell an address nothing any more")
def remove(request: HttpRequest, number: Number) -> HttpResponse:
    """Remove a webhook, its lines and what waits for it."""
    token, endpoint = _manager(request), _endpoint(number)
    endpoint.delete()
    audit.note(None, "removed_webhook", endpoint, address=endpoint.address, token=token)
    return HttpResponse(status=204)


@router.get("/webhooks/{number}/deliveries", openapi_extra=TABLE, summary="The last messages to an address")
def deliveries(request: HttpRequest, number: Number) -> HttpResponse:
    """The last hundred messages, and what came of them; without what they say."""
    _manager(request)
    return given.record([_of_delivery(one) for one in _endpoint(number).deliveries.all()[:100]])


def _manager(request: HttpRequest) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]
    access.may_manage_webhooks(token)
    return token


def _reader(request: HttpRequest) -> Token:
    """One that may read as well, as an address is sent what can be read."""
    token = _manager(request)
    access.may_read(token)
    return token


def _endpoint(number: int) -> Endpoint:
    found = Endpoint.objects.filter(pk=number).first()
    if found is None:
        raise Refused(404, f"There is no webhook {number}.", where="the address", fix="GET /api/v1/webhooks lists them.")
    return found


def _record(one: Endpoint) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "address": one.address,
        "events": one.events,
        "personal": one.personal,
        "paused_at": one.paused_at,
        "paused_why": one.paused_why or None,
        "lines": [_of_line(line) for line in one.lines.all()],
    }


def _of_line(line: Line) -> dict[str, Any]:
    names = ("metric", "where", "days", "side", "threshold", "margin", "smallest", "beyond", "value", "problem")
    return {"id": line.pk, **{name: getattr(line, name) for name in names}}


def _of_delivery(one: Delivery) -> dict[str, Any]:
    return {
        name: getattr(one, name) for name in ("id", "event", "made_at", "state", "tries", "tried_at", "status", "said", "next_at")
    }
