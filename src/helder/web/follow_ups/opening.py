"""Opening follow-ups for the answers that came in."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helder.errors import HelderError
from helder.web.follow_ups import matching, telling
from helder.web.follow_ups.models import FollowUp, LeftOut, Rule, Step, Told, Verb, Why
from helder.web.follow_ups.watching import watch
from helder.web.inviting.addresses import known_form
from helder.web.inviting.barring import every_opt_out
from helder.web.inviting.candidates import customers_by_id
from helder.web.inviting.stored import take_over_opt_outs

#: An answer is followed up while it is so young; whoever gave it two weeks ago hardly knows of it.
OLDEST = timedelta(days=14)
#: More answers than this at once are no answers of today, but a load.
FLOOD = 5000
_AT_ONCE = 500
_log = logging.getLogger(__name__)

Row = dict[str, Any]


def look_all(now: datetime) -> int:
    """Open what the rules that are on ask for; how many that are. What goes wrong with one rule does not stop the others."""
    rules = list(Rule.objects.filter(active=True))
    watch(bool(rules))
    if rules:
        take_over_opt_outs()
    return sum(_look_at_one(rule, now) for rule in rules)


def look(pk: int, now: datetime) -> int:
    """Open follow-ups for the answers that came in since a rule last looked; how many.

    What was looked at and what it opened are kept in one transaction, so that a look that is broken off is looked again, and an
    answer opens one follow-up of a rule however often its row comes in.
    """
    rule = Rule.objects.select_related("rows_of").get(pk=pk)
    latest = matching.latest_load()
    after = rule.mark if rule.mark <= latest else 0  # a store from a backup begins again at an earlier load
    if not rule.active or after == latest:
        return 0
    found = matching.first(matching.fitting(rule, after, max(rule.since, now - OLDEST), now), FLOOD + 1)
    people = customers_by_id(row["customer_id"] for row in found if row["customer_id"])
    with transaction.atomic():
        held = Rule.objects.select_for_update().get(pk=pk)
        if not held.active or (held.mark, held.since) != (rule.mark, rule.since):
            return 0
        held.mark, held.problem = latest, ""
        if len(found) > FLOOD:
            held.active, held.problem = (
                False,
                _("More than %(n)s answers that fit came in at once; none was opened.") % {"n": FLOOD},
            )
        held.save(update_fields=["mark", "active", "problem"])
        return _open(held, found, people, now) if held.active else 0


def _look_at_one(rule: Rule, now: datetime) -> int:
    try:
        return look(rule.pk, now)
    except HelderError as error:
        Rule.objects.filter(pk=rule.pk).update(problem=str(error)[:300])
    except Exception:  # noqa: BLE001 - it is logged, and told on the page
        _log.exception("Rule %s of follow-ups could not be looked after", rule.pk)
        Rule.objects.filter(pk=rule.pk).update(problem=_("It could not be judged; the server's log says why."))
    return 0


def _open(rule: Rule, found: list[Row], people: dict[str, dict[str, str]], now: datetime) -> int:
    barred = frozenset() if rule.opted_out else every_opt_out()
    fits = {row["answer_id"]: why_not(row, people, barred) for row in found}
    _note_left_out(rule, fits)
    rows = [row for row in found if fits[row["answer_id"]] is None]
    new = [made(rule, row, now) for row in _without_those_there(rule, rows)]
    FollowUp.objects.bulk_create(new, batch_size=_AT_ONCE)
    Step.objects.bulk_create((Step(follow_up=one, verb=Verb.OPENED, at=now) for one in new), batch_size=_AT_ONCE)
    telling.mail(new, Told.OPENED)
    return len(new)


def why_not(row: Row, people: dict[str, dict[str, str]], barred: Iterable[tuple[str, str]]) -> Why | None:
    """Why nobody is to be reached because of an answer; None where somebody is. barred: who opted out, by kind."""
    customer = row["customer_id"]
    if not customer:
        return Why.UNKNOWN
    known = people.get(customer, {})
    forms = (known_form(known[name]) for name in ("email", "phone") if known.get(name))
    theirs = {("customer", customer), *(("address", form) for form in forms if form)}
    return None if theirs.isdisjoint(barred) else Why.OPTED_OUT


def _without_those_there(rule: Rule, rows: list[Row]) -> list[Row]:
    """The first answer of each response that has opened nothing before."""
    once: dict[str, Row] = {}
    for row in rows:
        once.setdefault(_about(row), row)
    there: set[str] = set()
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        there |= set(rule.follow_ups.filter(about__in=[_about(row) for row in some]).values_list("about", flat=True))
        there |= set(rule.follow_ups.filter(answer_id__in=[row["answer_id"] for row in some]).values_list("answer_id", flat=True))
    return [row for about, row in once.items() if about not in there and row["answer_id"] not in there]


def _note_left_out(rule: Rule, fits: dict[str, Why | None]) -> None:
    out = [LeftOut(rule=rule, answer_id=answer[:300], why=why) for answer, why in fits.items() if why is not None]
    LeftOut.objects.bulk_create(out, batch_size=_AT_ONCE, ignore_conflicts=True)
    counted = [answer for answer, why in fits.items() if why is None]
    for start in range(0, len(counted), _AT_ONCE):
        rule.left_out.filter(answer_id__in=counted[start : start + _AT_ONCE]).delete()


def _about(row: Row) -> str:
    about = f"response {row['response_id']}" if row["response_id"] else f"answer {row['answer_id']}"
    return about[:300]


def made(rule: Rule, row: Row, now: datetime) -> FollowUp:
    """The follow-up of an answer, opened at a moment; not kept yet."""
    person = rule.person if rule.person and rule.person.is_active else None
    return FollowUp(
        rule=rule,
        reason=rule.name,
        about=_about(row),
        answer_id=row["answer_id"][:300],
        response_id=(row["response_id"] or "")[:300],
        customer_id=row["customer_id"][:300],
        instrument=rule.instrument,
        question=(row["question"] or "")[:200],
        survey=(row["survey"] or "")[:200],
        touchpoint=(row["touchpoint"] or "")[:200],
        scale=row["scale"],
        score=row["value"],
        answered_at=row["answered_at"],
        opened_at=now,
        hours=rule.hours,
        due_at=now + timedelta(hours=rule.hours),
        owner=person,
        department=rule.department,
    )


def forget(now: datetime, kept: timedelta) -> None:
    """Forget what was closed, left out and mailed so long ago."""
    FollowUp.objects.filter(closed_at__lt=now - kept).delete()
    LeftOut.objects.filter(at__lt=now - kept).delete()
