"""How follow-ups go, over the last days: how many were opened, done in time, and how long they took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, F, Q, QuerySet

from helder.web.boards import figure
from helder.web.follow_ups.models import FollowUp, Outcome

#: The periods there are to choose from, in days.
PERIODS = (7, 30, 90, 365)


@dataclass(frozen=True)
class Figures:
    """Of the follow-ups opened in a period. judged: those that are closed, or should be by now; in_time: closed by when due.

    solved: closed with the customer reached and content. seconds: median time from opening to closing, None where none is closed.
    """

    opened: int
    closed: int
    judged: int
    in_time: int
    solved: int
    seconds: float | None

    @property
    def share_in_time(self) -> str:
        """The share closed in time, of those of which that can be said."""
        return figure.headline(self.in_time / self.judged if self.judged else None, "share")

    @property
    def share_solved(self) -> str:
        """The share of the closed ones that are solved."""
        return figure.headline(self.solved / self.closed if self.closed else None, "share")

    @property
    def time(self) -> str:
        """The median time to close, to be read."""
        return figure.headline(self.seconds, "s")


def figures(found: QuerySet[FollowUp], days: int, now: datetime) -> Figures:
    """Those of the follow-ups among some that were opened within so many days."""
    opened = found.filter(opened_at__gt=now - timedelta(days=days), opened_at__lte=now).order_by()
    closed = Q(closed_at__isnull=False)
    counted = opened.aggregate(
        opened=Count("pk"),
        closed=Count("pk", filter=closed),
        judged=Count("pk", filter=closed | Q(due_at__lte=now)),
        in_time=Count("pk", filter=closed & Q(closed_at__lte=F("due_at"))),
        solved=Count("pk", filter=closed & Q(outcome=Outcome.SOLVED)),
    )
    times = opened.filter(closed).values_list("pk", "opened_at", "closed_at")
    seconds = [(until - since).total_seconds() for _pk, since, until in times if until is not None]
    return Figures(**counted, seconds=median(seconds) if seconds else None)
