"""Pages of follow-ups: the list with how they go, and one of them with what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helder.errors import BadQuestion
from helder.web import writing
from helder.web.accounts.access import person
from helder.web.accounts.models import Person, Right
from helder.web.follow_ups import actions, told, words
from helder.web.follow_ups.figures import PERIODS, figures
from helder.web.follow_ups.forms import Close, Hand, Write
from helder.web.follow_ups.listing import STANDS, WHOSE, Asked, counts, narrowed, reasons, standing, those_of, usual
from helder.web.follow_ups.models import FollowUp, Outcome
from helder.web.follow_ups.seeing import seen_follow_ups

_PAGE = 25
#: What is told of a customer beside how they are reached.
_GROUPS = ("country", "segment", "account")


@never_cache
@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    """Those asked for, what is due first at the top, and how it goes with them."""
    who, now = person(request), timezone.now()
    asked = Asked.read(request.GET, usual(who))
    theirs = narrowed(those_of(who, asked.whose), asked, who)
    found = standing(theirs, asked.stands, now).select_related("owner", "department", "rule")
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    counted = counts(theirs, now)
    about = {
        "asked": asked,
        "page": page,
        "rows": _rows(list(page), who),
        "whose": [(key, title, asked.query(whose=key)) for key, title in WHOSE.items()],
        "stands": [(key, title, counted[key], asked.query(stands=key)) for key, title in STANDS.items()],
        "reasons": reasons(who),
        "periods": PERIODS,
        "figures": figures(theirs, asked.days, now),
        "kept": f"{asked.query()[1:]}&",
        "any": seen_follow_ups(who).exists(),
    }
    return render(request, "follow_ups/follow_ups.html", about)


@never_cache
@require_safe
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One follow-up."""
    return _shown(request, _known(person(request), pk))


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take it, hand it over, write about it, close it, or open it again."""
    who = person(request)
    one = _known(who, pk)
    revision = request.POST.get("revision", "")
    seen = int(revision[:9]) if revision.isascii() and revision.isdigit() else -1
    given = {name: form for name, form in _forms(who, request, verb).items() if form.is_bound}
    if any(not form.is_valid() for form in given.values()):
        return _shown(request, one, status=400, **given)
    try:
        _do(verb, one, who, seen, given)
    except BadQuestion as error:
        messages.error(request, f"{error.what} {error.fix or ''}".strip())
    if not seen_follow_ups(who).filter(pk=pk).exists():  # it was handed to somebody whose follow-ups one does not see
        return redirect("follow-ups")
    return redirect("follow-up", pk)


def _do(verb: str, one: FollowUp, who: Person, revision: int, given: dict[str, Any]) -> None:
    if verb == "take":
        actions.take(one.pk, who, revision)
    elif verb == "hand":
        actions.hand(one.pk, who, revision, given["hand"].cleaned_data["to"])
    elif verb == "close":
        said = given["close"].cleaned_data
        actions.close(one.pk, who, revision, Outcome(said["outcome"]), said["text"])
    elif verb == "reopen":
        actions.reopen(one.pk, who, revision)
    elif verb == "note":
        actions.write(one.pk, who, given["note"].cleaned_data["text"])
    else:
        raise Http404


def _forms(who: Person, request: HttpRequest | None = None, verb: str = "") -> dict[str, Any]:
    """What can be given, the one of a verb with what was."""
    post = request.POST if request else None

    def sent(name: str) -> Any:
        return post if verb == name else None

    return {
        "hand": Hand(sent("hand"), by=who, prefix="hand"),
        "close": Close(sent("close"), prefix="close"),
        "note": Write(sent("note"), prefix="note"),
    }


def _shown(request: HttpRequest, one: FollowUp, *, status: int = 200, **given: Any) -> HttpResponse:
    who = person(request)
    score, known = told.score_now(one), told.customers([one.customer_id], who)
    customer = known.get(one.customer_id, {})
    about = {
        "one": one,
        "named": _called(one, known, who),
        "answer": words.answer(one),
        "scale": one.scale,
        "changed": score is None or score != one.score,
        "gone": score is None,
        "now": score,
        "said": told.response(one, who),
        "about": told.about(one, who),
        "customer": customer,
        "groups": [(writing.dimension(name), customer[name]) for name in _GROUPS if name in customer],
        "opted_out": told.opted_out(one),
        "earlier": told.earlier(one, who),
        "steps": one.steps.select_related("who"),
        "personal": who.may(Right.PERSONAL),
        **_forms(who),
        **given,
    }
    return render(request, "follow_ups/follow_up.html", about, status=status)


def _rows(some: list[FollowUp], who: Person) -> list[tuple[FollowUp, str, str, str]]:
    """Follow-ups with the answer in short, what the customer is called, and what was written."""
    known, written = told.customers((one.customer_id for one in some), who), told.comments(some, who)
    return [(one, words.answer(one), _called(one, known, who), written.get(one.pk, "")) for one in some]


def _called(one: FollowUp, known: Mapping[str, Mapping[str, str]], who: Person) -> str:
    """A customer's name, or their number for who may not see it."""
    name = known.get(one.customer_id, {}).get("name", "")
    return name if name and who.may(Right.PERSONAL) else one.customer_id


def _known(who: Person, pk: int) -> FollowUp:
    found = seen_follow_ups(who).select_related("owner", "department", "rule", "closed_by").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such follow-up that you may see."))
    return found
