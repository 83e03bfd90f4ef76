"""Noting who is to be asked: after events that came in, or once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helder.web.inviting import candidates
from helder.web.inviting.candidates import FLOOD, Candidate
from helder.web.inviting.events import EVENTS
from helder.web.inviting.models import After, Invitation, Sending, Standing, State
from helder.web.inviting.sampling import sampled
from helder.web.inviting.stored import take_over_opt_outs
from helder.web.inviting.watching import watch

_AT_ONCE = 1000
#: Longer than any event is young enough to be asked about.
_FORGOTTEN = timedelta(days=120)


def note_all(now: datetime) -> int:
    """Note whom every running sending is to ask by now; how many that are."""
    running = list(Sending.objects.filter(standing=Standing.RUNNING))
    watch(table for one in running if one.after for table in EVENTS[one.after].tables)
    if running:
        take_over_opt_outs()
    return sum(look(one.pk, now) if one.after else gather(one.pk, now) for one in running)


def look(pk: int, now: datetime) -> int:
    """Note whom the events concern that came in since a rule last looked; how many.

    What was looked at and the invitations are kept in one transaction, so that a look that is broken off is looked again, and an
    event is asked about once however often its row is sent.
    """
    sending = Sending.objects.get(pk=pk)
    latest = candidates.latest_load(sending)
    after = sending.mark if sending.mark <= latest else 0  # a store from a backup begins again at an earlier load
    if after == latest or sending.since is None:
        return 0
    oldest = max(sending.since, now - timedelta(hours=sending.oldest_hours))
    if sending.after == After.RETURN:
        oldest = now - timedelta(hours=sending.oldest_hours)
    found = candidates.after_events(sending, after, oldest)
    with transaction.atomic():
        held = Sending.objects.select_for_update().get(pk=pk)
        if held.standing != Standing.RUNNING or held.mark != sending.mark or held.since != sending.since:
            return 0
        held.mark = latest
        if len(found) > FLOOD:
            held.standing = Standing.PAUSED
            held.trouble = _("More than %(n)s events came in at once, as when history is loaded. Nobody was asked.") % {
                "n": FLOOD
            }
            held.save(update_fields=["mark", "standing", "trouble"])
            return 0
        held.save(update_fields=["mark"])
        return _note(held, (one for one in found if sampled(pk, one.event, held.share)), now)


def gather(pk: int, now: datetime) -> int:
    """Note whom a sending is to ask once, when its time has come; how many."""
    sending = Sending.objects.get(pk=pk)
    if sending.gathered_at is not None or (sending.starts_at is not None and sending.starts_at > now):
        return 0
    found = candidates.chosen(sending)
    with transaction.atomic():
        held = Sending.objects.select_for_update().get(pk=pk)
        if held.gathered_at is not None or held.standing != Standing.RUNNING:
            return 0
        held.gathered_at = now
        held.save(update_fields=["gathered_at"])
        return _note(held, (one for one in found if sampled(pk, one.event, held.share)), now)


def leave_what_came_back(sending: Sending, now: datetime) -> None:
    """Note the returns there are as not to be asked about, when a rule begins to look: nothing says when they were made."""
    if sending.after != After.RETURN:
        return
    seen = candidates.after_events(sending, -1, now - timedelta(hours=sending.oldest_hours), most=1_000_000)
    made = [_made(sending, one, now) for one in seen]
    for one in made:
        one.state, one.reason, one.due_at = State.SKIPPED, "before the rule was started", None
    Invitation.objects.bulk_create(made, batch_size=_AT_ONCE, ignore_conflicts=True)


def forget(now: datetime) -> None:
    """Forget the events that were left out so long ago that none of them could be asked about any more."""
    Invitation.objects.filter(state=State.SKIPPED, sent_at=None, created_at__lt=now - _FORGOTTEN).delete()


def _note(sending: Sending, found: Iterable[Candidate], now: datetime) -> int:
    made = [_made(sending, one, now) for one in found]
    before = sending.invitations.count()
    Invitation.objects.bulk_create(made, batch_size=_AT_ONCE, ignore_conflicts=True)
    return sending.invitations.count() - before


def _made(sending: Sending, one: Candidate, now: datetime) -> Invitation:
    """The invitation, due after the rule's delay. A return is told of by no moment but that at which it comes in."""
    at = now if one.at is None or sending.after == After.RETURN else one.at
    due = at + timedelta(minutes=sending.delay_minutes)
    lasts = timedelta(hours=sending.oldest_hours) if sending.after else timedelta(days=sending.expires_days)
    return Invitation(
        invitation_id=secrets.token_hex(10),
        sending=sending,
        event=one.event[:300],
        customer_id=one.person.get("customer_id", "")[:200],
        person=dict(one.person),
        about=dict(one.about),
        due_at=due,
        expires_at=max(due, now) + lasts,
    )
