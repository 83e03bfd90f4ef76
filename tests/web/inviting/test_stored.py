"""What the store already says of invitations holds: opt-outs and when somebody was asked, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.timezone import now

if TYPE_CHECKING:
    from web.inviting.mail_server import MailBox

    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving


def test_who_opted_out_elsewhere_is_not_asked(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox, arrive: Callable[..., None]
) -> None:
    from helder.web.inviting import jobs
    from helder.web.inviting.counting import foresee

    key, sent = uuid4().hex, now() - timedelta(days=400)
    arrive("invitations", {"invitation_id": key, "customer_id": key, "sent_at": sent, "opted_out_at": now()})
    one = listed({"customer_id": key, "email": "ann@example.com"})
    assert (foresee(one.sending, now()).opted_out, foresee(one.sending, now()).asked) == (1, 0)
    jobs.each_minute()
    one.refresh_from_db()
    assert (one.state, box.mails) == ("opted_out", [])


def test_who_was_asked_by_another_system_is_in_quarantine(
    asking: Serving, listed: Callable[..., Invitation], box: MailBox, arrive: Callable[..., None]
) -> None:
    from helder.web.inviting import posting

    key = uuid4().hex
    arrive("invitations", {"invitation_id": key, "survey": "other", "customer_id": key, "sent_at": now() - timedelta(days=9)})
    person = {"customer_id": key, "email": "ann@example.com"}
    made = [listed(person, quarantine_days=10), listed(person, quarantine_days=10, everywhere=False)]
    posting.post(now)
    for one in made:
        one.refresh_from_db()
    assert [one.state for one in made] == ["skipped", "sent"]
