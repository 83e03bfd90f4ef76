"""Handing over mails to colleagues, which are kept in a table until each has come or cannot."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from typing import Generic, TypeVar

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.utils import timezone

from helder.errors import HelderError
from helder.web import serving
from helder.web.inviting.couriers.handed import HandedMail, State
from helder.web.inviting.couriers.mail_server import mail_server
from helder.web.inviting.couriers.mailing import Mailer
from helder.web.inviting.couriers.outcome import Fate, NotReached, Outcome

#: Seconds before the second try, how the pause grows and to how much; after how many tries a mail is given up.
_FIRST, _GROWS, _MOST, _TRIES = 60.0, 3.0, 3600.0, 14
_AT_ONCE = 200
_log = logging.getLogger(__name__)


M = TypeVar("M", bound=HandedMail)


class Handing(Generic[M]):
    """Hands over the mails of one table. due: those there are; composed: one as it is sent, given the sender's address."""

    def __init__(self, waiting: Callable[[], QuerySet[M]], composed: Callable[[M, str], EmailMultiAlternatives]) -> None:
        self._waiting, self._composed, self._one_at_a_time = waiting, composed, Lock()

    def post(self) -> None:
        """Hand over what is due, one run at a time."""
        if not self._one_at_a_time.acquire(blocking=False):
            return
        try:
            due = self._waiting().filter(state=State.WAITING, next_at__lte=timezone.now()).order_by("next_at", "pk")
            some = list(due[:_AT_ONCE])
            if some:
                self._post(some)
        finally:
            self._one_at_a_time.release()

    def _post(self, some: list[M]) -> None:
        try:
            server = mail_server(serving.now().settings)
            mailer = Mailer(server)
            mailer.open()
        except (HelderError, NotReached) as error:
            for mail in some:
                _note(mail, Outcome(Fate.LATER, str(error)))
            return
        try:
            for mail in some:
                _note(mail, self._handed(mail, mailer, server.sender))
        finally:
            mailer.close()

    def _handed(self, mail: M, mailer: Mailer, sender: str) -> Outcome:
        handed = False

        def before() -> None:
            nonlocal handed
            handed = True

        try:
            return mailer.deliver(self._composed(mail, sender), before)
        except NotReached as error:
            return Outcome(Fate.LATER, str(error))
        except Exception as error:  # noqa: BLE001 - one mail that cannot be made does not stop the others
            _log.exception("The mail %s of %s could not be sent", mail.pk, type(mail).__module__)
            return Outcome(Fate.UNKNOWN if handed else Fate.LATER, f"{type(error).__name__}: {error}")


def _note(mail: HandedMail, outcome: Outcome) -> None:
    """Keep what became of a try; a mail that may have been taken is not sent again."""
    mail.tries += 1
    mail.said = outcome.said[:300]
    if outcome.fate in (Fate.ACCEPTED, Fate.UNKNOWN):
        mail.state = State.SENT
    elif outcome.fate is Fate.REFUSED or mail.tries >= _TRIES:
        mail.state = State.GIVEN_UP
    mail.next_at = timezone.now() + timedelta(seconds=min(_FIRST * _GROWS ** (mail.tries - 1), _MOST))
    mail.save(update_fields=["tries", "said", "state", "next_at"])
