"""Follow-ups of the demonstration company, so that there is something to look at: some done, some under way, some overdue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from helder.demo import filling
from helder.errors import StoreError
from helder.web import serving
from helder.web.accounts.departments import whole_company
from helder.web.accounts.models import Person, Role
from helder.web.follow_ups import matching, opening
from helder.web.follow_ups.models import FollowUp, Outcome, Rule, Step, Verb
from helder.web.follow_ups.ready import READY

#: The ready-made rules it has, and how many follow-ups of each there are at most.
_RULES, _MOST = ("detractors", "promoters"), 15
#: After how many hours those that are done were done, and how that went, one after the other.
_DONE = ((3, Outcome.SOLVED), (26, Outcome.SOLVED), (40, Outcome.NOT_REACHED), (60, Outcome.UNSOLVED), (9, Outcome.NOTHING))
#: Those opened longer ago are done, but for one in so many, which is overdue.
_YOUNG, _OVERDUE = timedelta(days=3), 4


def make() -> None:
    """Make them where the store holds that company, and nobody has made a rule or had a follow-up yet; else nothing."""
    owner = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()
    if owner is None or Rule.objects.exists() or FollowUp.objects.exists() or not _is_there():
        return
    now = timezone.now()
    with translation.override(serving.now().settings["language"]):
        rules = [Rule(**READY[name].given, scale="0-10", since=now, mark=matching.latest_load()) for name in _RULES]
    rules[0].person = owner
    rules[1].department = next(iter(whole_company()), None)
    found = [matching.first(matching.fitting(rule, -1, now - opening.OLDEST, now), opening.FLOOD) for rule in rules]
    with transaction.atomic():
        if Rule.objects.exists():  # another has made them meanwhile
            return
        for rule, rows in zip(rules, found, strict=True):
            rule.save()
            _open(rule, [row for row in rows if row["customer_id"]][-_MOST:], owner, now)


def _is_there() -> bool:
    try:
        return filling.present(serving.now().questions.workspace.engine) is not None
    except StoreError:  # it holds rows of a company's own
        return False


def _open(rule: Rule, rows: list[dict[str, Any]], owner: Person, now: datetime) -> None:
    for number, row in enumerate(rows):
        opened = min(row["answered_at"] + timedelta(minutes=1), now)
        one = opening.made(rule, row, opened)
        steps = [Step(verb=Verb.OPENED, at=opened)]
        hours, outcome = _DONE[number % len(_DONE)]
        if now - opened > _YOUNG and number % _OVERDUE:
            one.closed_at, one.outcome, one.revision = opened + timedelta(hours=hours), outcome, 1
            one.owner = one.closed_by = owner
            steps.append(Step(verb=Verb.CLOSED, who=owner, at=one.closed_at, outcome=outcome))
        if one.due_at <= now:
            one.due_told_at = one.due_at
        one.save()
        for step in steps:
            step.follow_up = one
        Step.objects.bulk_create(steps)
