"""What is said of follow-ups, on pages and in mails, in the language in force."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from helder.web import serving, writing
from helder.web.boards import figure
from helder.web.follow_ups.models import FollowUp, Instrument, Rule, Told

_SHORT = {Instrument.NPS: "NPS", Instrument.CSAT: "CSAT", Instrument.CES: "CES"}


def answer(one: FollowUp) -> str:
    """The answer in short: NPS 3."""
    return f"{_SHORT.get(Instrument(one.instrument)) or one.question} {figure.number(one.score, _digits(one.score))}".strip()


def which(rule: Rule) -> str:
    """Which answers a rule is about, in words."""
    named = _SHORT.get(Instrument(rule.instrument)) or rule.question
    low, high = (figure.number(value, _digits(value)) for value in (rule.low, rule.high))
    scores = low if rule.low == rule.high else pgettext("scores", "%(low)s to %(high)s") % {"low": low, "high": high}
    said = [
        pgettext("answers", "%(named)s %(scores)s on the scale %(scale)s")
        % {"named": named, "scores": scores, "scale": rule.scale}
    ]
    if rule.question and named != rule.question:
        said.append(pgettext("answers", "question %(question)s") % {"question": rule.question})
    said += [writing.narrowed(name, [value]) for name, value in rule.filters]
    if rule.rows_of:
        said.append(pgettext("answers", "of %(department)s") % {"department": rule.rows_of})
    return ", ".join(said)


def whose(rule: Rule) -> str:
    """To whom a rule hands its follow-ups; empty where that is nobody any more."""
    if rule.person is not None:
        return str(rule.person) if rule.person.is_active else ""
    return str(rule.department or "")


def subject(told: Told, some: list[FollowUp]) -> str:
    """What a mail is about."""
    if len(some) == 1:
        forms = {Told.OPENED: _("Follow-up: %(what)s"), Told.HANDED: _("Follow-up: %(what)s"), Told.DUE: _("Due now: %(what)s")}
        return forms[told] % {"what": f"{some[0].reason}, {answer(some[0])}"}
    if told == Told.DUE:
        return _("%(n)s follow-ups are due") % {"n": len(some)}
    return _("%(n)s follow-ups for you") % {"n": len(some)}


def sentence(told: Told, many: int, by: str) -> str:
    """What a mail tells, in one sentence."""
    if told == Told.DUE:
        return ngettext("This follow-up is due, and not done.", "These follow-ups are due, and not done.", many)
    if told == Told.HANDED:
        return _("%(who)s has handed this over to you.") % {"who": by}
    return ngettext("A customer's answer asks for you.", "Answers of %(n)s customers ask for you.", many) % {"n": many}


def line(one: FollowUp) -> str:
    """A follow-up in a line of a mail."""
    said = _("%(answer)s of customer %(customer)s (%(reason)s), to be done by %(moment)s")
    return said % {"answer": answer(one), "customer": one.customer_id, "reason": one.reason, "moment": moment(one.due_at)}


def moment(at: datetime) -> str:
    """A moment in the workspace's zone."""
    local = at.astimezone(serving.zone())
    return f"{date_format(local.date(), 'DATE_FORMAT')}, {local:%H:%M}"


def _digits(score: float) -> int:
    return 0 if score == int(score) else 1
