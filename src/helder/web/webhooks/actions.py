"""What can be done with webhooks."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helder import outgoing
from helder.errors import BadInput, BadQuestion, UnknownName
from helder.query.question import ask
from helder.vault import Vault
from helder.web import serving
from helder.web.tokens.models import Token
from helder.web.webhooks.models import Delivery, Endpoint, Event, Line, State

SECRET = "whsec_"  # noqa: S105 - what secrets of the standard begin with


def subscribe(
    name: str, address: str, events: Iterable[str], *, personal: bool = False, by: str, token: Token | None = None,
    line: Mapping[str, Any] | None = None,
) -> tuple[Endpoint, str]:  # fmt: skip
    """Tell an address of events from now on; returned with the secret its messages are signed with.

    token: with which it ends. line: of a metric, without which nothing crosses. Raises BadQuestion or UnknownName for what
    cannot be, BadInput for an address that may not be called.
    """
    wanted = list(dict.fromkeys(events))
    for event in wanted:
        if event not in Event.values:
            raise UnknownName("event", event, Event.values)
    if not wanted:
        raise BadQuestion(_("No event was chosen."), where="events", fix=_("Choose what the address is told of."))
    check_address(address)
    if "@" in urlsplit(address).netloc:
        raise BadInput(
            _("A user or password stands in the address, which is shown and kept in clear."), where="address",
            fix=_("Take it out: messages are signed, by which the other system knows they are Helder's."),
        )  # fmt: skip
    secret = SECRET + base64.b64encode(secrets.token_bytes(32)).decode()
    made = Endpoint(
        name=name.strip(), address=address, events=wanted, personal=personal, made_by=by, token=token, looked_at=_last_batch(),
        secret=Vault(serving.now().home).seal(secret),
    )  # fmt: skip
    drawn = _line(line) if line else None
    try:
        with transaction.atomic():
            made.save()
            if drawn is not None:
                drawn.endpoint = made
                drawn.save()
    except IntegrityError as error:
        raise BadQuestion(_("There is a webhook of that name."), where=name, fix=_("Give it another name.")) from error
    return made, secret


def draw(endpoint: Endpoint, given: Mapping[str, Any]) -> Line:
    """Tell an endpoint when a metric crosses a line, too. Raises UnknownName or BadQuestion for a line that cannot be."""
    line = _line(given)
    line.endpoint = endpoint
    with transaction.atomic():
        line.save()
        if Event.CROSSED not in endpoint.events:
            endpoint.events = [*endpoint.events, Event.CROSSED.value]
            endpoint.save(update_fields=["events"])
    return line


def check_address(address: str) -> tuple[str, ...]:
    """The addresses of the host that may be called. Raises BadInput where it may not be."""
    allowed = outgoing.networks(serving.now().settings["outgoing_private"])
    return outgoing.check(address, allowed, where="address")


def resume(endpoint: Endpoint) -> None:
    """Go on telling an endpoint that was paused; what waits for it is sent now, and what came in meanwhile follows.

    Raises BadQuestion for one whose token no longer holds.
    """
    if endpoint.token is not None and not endpoint.token.holds:
        raise BadQuestion(_ended(endpoint.token), where=endpoint.name, fix=_("Remove it, and add it anew."))
    Endpoint.objects.filter(pk=endpoint.pk).update(paused_at=None, paused_why="", failing_since=None)
    endpoint.deliveries.filter(state=State.WAITING).update(next_at=timezone.now(), tries=0)


def pause(endpoint: Endpoint, why: str) -> None:
    """Tell an endpoint nothing until it is resumed."""
    Endpoint.objects.filter(pk=endpoint.pk).update(paused_at=timezone.now(), paused_why=why[:300])


def end_those_of_ended_tokens() -> None:
    """Pause the endpoints whose token was revoked or has expired."""
    for endpoint in Endpoint.objects.filter(paused_at=None, token__isnull=False).select_related("token"):
        if endpoint.token is not None and not endpoint.token.holds:
            pause(endpoint, _ended(endpoint.token))


def tell(event: Event, data: Mapping[str, Any]) -> int:
    """Queue an event for every endpoint that wants it; how many there are. Called within the transaction it belongs to.

    data: without personal data, as it goes to all of them.
    """
    wanting = [one for one in Endpoint.objects.all() if event in one.events]
    for endpoint in wanting:
        queue(endpoint, event, data)
    return len(wanting)


def queue(endpoint: Endpoint, event: Event, data: Mapping[str, Any]) -> Delivery:
    """Queue an event for one endpoint."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    body = json.dumps({"type": event.value, "timestamp": moment, "data": data}, default=_plain, ensure_ascii=False)
    return Delivery.objects.create(endpoint=endpoint, event=event.value, body=body)


def _ended(token: Token) -> str:
    if token.revoked_at is not None:
        return _("The token %(name)s, with which it was made, is revoked.") % {"name": token}
    return _("The token %(name)s, with which it was made, has expired.") % {"name": token}


def _line(given: Mapping[str, Any]) -> Line:
    """A line whose every name exists."""
    line = Line(**{name: value for name, value in given.items() if value is not None})
    ask(line.metric, where=line.where or None, catalog=serving.catalog())
    if line.margin < 0:
        raise BadQuestion(_("A margin is not less than nought."), where="margin", fix=_("Give how far a figure must come back."))
    # Put once, so that a condition that cannot be is told of now.
    serving.now().questions.workspace.show(line.metric, since="1970-01-01", until="1970-01-02", where=line.where or None)
    return line


def _last_batch() -> int:
    return serving.now().questions.workspace.engine.batches().get("answers", 0)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
