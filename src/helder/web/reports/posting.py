"""Sending digests: each is noted once when it is due, and each mail is handed over once."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.http import Http404, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from helder.errors import HelderError
from helder.query.scope import Scope
from helder.web import serving
from helder.web.accounts.models import Person, Right
from helder.web.accounts.seeing import scope_of
from helder.web.boards.data import Questions
from helder.web.boards.opening import Opened, opened, questions_of
from helder.web.boards.view import read
from helder.web.inviting.couriers.mail_server import mail_server
from helder.web.inviting.couriers.mailing import Mailer
from helder.web.inviting.couriers.outcome import Fate, NotReached, Outcome
from helder.web.reports import composing, making
from helder.web.reports import report as reports
from helder.web.reports.due import following
from helder.web.reports.models import Delivery, Digest, State

if TYPE_CHECKING:
    from helder.web.reports.report import Report

#: Mails of one run and seconds of it; how often one is tried, minutes before it is again, and before a broken one is looked at.
_TOGETHER, _RUN, _TRIES, _AGAIN, _BROKEN = 200, 45.0, 6, 5, 30
_log = logging.getLogger(__name__)
#: What receivers see alike: the digest, the rows, and whether words are masked.
_Alike = tuple[int, Scope, bool]
_Made = tuple["Report", dict[str, bytes]]


def note_due(now: datetime) -> None:
    """Note a mail to each receiver of what is due: once, however many servers do so. What was missed is made up for once."""
    for digest in Digest.objects.filter(active=True, owner__is_active=True, next_at__lte=now).select_related("owner"):
        due, then = digest.next_at, following(digest.every, digest.day, digest.hour, now, serving.zone())
        with transaction.atomic():
            if Digest.objects.filter(pk=digest.pk, active=True, next_at=due).update(next_at=then):
                note(digest, receivers(digest), due, now)


def note(digest: Digest, to: list[tuple[str, Person | None]], due: datetime, now: datetime) -> None:
    """Note mails to be sent."""
    made = [Delivery(digest=digest, due_at=due, email=email, person=who, try_at=now) for email, who in to]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)


def receivers(digest: Digest) -> list[tuple[str, Person | None]]:
    """Who gets it: people with an address, and outside addresses where its owner may send to them."""
    people = digest.people.filter(is_active=True).exclude(email="")
    known = {one.email.lower(): (one.email, one) for one in people}
    outside = digest.addresses if digest.owner.is_active and digest.owner.may(Right.BOARDS) else []
    return [*known.values(), *((address, None) for address in outside if address.lower() not in known)]


def send(now: datetime) -> None:
    """Send what is noted, as much as there is time for; the rest is for the next run."""
    _pick_up(now)
    waiting = Delivery.objects.filter(state=State.WAITING, try_at__lte=now)
    due = list(waiting.select_related("digest__owner", "person").order_by("try_at", "pk")[:_TOGETHER])
    if not due:
        return
    try:
        server = mail_server(serving.now().settings)
        mailer = Mailer(server)
        mailer.open()
    except (HelderError, NotReached) as error:
        for digest in {one.digest for one in due}:
            Digest.objects.filter(pk=digest.pk).update(problem=str(error)[:500])
        waiting.filter(pk__in=[one.pk for one in due]).update(try_at=now + timedelta(minutes=_AGAIN))
        return
    ends, made = time.monotonic() + _RUN, dict[_Alike, _Made]()
    try:
        for one in due:
            if time.monotonic() > ends or serving.now().stopping.is_set():
                return
            _send(one, made, mailer, now)
    finally:
        mailer.close()


def _pick_up(now: datetime) -> None:
    """What a server left in its hands when it died: sent again where it was not handed over, else it may have been taken."""
    broken = Delivery.objects.filter(state=State.SENDING, try_at__lte=now - timedelta(minutes=_BROKEN))
    broken.filter(handed=True).update(state=State.FAILED, said=_("The server stopped while it was being sent."))
    broken.filter(handed=False).update(state=State.WAITING)


def _send(one: Delivery, made: dict[_Alike, _Made], mailer: Mailer, now: datetime) -> None:
    claimed = Delivery.objects.filter(pk=one.pk, state=State.WAITING)
    if not claimed.update(state=State.SENDING, try_at=now, tries=F("tries") + 1):
        return

    def before() -> None:
        Delivery.objects.filter(pk=one.pk).update(handed=True)

    try:
        with translation.override(one.digest.language):
            message = composing.mail(one, *_made(one, made), mailer.server.sender)
        outcome = mailer.deliver(message, before)
    except Http404:
        outcome = Outcome(Fate.REFUSED, _("Its owner may not open or share the board any more."))
    except (NotReached, making.Busy) as error:
        outcome = Outcome(Fate.LATER, str(error) or _("Too much was being made."))
    except Exception as error:  # noqa: BLE001 - one that cannot be made does not stop the others, and is told on the page
        _log.exception("Digest %s could not be sent", one.digest_id)
        outcome = Outcome(Fate.LATER, f"{type(error).__name__}: {error}")
    _settle(one, outcome, now)


def _made(one: Delivery, made: dict[_Alike, _Made]) -> _Made:
    """The board within the rows the receiver may see; those of the owner for an outside address, with people's words masked."""
    found = opened(one.digest.owner, one.digest.board)
    if not one.digest.owner.is_active or not (found.may_share or one.person == one.digest.owner):
        raise Http404
    seer = one.person or one.digest.owner
    alike = (one.digest_id, scope_of(seer), one.person is not None and seer.may(Right.PERSONAL))
    if alike not in made:
        made[alike] = making.in_turn(partial(_worked_out, one.digest, found, questions_of(seer), personal=alike[2]))
    return made[alike]


def _worked_out(digest: Digest, found: Opened, questions: Questions, *, personal: bool) -> _Made:
    view, at = read(QueryDict(digest.query), questions.today(), found.board), datetime.now(serving.zone())
    report = reports.made(found.board, found.version, view, questions, at, personal=personal)
    return report, composing.files_of(report, attached=digest.attached)


def _settle(one: Delivery, outcome: Outcome, now: datetime) -> None:
    kept, said = Delivery.objects.filter(pk=one.pk), outcome.said[:500]
    tries = one.tries + 1
    if outcome.fate is Fate.ACCEPTED:
        kept.update(state=State.SENT, said="")
        Digest.objects.filter(pk=one.digest_id).update(sent_at=now, problem="")
        return
    if outcome.fate is Fate.LATER and tries < _TRIES:
        kept.update(state=State.WAITING, handed=False, try_at=now + timedelta(minutes=_AGAIN * 2**tries), said=said)
    else:
        kept.update(state=State.FAILED, said=said)
    Digest.objects.filter(pk=one.digest_id).update(problem=f"{one.email}: {said}"[:500])
