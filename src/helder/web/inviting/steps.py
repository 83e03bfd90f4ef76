"""The steps of one invitation, each in one transaction: taken, handed over, settled, picked up again.

Whatever ends between two steps, what was kept says what may be done: a message that was taken but not yet handed over is sent
again, one that was handed over is not.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from helder.web import serving
from helder.web.inviting.barring import last_asked, opted_out
from helder.web.inviting.callbacks import are_told
from helder.web.inviting.couriers.outcome import Abandoned, Fate, Outcome
from helder.web.inviting.models import LIVE, Channel, Invitation, Standing, State
from helder.web.inviting.opting_out import opt_out
from helder.web.inviting.spacing import expiry, pause, quarantined

#: No attempt takes as long; one that did was broken off.
_BROKEN_OFF = timedelta(minutes=15)
#: Attempts at one message: two days of them.
_ATTEMPTS = 14
NOT_KNOWN = "It is not known whether it arrived"


def take(pk: int, address: str, now: datetime, last: datetime | None = None) -> Invitation | None:
    """Take an invitation to send it; None where it must not be sent now, which is then kept with the reason.

    last: when the store says that the customer was last sent one.
    """
    with transaction.atomic():
        one = Invitation.objects.select_for_update().select_related("sending__survey").get(pk=pk)
        if one.state not in LIVE or one.due_at is None or one.due_at > now or one.sending.standing != Standing.RUNNING:
            return None
        one.address = address or one.address
        if not _may_go(one, now, last):
            one.save()
            return None
        one.before, one.state = one.state, State.SENDING
        one.claim, one.claimed_at, one.handed_at = secrets.token_hex(8), now, None
        one.attempts += 1
        one.save()
    return one


def _may_go(one: Invitation, now: datetime, last: datetime | None) -> bool:
    """Whether it may be sent now; else it is changed into what it is instead."""
    if one.expires_at is not None and one.expires_at <= now:
        end(one, State.EXPIRED, "its time was over before it could be sent")
    elif opted_out(one.customer_id, one.address):
        end(one, State.OPTED_OUT, "opted out")
    elif not one.address and one.sending.channel != Channel.LINK:
        end(one, State.SKIPPED, "no address that can be reached")
    elif one.number == 0 and any(
        quarantined(at, now, one.sending.quarantine_days)
        for at in (last, last_asked(one.sending, one.customer_id, one.address, one.pk))
    ):
        end(one, State.SKIPPED, "asked not long before")
    else:
        return True
    return False


def hand_over(one: Invitation, now: datetime) -> None:
    """Keep that the other side is about to be given the message. Raises Abandoned where it may not be any more."""
    mine = Invitation.objects.filter(pk=one.pk, state=State.SENDING, claim=one.claim)
    with transaction.atomic():
        if mine.update(handed_at=now) == 0 or opted_out(one.customer_id, one.address):
            raise Abandoned


def let_go(one: Invitation) -> None:
    """Keep that a message was not handed over, as its recipient has opted out."""
    Invitation.objects.filter(pk=one.pk, state=State.SENDING, claim=one.claim).update(
        state=State.OPTED_OUT, due_at=None, reason="opted out", claim=""
    )


def settle(one: Invitation, outcome: Outcome, now: datetime) -> None:
    """Keep what became of an attempt."""
    with transaction.atomic():
        kept = Invitation.objects.select_for_update().select_related("sending").get(pk=one.pk)
        if kept.claim != one.claim:
            return
        outcome = _without(kept.address, outcome)
        kept.claim = ""
        if kept.state != State.SENDING:  # answered or opted out meanwhile
            _note_sent(kept, outcome, now)
        elif outcome.fate in (Fate.ACCEPTED, Fate.UNKNOWN):
            _note_sent(kept, outcome, now)
            kept.state = State.REMINDED if kept.number else State.SENT
            _next(kept, now)
        elif outcome.fate is Fate.REFUSED or kept.attempts >= _ATTEMPTS:
            _fail(kept, outcome.said, now)
        else:
            _again(kept, outcome, now)
        kept.save()
        if outcome.opted_out:
            opt_out(kept, now, source="said STOP to the gateway")


def _without(address: str, outcome: Outcome) -> Outcome:
    """What was said, without the address: that is personal, and the same reason is to be counted as the same."""
    said = outcome.said.replace("\x00", "")  # which PostgreSQL does not keep
    return replace(outcome, said=re.sub(re.escape(address), "the address", said, flags=re.IGNORECASE) if address else said)


def _note_sent(one: Invitation, outcome: Outcome, now: datetime) -> None:
    if outcome.fate not in (Fate.ACCEPTED, Fate.UNKNOWN):
        return
    one.sent_at = one.sent_at or now
    one.reference = outcome.reference or one.reference
    if outcome.fate is Fate.ACCEPTED and one.delivered_at is None and not _is_told(one):
        one.delivered_at = max(now, one.sent_at)
    one.reason = f"{NOT_KNOWN}: {outcome.said}"[:500] if outcome.said and outcome.fate is Fate.UNKNOWN else ""
    one.revision += 1


def _is_told(one: Invitation) -> bool:
    """Whether the gateway itself tells when a message has arrived."""
    return one.sending.channel == Channel.SMS and are_told()


def _next(one: Invitation, now: datetime) -> None:
    """Plan the reminder after the message that went out, if there is to be one."""
    sending = one.sending
    if one.number == 0:
        one.expires_at = expiry(now, sending.expires_days, serving.zone())
    reminders = 0 if sending.channel == Channel.LINK else sending.reminders
    one.attempts, one.number = 0, one.number + 1
    one.due_at = now + timedelta(days=sending.reminder_days) if one.number <= reminders else None


def _fail(one: Invitation, said: str, now: datetime) -> None:
    """An invitation fails; a reminder that cannot be sent leaves it as sent."""
    one.due_at = None
    if one.number:
        one.state, one.reason = one.before, f"The reminder could not be sent: {said}"[:500]
        return
    one.state, one.failure, one.reason = State.FAILED, said[:500], said[:500]
    one.sent_at = one.sent_at or now
    one.revision += 1


def _again(one: Invitation, outcome: Outcome, now: datetime) -> None:
    one.state, one.reason, one.handed_at = one.before, outcome.said[:500], None
    one.claimed_at = None if one.number == 0 else one.claimed_at
    one.due_at = now + max(pause(one.attempts), timedelta(seconds=outcome.after or 0))


def end(one: Invitation, state: State, reason: str = "") -> None:
    """Nothing more is sent; a reminder that must not go leaves the invitation as it is."""
    one.due_at = None
    if state == State.SKIPPED and one.number:
        return
    one.state, one.reason = state, reason


def pick_up(now: datetime) -> int:
    """What was broken off: sent again where it was never handed over, else kept as of unknown fate; how many."""
    old = Q(claimed_at__lt=now - _BROKEN_OFF) | Q(claimed_at__gt=now + timedelta(minutes=1))
    found = list(Invitation.objects.filter(old, state=State.SENDING))
    for one in found:
        fate = Fate.LATER if one.handed_at is None else Fate.UNKNOWN
        settle(one, Outcome(fate, "the server was stopped while it was being sent"), now)
    return len(found)


def expire(now: datetime) -> None:
    """End what nobody answered in time."""
    over = Invitation.objects.filter(state__in=LIVE, expires_at__lte=now)
    over.update(state=State.EXPIRED, due_at=None)
