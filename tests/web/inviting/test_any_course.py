"""Whatever happens in whatever order, no message is taken twice, and none after an answer or an opt-out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from helder.web.inviting.models import Invitation
    from helder.web.serving import Serving

ENDS = ("accepted", "refused", "later", "line", "unknown", "killed at first", "killed as handed", "killed when accepted")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.sampled_from(ENDS)),
        st.tuples(st.just("wait"), st.integers(-4_000, 9_000)),
        st.tuples(st.sampled_from(("answer", "open", "opt out", "pause", "go on")), st.none()),
    ),
    max_size=15,
)
REMINDERS = 2


class Killed(BaseException):
    """What ends a process in the middle of a step."""


class Fickle:
    """A courier with whom a delivery ends as it is told. taken: the numbers of the messages that the other side may have."""

    def __init__(self, taken: list[int], how: str) -> None:
        self.taken, self.how = taken, how

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def deliver(self, message: Invitation, before: Callable[[], None]) -> Any:
        from helder.web.inviting.couriers.outcome import Fate, Outcome

        if self.how == "killed at first":
            raise Killed
        before()
        if self.how in ("accepted", "unknown", "killed as handed", "killed when accepted"):
            self.taken.append(message.number)
        if self.how.startswith("killed"):
            raise Killed
        if self.how == "line":
            return Outcome(Fate.LATER, "no line", line=True)
        return Outcome(Fate(self.how), "so it ends" if self.how != "accepted" else "")


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_message_is_taken_twice_nor_after_the_end(
    asking: Serving, listed: Callable[..., Invitation], course: list[tuple[str, Any]]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        follow(listed(reminders=REMINDERS, reminder_days=1, expires_days=20), course)
        transaction.set_rollback(True)


def follow(one: Invitation, course: list[tuple[str, Any]]) -> None:
    from helder.web.inviting import posting, receivers
    from helder.web.inviting.models import Channel, Invitation, Sending, Standing
    from helder.web.inviting.opting_out import opt_out

    taken: list[int] = []
    at, ended = now(), False
    for step, how in course:
        before = len(taken)
        if step == "post":
            _post(posting, at, taken, how, Channel.EMAIL)
        elif step == "wait":
            at += timedelta(minutes=how)
        elif step == "answer":
            receivers.answered(invitation_id=one.invitation_id)
        elif step == "open":
            receivers.opened(one.invitation_id, at)
        elif step == "opt out":
            opt_out(one, at, source="test")
        else:
            Sending.objects.update(standing=Standing.PAUSED if step == "pause" else Standing.RUNNING)
        assert not ended or len(taken) == before
        ended = ended or step in ("answer", "opt out")
    assert taken == sorted(set(taken))
    assert len(taken) <= 1 + REMINDERS
    kept = Invitation.objects.get(pk=one.pk)
    assert kept.sent_at is not None or not taken or kept.state in ("sending", "opted_out")
    assert not ended or kept.state not in ("due", "sending", "sent", "reminded")


def _post(posting: Any, at: datetime, taken: list[int], how: str, email: str) -> None:
    def fickle(channel: str) -> Any:
        if channel != email:
            return posting.courier_for(channel)
        return posting.Post(Fickle(taken, how), lambda one: one)

    try:
        posting.post(lambda: at, fickle)
    except Killed:
        assert how.startswith("killed")


def test_a_course_that_is_straight_sends_all(asking: Serving, listed: Callable[..., Invitation]) -> None:
    from helder.web.inviting import posting
    from helder.web.inviting.models import Channel

    one, taken = listed(reminders=REMINDERS, reminder_days=1), []
    for days in range(5):
        at = now() + timedelta(days=days, minutes=1)
        _post(posting, at, taken, "accepted", Channel.EMAIL)
    assert taken == [0, 1, 2]
    one.refresh_from_db()
    assert one.state == "reminded"
