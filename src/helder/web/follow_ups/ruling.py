"""What can be done with rules: make and change one, switch it on and off, delete it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from helder.web.accounts import audit
from helder.web.accounts.models import Person
from helder.web.follow_ups import matching, opening, watching, words
from helder.web.follow_ups.models import Rule

#: What decides which answers are meant.
_MATCHING = ("instrument", "question", "scale", "low", "high", "filters", "rows_of_id")
#: How far back it is counted what a rule would have opened.
LOOKED_BACK = timedelta(days=30)


def keep(rule: Rule, by: Person) -> Rule:
    """Keep a rule that was made or changed; one that means other answers than before counts those given from now on.

    Raises NotInScope for a rule of which it cannot be told which answers it means.
    """
    matching.check(rule)
    before = Rule.objects.filter(pk=rule.pk).first() if rule.pk else None
    if before is not None:
        opening.look(before.pk, timezone.now())  # what came in before is opened as the rule was
    means_others = before is None or any(getattr(before, name) != getattr(rule, name) for name in _MATCHING)
    latest = matching.latest_load()
    with transaction.atomic():
        held = Rule.objects.select_for_update().filter(pk=rule.pk).first() if rule.pk else None
        rule.since, rule.mark = (timezone.now(), latest) if means_others or held is None else (held.since, held.mark)
        rule.active = held.active if held else True
        rule.problem = ""
        rule.save()
        told = {"which": words.which(rule), "handed_to": words.whose(rule), "hours": rule.hours}
        audit.note(by, "changed_follow_up_rule" if before else "made_follow_up_rule", rule, **told)
    watching.watch(True)
    return rule


def switch(rule: Rule, by: Person, *, on: bool) -> None:
    """Open follow-ups, or none, from now on; what was answered while it was off opens none."""
    latest = matching.latest_load()
    with transaction.atomic():
        held = Rule.objects.select_for_update().get(pk=rule.pk)
        if held.active == on:
            return
        held.active = on
        if on:
            held.since, held.mark, held.problem = timezone.now(), latest, ""
        held.save(update_fields=["active", "since", "mark", "problem"])
        audit.note(by, "switched_follow_up_rule", rule, on=on)
    watching.watch(Rule.objects.filter(active=True).exists())


def delete(rule: Rule, by: Person) -> None:
    """Forget a rule; the follow-ups it opened stay."""
    with transaction.atomic():
        audit.note(by, "deleted_follow_up_rule", rule)
        rule.delete()


def would_have_opened(rule: Rule, now: datetime) -> int:
    """How many answers of the last thirty days fit a rule, those that it would leave out among them, of a response one.

    Raises NotInScope for a rule of which it cannot be told which answers it means.
    """
    matching.check(rule)
    found = matching.fitting(rule, -1, now - LOOKED_BACK, now)
    return matching.count(found)
