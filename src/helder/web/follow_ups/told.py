"""What the store says of the customers and answers that follow-ups are about, as far as somebody may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from helder.errors import NotInScope
from helder.facts import of_employees
from helder.model import TABLES
from helder.web import serving, writing
from helder.web.accounts.models import Person, Right
from helder.web.boards import figure
from helder.web.boards.opening import questions_of
from helder.web.boards.record import HIDDEN, MASK
from helder.web.follow_ups.matching import scores_now
from helder.web.follow_ups.models import FollowUp
from helder.web.inviting.addresses import known_form
from helder.web.inviting.barring import every_opt_out
from helder.web.surveys.results import seen

if TYPE_CHECKING:
    import ibis.expr.types as ir

_EARLIER = 10
_OF_CUSTOMERS = ("customer_id", "name", "email", "phone", "country", "segment", "account")
_OF_ANSWERS = ("answer_id", "response_id", "survey", "question", "instrument", "score", "choice", "comment", "answered_at")
#: What an answer is about, by column: the dimension whose title it has.
_ABOUT = {"survey": "survey", "touchpoint": "touchpoint", "stage": "stage", "channel": "channel", "employee_id": "employee"}
#: What it is about that has a number, by column.
_NUMBERED = {"order_id": _("Order number"), "case_id": _("Case number"), "contact_id": _("Contact number")}


@dataclass(frozen=True)
class Said:
    """One answer: the question's code, what was chosen and written, and when."""

    question: str
    chosen: str
    comment: str
    at: datetime


def customers(ids: Iterable[str], person: Person) -> dict[str, dict[str, str]]:
    """What is known of customers, by their key; personal data masked for who may not see it."""
    t = TABLES["customers"].expression
    found = _run(t.filter(t.customer_id.isin(["", *ids])).select(*_OF_CUSTOMERS))
    return {row["customer_id"]: _masked(row, person) for row in found}


def comments(some: Iterable[FollowUp], person: Person) -> dict[int, str]:
    """What was written in the responses that follow-ups are about, by the follow-up; masked for who may not see it."""
    listed = list(some)
    t = _of(listed)
    rows = _run(t.filter(t.comment.fill_null("") != "").select("answer_id", "response_id", "comment").order_by("answer_id"))
    found = {}
    for one in listed:
        theirs = [row["comment"] for row in rows if _belongs(row, one)]
        if theirs:
            found[one.pk] = " / ".join(theirs) if person.may(Right.PERSONAL) else MASK
    return found


def response(one: FollowUp, person: Person) -> list[Said]:
    """Every answer of the response that a follow-up is about, in order."""
    rows = _run(_of([one]).select(*_OF_ANSWERS).order_by("answered_at", "answer_id"))
    rows.sort(key=lambda row: row["answer_id"] != one.answer_id)
    return [said for row in rows if (said := _said(row, person)) is not None]


def about(one: FollowUp, person: Person) -> list[tuple[str, str]]:
    """What else the answer says of what it is about, by its title; which employee that was is masked like personal data."""
    t = TABLES["answers"].expression
    rows = _run(t.filter(t.answer_id == one.answer_id).select(*_ABOUT, *_NUMBERED))
    known = _masked(rows[0], person) if rows else {}
    titles = {**{column: writing.dimension(name) for column, name in _ABOUT.items()}, **_NUMBERED}
    return [(str(title), known[column]) for column, title in titles.items() if column in known]


def earlier(one: FollowUp, person: Person) -> list[Said]:
    """What the customer answered otherwise, the latest first, of the answers that somebody may see."""
    try:
        t = seen(questions_of(person))
    except NotInScope:
        return []
    other = (t.response_id != one.response_id) if one.response_id else (t.answer_id != one.answer_id)
    t = t.filter(t.customer_id == one.customer_id, other.fill_null(True), ~of_employees(t), t.score.notnull())
    rows = _run(t.select(*_OF_ANSWERS).order_by(t.answered_at.desc()).limit(_EARLIER))
    return [said for row in rows if (said := _said(row, person)) is not None]


def score_now(one: FollowUp) -> float | None:
    """The score that the answer has now; None where it is gone, or says nothing any more."""
    return scores_now([one.answer_id]).get(one.answer_id)


def opted_out(one: FollowUp) -> bool:
    """Whether the customer wants no more invitations."""
    t = TABLES["customers"].expression
    rows = _run(t.filter(t.customer_id == one.customer_id).select("email", "phone"))
    forms = (known_form(value) for row in rows for value in row.values() if value)
    theirs = {("customer", one.customer_id), *(("address", form) for form in forms if form)}
    return not theirs.isdisjoint(every_opt_out())


def _of(some: Iterable[FollowUp]) -> ir.Table:
    """The answers of the responses that follow-ups are about."""
    listed, t = list(some), TABLES["answers"].expression
    responses, answers = [one.response_id for one in listed if one.response_id], [one.answer_id for one in listed]
    found: ir.Table = t.filter((t.response_id.isin(["", *responses]) | t.answer_id.isin(["", *answers])) & ~of_employees(t))
    return found


def _belongs(row: Mapping[str, Any], one: FollowUp) -> bool:
    return row["answer_id"] == one.answer_id or bool(one.response_id and row["response_id"] == one.response_id)


def _said(row: Mapping[str, Any], person: Person) -> Said | None:
    """An answer as it is shown; None for one that says nothing."""
    score = row["score"]
    chosen = "" if score is None else figure.number(score, 0 if score == int(score) else 1)
    comment = row["comment"] or ""
    if comment and not person.may(Right.PERSONAL):
        comment = MASK
    if not (chosen or row["choice"] or comment):
        return None
    question = row["question"] or (row["instrument"] or "").upper()
    return Said(question, chosen or row["choice"] or "", comment, row["answered_at"].replace(tzinfo=UTC))


def _masked(row: Mapping[str, Any], person: Person) -> dict[str, str]:
    hidden = frozenset() if person.may(Right.PERSONAL) else HIDDEN
    return {name: MASK if name in hidden else str(value) for name, value in row.items() if value}


def _run(expression: ir.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = serving.now().questions.workspace.engine.run(expression).to_pylist()
    return found
