"""Sending what is due: over one line after the other, as many messages as each may take."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from helder.errors import HelderError
from helder.outgoing import networks
from helder.web import serving
from helder.web.inviting import composing, lines, steps
from helder.web.inviting.addresses import address
from helder.web.inviting.callbacks import callback
from helder.web.inviting.candidates import customers_by_id, newest
from helder.web.inviting.couriers.gateway import gateway
from helder.web.inviting.couriers.mail_server import mail_server
from helder.web.inviting.couriers.mailing import Mailer
from helder.web.inviting.couriers.outcome import Abandoned, Fate, NotReached, Outcome
from helder.web.inviting.couriers.texting import Texter
from helder.web.inviting.models import LIVE, Channel, Invitation
from helder.web.inviting.room import rooms
from helder.web.inviting.stored import last_sent

#: Messages of one connection, and seconds after which a run ends to be begun anew.
_TOGETHER, _RUN = 50, 40.0
_one_at_a_time = threading.Lock()
_log = logging.getLogger(__name__)


class Courier(Protocol):
    """Carries messages over one line."""

    def open(self) -> None:
        """Make ready. Raises NotReached where nobody is reached."""
        ...

    def deliver(self, message: Any, before: Callable[[], None]) -> Outcome:
        """Hand a message over; `before` is called right before."""
        ...

    def close(self) -> None:
        """Let go of the line."""
        ...


@dataclass(frozen=True)
class Post:
    """A courier, and how it is given an invitation."""

    courier: Courier
    message: Callable[[Invitation], Any]


def post(clock: Callable[[], datetime], courier_of: Callable[[str], Post] | None = None) -> bool:
    """Send what is due; whether there may be more. One run at a time: a second one, begun meanwhile, does nothing."""
    if not _one_at_a_time.acquire(blocking=False):
        return False
    try:
        steps.pick_up(clock())
        steps.expire(clock())
        ends = time.monotonic() + _RUN
        more = [_over(channel, clock, courier_of or courier_for, ends) for channel in Channel.values]
        return any(more)
    finally:
        _one_at_a_time.release()


def courier_for(channel: str) -> Post:
    """What carries messages of a channel. Raises BadSetting where the settings name nothing."""
    settings = serving.now().settings
    if channel == Channel.EMAIL:
        server = mail_server(settings)
        return Post(Mailer(server), lambda one: composing.mail(one, _definition(one), server.sender))
    if channel == Channel.SMS:
        texter = Texter(gateway(settings), networks(settings["outgoing_private"]))
        return Post(texter, lambda one: composing.text(one, _definition(one), callback(one.invitation_id)))
    return Post(_List(), lambda one: one)


class _List:
    """No courier at all: links are noted as given, to be sent by whoever takes the list."""

    def open(self) -> None:
        pass

    def deliver(self, message: Any, before: Callable[[], None]) -> Outcome:
        before()
        return Outcome(Fate.UNKNOWN)

    def close(self) -> None:
        pass


def _over(channel: str, clock: Callable[[], datetime], courier_of: Callable[[str], Post], ends: float) -> bool:
    """Send what is due over one line; whether there may be more."""
    while lines.open_again(channel, clock()):
        due = _due(channel, clock())
        if not due:
            return False
        if _over_now(ends):
            return not serving.now().stopping.is_set()
        try:
            some = courier_of(channel)
            some.courier.open()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told on the page, and tried again
            if not isinstance(error, NotReached | HelderError):
                _log.exception("The line for %s cannot be opened", channel)
            lines.in_trouble(channel, str(error) or type(error).__name__, clock())
            return False
        try:
            _deliver(channel, due, some, clock, ends)
        finally:
            some.courier.close()
    return False


def _over_now(ends: float) -> bool:
    return time.monotonic() > ends or serving.now().stopping.is_set()


def _deliver(channel: str, due: list[Invitation], some: Post, clock: Callable[[], datetime], ends: float) -> None:
    known = {one.customer_id for one in due if one.customer_id}
    people = customers_by_id(known)
    last = {sending: last_sent(sending, clock(), known) for sending in {one.sending for one in due}}
    accepted = 0
    for found in due:
        if _over_now(ends):
            return
        person = newest(found.person, people.get(found.customer_id, {}), listed=bool(found.sending.listed))
        where = address(channel, person.get("email"), person.get("phone"))
        one = steps.take(found.pk, where or "", clock(), last[found.sending].get(found.customer_id))
        if one is None:
            continue
        one.person = person
        outcome = _hand(one, some, clock)
        if outcome is None:
            continue
        accepted += outcome.fate is Fate.ACCEPTED
        if outcome.line and (outcome.after is not None or not accepted):
            lines.in_trouble(channel, outcome.said, clock(), outcome.after)
        if outcome.line:
            return
    if accepted:
        lines.works(channel)


def _hand(one: Invitation, some: Post, clock: Callable[[], datetime]) -> Outcome | None:
    """Hand one message over and keep what became of it; None where its recipient has just opted out.

    A message that cannot be made or handed over, whatever the reason, does not stop the others.
    """
    handed = False

    def before() -> None:
        nonlocal handed
        steps.hand_over(one, clock())
        handed = True

    try:
        outcome = some.courier.deliver(some.message(one), before)
    except Abandoned:
        steps.let_go(one)
        return None
    except NotReached as error:
        outcome = Outcome(Fate.LATER, str(error), line=True)
    except Exception as error:  # noqa: BLE001 - see above
        _log.exception("Invitation %s could not be sent", one.invitation_id)
        outcome = Outcome(Fate.UNKNOWN if handed else Fate.LATER, f"{type(error).__name__}: {error}"[:500])
    steps.settle(one, outcome, clock())
    return outcome


def _due(channel: str, now: datetime) -> list[Invitation]:
    """What is due over a line, the longest due first, as far as each sending may send."""
    left = rooms(channel, now, serving.zone())
    waiting = Invitation.objects.filter(sending__in=left, state__in=LIVE, due_at__lte=now)
    found = waiting.select_related("sending").order_by("due_at", "pk")
    return list(_as_many(found[: _TOGETHER * 4].iterator(), left))[:_TOGETHER]


def _as_many(found: Iterator[Invitation], left: dict[int, int]) -> Iterator[Invitation]:
    for one in found:
        if left[one.sending_id] > 0:
            left[one.sending_id] -= 1
            yield one


def _definition(one: Invitation) -> Any:
    latest = one.sending.survey.latest
    assert latest is not None, "an open survey has a version"
    return latest.definition
