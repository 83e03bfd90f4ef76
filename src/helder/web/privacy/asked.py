"""Who was asked what: invitations, lists of people, opt-outs, and answers on their way."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helder.engines.erasing import SOURCE
from helder.web.inviting.addresses import phone_number
from helder.web.inviting.barring import stand_in
from helder.web.inviting.models import LIVE, Invitation, OptOut, Sending, State
from helder.web.privacy.holder import Holder, told
from helder.web.privacy.person import Person, nameless
from helder.web.privacy.shared import digits_of
from helder.web.surveys.models import Response

_INVITED = ("invitation_id", "customer_id", "address", "person", "about", "event", "state", "sent_at", "answered_at", "failure")
_ANSWERED = ("response_id", "invitation_id", "link", "language", "answers", "started_at", "completed_at")


def _invitations(person: Person) -> QuerySet[Invitation]:
    """Those that name the customer, and those to an address of theirs alone that name nobody else."""
    named = Q(customer_id=person.customer) | Q(invitation_id__in=person.of("invitation")) | Q(person__customer_id=person.customer)
    reached = Q(address__in=person.addresses)
    for email in person.emails:
        reached |= Q(person__email__iexact=email)
    for phone in person.phones:
        reached |= Q(person__phone__regex=digits_of(phone))
    return Invitation.objects.filter(named | (reached & Q(customer_id__in=("", person.customer))))


def _blank_invitations(person: Person) -> None:
    """They stay as what was sent to somebody; what was still to be sent is not."""
    for one in _invitations(person):
        one.invitation_id, one.event = nameless(), nameless()
        one.customer_id = one.address = one.reason = one.failure = one.reference = one.claim = ""
        one.person, one.about = {}, {}
        one.state = State.SKIPPED if one.state in (*LIVE, State.SENDING) else one.state
        one.due_at, one.told = None, one.revision
        one.save()


def _names(entry: dict[str, Any], person: Person) -> bool:
    """Whether an entry of a list names the customer, or is of an address of theirs and names nobody else."""
    if entry.get("customer_id"):
        return bool(entry["customer_id"] == person.customer)
    return person.has(entry.get("email")) or person.has(entry.get("phone"))


def _listed(person: Person) -> list[dict[str, Any]]:
    found = Sending.objects.exclude(listed=[])
    return [{"sending": one.name, **entry} for one in found for entry in one.listed if _names(entry, person)]


def _strike(person: Person) -> None:
    for one in Sending.objects.exclude(listed=[]):
        left = [entry for entry in one.listed if not _names(entry, person)]
        if left != one.listed:
            one.listed = left
            one.save(update_fields=["listed"])


def _opt_outs(person: Person) -> QuerySet[OptOut]:
    return OptOut.objects.filter(Q(kind="customer", who=person.customer) | Q(kind="address", who__in=person.addresses))


def _forget_opt_outs(person: Person) -> None:
    """Nobody reads any more who opted out, and it holds; so it does for telephone numbers, as the store keeps out addresses."""
    found = list(_opt_outs(person))
    now = timezone.now()
    wanted = {(one.kind, one.who): one.at for one in found} | {
        ("address", form): now for phone in person.phones if (form := phone_number(phone))
    }
    for (kind, who), at in wanted.items():
        OptOut.objects.get_or_create(kind=kind, who=stand_in(kind, who), defaults={"at": at, "source": SOURCE})
    OptOut.objects.filter(pk__in=[one.pk for one in found]).delete()


def _responses(person: Person) -> QuerySet[Response]:
    theirs = Q(response_id__in=person.of("response")) | Q(invitation_id__in=person.of("invitation"))
    return Response.objects.filter(theirs | Q(link__customer_id=person.customer))


def _blank_responses(person: Person) -> None:
    """They stay as what somebody began and ended; the answers are those of the store."""
    for one in _responses(person):
        one.response_id, one.invitation_id, one.link, one.answers, one.sent = nameless(), None, {}, {}, True
        one.save()


HOLDERS = (
    Holder("invitations", _("Invitations"), lambda person: told(_invitations(person), *_INVITED), _blank_invitations),
    Holder("lists", _("Lists of people to ask"), _listed, _strike),
    Holder("opt_outs", _("Opt-outs"), lambda person: told(_opt_outs(person), "kind", "who", "at", "source"), _forget_opt_outs),
    Holder("responses", _("Surveys being answered"), lambda person: told(_responses(person), *_ANSWERED), _blank_responses),
)
