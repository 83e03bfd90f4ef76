"""What can be done with goals."""

from __future__ import annotations

from helder.web.accounts.models import Person
from helder.web.boards.models import Goal


def set_goal(metric: str, target: float, segment: tuple[str, str] | None, owner: Person | None) -> Goal:
    """Set what a metric is to reach, for all or for one segment; an earlier goal for the same is replaced."""
    dimension, value = segment or ("", "")
    goal, _created = Goal.objects.update_or_create(
        metric=metric, dimension=dimension, value=value, defaults={"target": target, "owner": owner}
    )
    return goal
