"""Mails about firings: what they say, and handing them over until each has come or cannot."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from helder.errors import HelderError
from helder.web import serving
from helder.web.alerts.models import Mail, State, Told
from helder.web.alerts.telling import link
from helder.web.alerts.words import particulars, sentence, subject
from helder.web.inviting.couriers.mail_server import mail_server
from helder.web.inviting.couriers.mailing import Mailer
from helder.web.inviting.couriers.outcome import Fate, NotReached, Outcome

#: Seconds before the second try, how the pause grows and to how much; after how many tries a mail is given up.
_FIRST, _GROWS, _MOST, _TRIES = 60.0, 3.0, 3600.0, 14
_LONGEST_SUBJECT, _AT_ONCE = 200, 200
_one_at_a_time = threading.Lock()
_log = logging.getLogger(__name__)


def post() -> None:
    """Hand over what is due, one run at a time."""
    if not _one_at_a_time.acquire(blocking=False):
        return
    try:
        due = Mail.objects.filter(state=State.WAITING, next_at__lte=timezone.now()).order_by("next_at", "pk")
        some = list(due.select_related("firing__alert__owner")[:_AT_ONCE])
        if some:
            _post(some)
    finally:
        _one_at_a_time.release()


def composed(mail: Mail, sender: str) -> EmailMultiAlternatives:
    """A mail in the language of its reader, as text and HTML."""
    firing = mail.firing
    with translation.override(mail.language):
        about: dict[str, Any] = {
            "subject": " ".join(subject(firing, mail.told).split())[:_LONGEST_SUBJECT],
            "sentence": sentence(firing),
            "particulars": particulars(firing),
            "link": link(firing),
            "alert": firing.alert,
            "language": mail.language,
            "to_take": mail.told in (Told.FIRED, Told.STILL),
        }
        text, page = (render_to_string(f"alerts/mail.{form}", about) for form in ("txt", "html"))
    host = sender.rsplit("@", 1)[-1].strip("> ") or "localhost"
    headers = {
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
        "Message-ID": f"<alert.{firing.pk}.{mail.pk}@{host}>",
    }
    made = EmailMultiAlternatives(about["subject"], text, sender, [mail.address], headers=headers)
    made.attach_alternative(page, "text/html")
    return made


def _post(some: list[Mail]) -> None:
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
            _note(mail, _handed(mail, mailer, server.sender))
    finally:
        mailer.close()


def _handed(mail: Mail, mailer: Mailer, sender: str) -> Outcome:
    handed = False

    def before() -> None:
        nonlocal handed
        handed = True

    try:
        return mailer.deliver(composed(mail, sender), before)
    except NotReached as error:
        return Outcome(Fate.LATER, str(error))
    except Exception as error:  # noqa: BLE001 - one mail that cannot be made does not stop the others
        _log.exception("The mail %s about an alert could not be sent", mail.pk)
        return Outcome(Fate.UNKNOWN if handed else Fate.LATER, f"{type(error).__name__}: {error}")


def _note(mail: Mail, outcome: Outcome) -> None:
    """Keep what became of a try; a mail that may have been taken is not sent again."""
    mail.tries += 1
    mail.said = outcome.said[:300]
    if outcome.fate in (Fate.ACCEPTED, Fate.UNKNOWN):
        mail.state = State.SENT
    elif outcome.fate is Fate.REFUSED or mail.tries >= _TRIES:
        mail.state = State.GIVEN_UP
    mail.next_at = timezone.now() + timedelta(seconds=min(_FIRST * _GROWS ** (mail.tries - 1), _MOST))
    mail.save(update_fields=["tries", "said", "state", "next_at"])
