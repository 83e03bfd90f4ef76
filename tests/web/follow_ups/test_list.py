"""The list: whose and how they stand, searched and paged, and the figures above it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from web.follow_ups.conftest import Say, look, text

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.follow_ups.models import FollowUp, Rule

Open = Callable[..., "FollowUp"]


def test_an_empty_list_says_what_it_is_for(company: object, client: Client) -> None:
    page = text(client.get("/follow-ups"))
    assert "Make the first rule" in page
    assert "to be called or written to" in page


def test_the_list_has_who_what_and_when_and_the_navigation_how_many(opened: Open, client: Client) -> None:
    one = opened()
    page = text(client.get("/follow-ups"))
    for said in ("Ann Jansen", "NPS 3", "Never again", "Detractors", f'href="/follow-ups/{one.pk}"', ": 1 waits for you"):
        assert said in page


def test_the_list_is_sorted_by_what_is_due_and_told_apart(
    rule: Callable[..., Rule], say: Say, customers: None, client: Client
) -> None:
    from helder.web.follow_ups.models import FollowUp

    rule()
    for score in (1.0, 2.0, 3.0):
        say(score)
    first, second, third = look()
    now = timezone.now()
    FollowUp.objects.filter(pk=first.pk).update(due_at=now + timedelta(hours=3))
    FollowUp.objects.filter(pk=second.pk).update(due_at=now - timedelta(hours=1))
    FollowUp.objects.filter(pk=third.pk).update(closed_at=now, outcome="solved")

    def order(query: str) -> list[str]:
        page = text(client.get(f"/follow-ups?{query}"))
        found = {one.pk: page.find(f'href="/follow-ups/{one.pk}"') for one in (first, second, third)}
        return [f"{pk}" for pk in sorted((pk for pk in found if found[pk] > 0), key=found.__getitem__)]

    assert order("") == [str(second.pk), str(first.pk)]
    assert order("stands=overdue") == [str(second.pk)]
    assert order("stands=done") == [str(third.pk)]
    assert order("whose=nonsense&stands=nonsense&days=x&page=99") == [str(second.pk), str(first.pk)]


def test_the_list_is_searched_by_customer_owner_and_note(
    rule: Callable[..., Rule], say: Say, customers: None, client: Client, analyst: Person
) -> None:
    from helder.web.follow_ups import actions

    rule()
    say(1.0)
    say(2.0, customer_id="c2")
    ann, bo = look()
    actions.write(bo.pk, analyst, "Wants a new lamp")

    def found(asked: str) -> list[int]:
        page = text(client.get("/follow-ups", {"q": asked}))
        return [one.pk for one in (ann, bo) if f'href="/follow-ups/{one.pk}"' in page]

    assert found("jansen") == [ann.pk]
    assert found("bo@example") == [bo.pk]
    assert found("c2") == [bo.pk]
    assert found("lamp") == [bo.pk]
    assert found("one-analyst") == [ann.pk, bo.pk]
    assert found("%") == []


def test_long_lists_have_pages(opened: Open, client: Client) -> None:
    from helder.web.follow_ups.models import FollowUp

    one = opened()
    FollowUp.objects.bulk_create(
        FollowUp(
            reason="Detractors", about=f"a{n}", answer_id=f"x{n}", customer_id=f"k{n:02}", instrument="nps", scale="0-10",
            score=1, answered_at=one.answered_at, hours=1, due_at=one.due_at + timedelta(hours=n), owner=one.owner,
        )
        for n in range(1, 31)
    )  # fmt: skip
    assert "k24" in text(client.get("/follow-ups"))
    second = text(client.get("/follow-ups?page=2"))
    assert ("k24" in second, "k25" in second, "/ 31" in second) == (False, True, True)


def test_figures_are_of_those_opened_in_the_period(opened: Open, client: Client) -> None:
    from helder.web.follow_ups.figures import figures
    from helder.web.follow_ups.models import FollowUp

    one, now = opened(), timezone.now()

    def more(opened_ago: float, took: float | None, outcome: str = "solved") -> FollowUp:
        at = now - timedelta(hours=opened_ago)
        closed = None if took is None else at + timedelta(hours=took)
        return FollowUp.objects.create(
            reason="Detractors", about=f"{opened_ago} {took}", answer_id=f"{opened_ago} {took}", customer_id="c1",
            instrument="nps", scale="0-10", score=1, answered_at=at, opened_at=at, hours=24, due_at=at + timedelta(hours=24),
            owner=one.owner, closed_at=closed, outcome=outcome if closed else "",
        )  # fmt: skip

    for opened_ago, took in ((30, 2), (40, 4), (50, 30), (60, None), (24 * 20, 1)):
        more(opened_ago, took, "not reached" if took == 4 else "solved")
    found = figures(FollowUp.objects.all(), 7, now)
    assert (found.opened, found.closed, found.judged, found.in_time, found.solved) == (5, 3, 4, 2, 2)
    assert found.seconds == 4 * 3600
    page = text(client.get("/follow-ups?days=7"))
    for said in ("50.0 %", "2 / 4", "4 h", "2 / 3"):
        assert said in page
