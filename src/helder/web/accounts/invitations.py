"""What can be done with invitations: made, mailed, opened, accepted, revoked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from helder.errors import BadQuestion
from helder.settings import Settings
from helder.web.accounts import actions, audit
from helder.web.accounts.models import Department, Invitation, Person
from helder.web.inviting.couriers.mail_server import MailServer
from helder.web.inviting.couriers.mailing import Mailer
from helder.web.inviting.couriers.outcome import Fate, NotReached

#: Days for which an invitation holds, where none are given.
DAYS = 7
#: Seconds for one reply of the mail server, and for the whole mail: somebody waits for the page.
_REPLY, _MESSAGE = 10.0, 20.0
_signer = Signer(salt="helder.invitation")


def make(
    *, role: str, email: str = "", name: str = "", language: str = "", departments: Iterable[Department] = (),
    employee_id: str = "", days: int = DAYS, by: Person,
) -> tuple[Invitation, str]:  # fmt: skip
    """Make an invitation; returned with the token of its link."""
    with transaction.atomic():
        made = Invitation.objects.create(
            email=email, name=name, role=role, language=language, employee_id=employee_id, made_by=by.username,
            expires_at=timezone.now() + timedelta(days=days),
        )  # fmt: skip
        made.departments.set(departments)
        of = [one.name for one in made.departments.all()]
        audit.note(by, "invited", made, role=role, departments=of, employee=employee_id, expires=made.expires_at)
    return made, token_of(made)


def token_of(invitation: Invitation) -> str:
    """What the link of an invitation ends in."""
    return _signer.sign(invitation.key.hex)


def open_one(token: str | None = None, *, key: str | None = None) -> Invitation | None:
    """The invitation of a link, or of a key kept here, which can still be used; None where there is none."""
    if token is not None:
        try:
            key = _signer.unsign(token)
        except BadSignature:
            return None
    if key is None:
        return None
    found = Invitation.objects.filter(key=UUID(key)).first()
    return found if found is not None and found.holds else None


def accept(invitation: Invitation, *, username: str, name: str, password: str | None = None, email: str = "") -> Person:
    """Make the account that an invitation is for, once. password: None for someone who signs in by the company's provider.

    Raises BadQuestion where it was used, revoked or has expired meanwhile, or for a name that somebody has.
    """
    with transaction.atomic():
        open_ones = Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())
        if not open_ones.filter(pk=invitation.pk).update(used_at=timezone.now()):
            raise BadQuestion(_("This invitation does not hold any more."), fix=_("Ask for another."))
        person = Person(username=username)
        person.set_password(password)
        actions.write(
            person, role=invitation.role, name=name or invitation.name, email=invitation.email or email,
            language=invitation.language, departments=invitation.departments.all(), employee_id=invitation.employee_id,
        )  # fmt: skip
        Invitation.objects.filter(pk=invitation.pk).update(used_by=person)
        actions.note_added(person, person, invited_by=invitation.made_by)
    return person


def revoke(invitation: Invitation, *, by: Person) -> None:
    """Let an invitation open nothing from now on."""
    if Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None).update(revoked_at=timezone.now()):
        audit.note(by, "revoked_invitation", invitation)


def mail(invitation: Invitation, link: str, server: MailServer, settings: Settings) -> str:
    """Mail an invitation; blank where the mail server took it, else why it did not."""
    with translation.override(invitation.language or settings["language"]):
        until = date_format(timezone.localtime(invitation.expires_at), "DATETIME_FORMAT")
        text = _(
            "Hello %(name)s,\n\n%(by)s invites you to Helder, where your company's customer experience is measured.\n\n"
            "Choose your password here, until %(until)s:\n%(link)s\n\nThe link works once, and is for you alone.\n"
        ) % {
            "name": invitation.name or "",
            "by": invitation.made_by,
            "until": until,
            "link": link,
        }
        message = EmailMessage(_("An invitation to Helder"), text.replace(" ,", ",", 1), server.sender, [invitation.email])
    mailer = Mailer(server, reply=_REPLY, message=_MESSAGE)
    try:
        outcome = mailer.deliver(message, lambda: None)
    except NotReached as error:
        return str(error)
    finally:
        mailer.close()
    return "" if outcome.fate is Fate.ACCEPTED else outcome.said
