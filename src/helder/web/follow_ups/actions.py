"""What can be done with a follow-up: take it, hand it over, write about it, close it, open it again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helder.errors import BadQuestion
from helder.web.accounts import audit
from helder.web.accounts.models import Department, Person
from helder.web.follow_ups import jobs, telling
from helder.web.follow_ups.models import FollowUp, Outcome, Told, Verb
from helder.web.follow_ups.seeing import departments_for, people_for

_LONGEST = 4000


def take(pk: int, by: Person, revision: int) -> FollowUp:
    """See to it oneself. Raises BadQuestion where it was changed since it was looked at, or is closed."""
    with transaction.atomic():
        one = _held(pk, revision)
        _check_open(one)
        one.owner = by
        return _kept(one, Verb.TOOK, by)


def hand(pk: int, by: Person, revision: int, to: Person | Department) -> FollowUp:
    """Hand it over; somebody is told by mail. Raises BadQuestion as above, and for whom it may not be handed to."""
    with transaction.atomic():
        one = _held(pk, revision)
        _check_open(one)
        known = people_for(by) if isinstance(to, Person) else departments_for(by)
        if not known.filter(pk=to.pk).exists():
            raise BadQuestion(_("You cannot hand it over to them."), where=str(to), fix=_("Choose somebody of your departments."))
        one.owner, one.department = (to, one.department) if isinstance(to, Person) else (None, to)
        telling.mail([one], Told.HANDED, by=by)
        _kept(one, Verb.HANDED, by, to=str(to)[:150])
    jobs.post_now.soon()
    return one


def close(pk: int, by: Person, revision: int, outcome: Outcome, text: str = "") -> FollowUp:
    """Note how it ended; who closes what nobody had taken is the one who saw to it. Raises BadQuestion as above."""
    with transaction.atomic():
        one = _held(pk, revision)
        _check_open(one)
        one.owner = one.owner or by
        one.outcome, one.closed_at, one.closed_by = outcome, timezone.now(), by
        return _kept(one, Verb.CLOSED, by, outcome=outcome, text=text.strip()[:_LONGEST])


def reopen(pk: int, by: Person, revision: int) -> FollowUp:
    """Open it again, due as many hours from now as at first. Raises BadQuestion where it was changed, or is open."""
    with transaction.atomic():
        one = _held(pk, revision)
        if one.closed_at is None:
            raise BadQuestion(_("It is open."), where=one.reason)
        one.outcome, one.closed_at, one.closed_by = "", None, None
        one.due_at = one.due_anew(timezone.now())
        return _kept(one, Verb.REOPENED, by)


def write(pk: int, by: Person, text: str) -> None:
    """Keep what is to be known of it, beside what others wrote. Raises BadQuestion where nothing was written."""
    if not text.strip():
        raise BadQuestion(_("Nothing was written."), where="text")
    with transaction.atomic():
        one = FollowUp.objects.get(pk=pk)
        one.steps.create(verb=Verb.NOTED, who=by, text=text.strip()[:_LONGEST])
        audit.note(by, "noted_follow_up", one)


def _held(pk: int, revision: int) -> FollowUp:
    """A follow-up that nobody else changes meanwhile."""
    one = FollowUp.objects.select_for_update(of=("self",)).select_related("owner", "department", "rule").get(pk=pk)
    if one.revision != revision:
        last = one.steps.exclude(verb=Verb.NOTED).last()
        raise BadQuestion(
            _("%(who)s has changed it since you looked at it; nothing was done.")
            % {"who": last.who if last and last.who else _("Somebody")},
            where=one.reason,
            fix=_("Look at how it stands now."),
        )
    return one


def _check_open(one: FollowUp) -> None:
    if one.closed_at is not None:
        raise BadQuestion(_("It is closed."), where=one.reason, fix=_("Open it again first."))


def _kept(one: FollowUp, verb: Verb, by: Person, *, to: str = "", outcome: str = "", text: str = "") -> FollowUp:
    one.revision += 1
    one.save()
    one.steps.create(verb=verb, who=by, to=to, outcome=outcome, text=text)
    audit.note(
        by, f"{verb}_follow_up", one, **{name: value for name, value in (("handed_to", to), ("outcome", outcome)) if value}
    )
    return one
