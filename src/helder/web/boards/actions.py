"""What can be done with goals."""

from __future__ import annotations

from dataclasses import replace

from helder.goals.asked import goals_in
from helder.goals.goal import Goal
from helder.goals.keeping import keep, named
from helder.query.scope import Scope
from helder.web import serving
from helder.web.accounts.models import Person


def set_goal(given: Goal, by: Person) -> Goal:
    """Set what a metric is to reach; a goal for the same metric, segment and period is replaced."""
    engine = serving.now().questions.workspace.engine
    meant = named(engine, given)
    keep(engine, meant, serving.catalog(), source=f"goal set by {by.username}")
    return meant


def withdraw_goal(goal_id: str, by: Person, scope: Scope) -> bool:
    """Withdraw a goal; whether there was one of what somebody sees."""
    engine = serving.now().questions.workspace.engine
    found = next((one for one in goals_in(engine, scope) if one.goal_id == goal_id), None)
    if found is not None:
        keep(engine, replace(found, withdrawn=True), serving.catalog(), source=f"goal withdrawn by {by.username}")
    return found is not None
