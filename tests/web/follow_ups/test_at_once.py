"""Two who do something at once: nothing is opened, told or changed twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from helder.errors import BadQuestion

if TYPE_CHECKING:
    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import FollowUp


def test_who_looked_before_another_changed_it_is_told_so(opened: Callable[..., FollowUp], analyst: Person, person: Any) -> None:
    from helder.web.follow_ups import actions
    from helder.web.follow_ups.models import Outcome

    one, other = opened(), person("administrator")
    actions.take(one.pk, other, 0)
    with pytest.raises(BadQuestion, match="one-administrator has changed it"):
        actions.close(one.pk, analyst, 0, Outcome.SOLVED)
    one.refresh_from_db()
    assert (one.owner, one.closed_at, one.revision) == (other, None, 1)
    actions.write(one.pk, analyst, "A note stands beside whatever others do")
    actions.close(one.pk, analyst, 1, Outcome.SOLVED, "Money back")
    one.refresh_from_db()
    assert (one.owner, one.closed_by, one.outcome) == (other, analyst, "solved")
    for act in (actions.take, actions.hand):
        with pytest.raises(BadQuestion, match="It is closed"):
            act(one.pk, analyst, 2, *([other] if act is actions.hand else []))


def test_a_look_that_read_before_another_opened_it_opens_nothing(
    rule: Callable[..., Any], say: Callable[..., str], customers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As two servers on one store and one database do: both have read, then one after the other keeps."""
    from helder.web.follow_ups import matching, opening
    from helder.web.follow_ups.models import FollowUp, Step

    made = rule()
    say(1.0)
    read, others = matching.first, list[bool]()

    def first_then_another(*given: Any) -> Any:
        rows = read(*given)
        if not others:
            others.append(True)
            assert opening.look(made.pk, timezone.now()) == 1
        return rows

    monkeypatch.setattr(matching, "first", first_then_another)
    assert opening.look(made.pk, timezone.now()) == 0
    assert (FollowUp.objects.count(), Step.objects.count()) == (1, 1)


def test_two_servers_tell_of_what_is_due_once(opened: Callable[..., FollowUp]) -> None:
    from helder.web.follow_ups import telling
    from helder.web.follow_ups.models import FollowUp
    from helder.web.webhooks import actions as webhooks

    hook, _ = webhooks.subscribe("desk", "http://127.0.0.1:9/", ["follow_up.due"], by="a test")
    opened()
    FollowUp.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert [telling.tell_due(timezone.now()) for _ in range(2)] == [1, 0]
    assert hook.deliveries.count() == 1
