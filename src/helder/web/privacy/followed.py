"""Who was to be reached because of an answer, and who brought whom."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helder.engines.erasing import ERASED
from helder.web.follow_ups.models import FollowUp, LeftOut, Outcome, Step
from helder.web.privacy.holder import Holder, told
from helder.web.privacy.person import Person, nameless
from helder.web.referrals.codes import new_code
from helder.web.referrals.models import Clue, Link, Referral, Reward

_OPENED = ("reason", "customer_id", "answer_id", "response_id", "survey", "score", "answered_at", "opened_at", "outcome")
_BROUGHT = ("referral_id", "customer_id", "shared_at", "clicked_at", "signed_up_at", "converted_at", "order_id")


def _follow_ups(person: Person) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(Q(customer_id=person.customer) | Q(answer_id__in=person.of("answer")))


def _steps(person: Person) -> QuerySet[Step]:
    return Step.objects.filter(follow_up__in=_follow_ups(person)).exclude(text="")


def _blank_follow_ups(person: Person) -> None:
    """They stay as what was done in what time; one that is open is closed, as nobody can be reached."""
    LeftOut.objects.filter(answer_id__in=person.of("answer")).delete()
    _steps(person).update(text=ERASED)
    for one in _follow_ups(person):
        one.customer_id, one.answer_id, one.about = ERASED, nameless(), nameless()
        one.response_id = ""
        if one.closed_at is None:
            one.closed_at, one.outcome = timezone.now(), Outcome.NOTHING
        one.revision += 1
        one.save()


def _links(person: Person) -> QuerySet[Link]:
    return Link.objects.filter(customer_id=person.customer)


def _end_links(person: Person) -> None:
    """A link leads nowhere any more; whom it brought stays brought by somebody."""
    for one in _links(person):
        one.customer_id, one.code = nameless(), new_code()
        one.save()


def _referrals(person: Person) -> QuerySet[Referral]:
    return Referral.objects.filter(customer_id=person.customer)


def _unname_referrals(person: Person) -> None:
    clues = Q(customer_id=person.customer) | Q(session_id__in=person.of("session")) | Q(visitor_id__in=person.of("visitor"))
    Clue.objects.filter(clues | Q(source_id__in=[person.customer, *person.of("order"), *person.of("event")])).delete()
    _referrals(person).update(customer_id=None, order_id=None)


def _rewards(person: Person) -> QuerySet[Reward]:
    return Reward.objects.filter(Q(customer_id=person.customer) | Q(order_id__in=person.of("order")))


def _unname_rewards(person: Person) -> None:
    _rewards(person).filter(order_id__in=person.of("order")).update(order_id=ERASED)
    _rewards(person).filter(customer_id=person.customer).update(customer_id=ERASED)


HOLDERS = (
    Holder("follow_ups", _("Follow-ups"), lambda person: told(_follow_ups(person), *_OPENED), _blank_follow_ups),
    Holder("notes", _("Notes at follow-ups"), lambda person: told(_steps(person), "verb", "at", "text"), lambda person: None),
    Holder("links", _("Links of their own"), lambda person: told(_links(person), "customer_id", "code", "made_at"), _end_links),
    Holder("referrals", _("What brought them"), lambda person: told(_referrals(person), *_BROUGHT), _unname_referrals),
    Holder(
        "rewards",
        _("Rewards"),
        lambda person: told(_rewards(person), "amount", "currency", "status", "earned_at"),
        _unname_rewards,
    ),
)
