"""The sendings there are, one of them with what became of it, and its links as a list."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards.opening import questions_of
from helder.web.boards.record import MASK, neutral
from helder.web.inviting import conditions
from helder.web.inviting.composing import language_of, survey_link
from helder.web.inviting.counting import counts, reasons
from helder.web.inviting.forms import ListFile, TestMessage
from helder.web.inviting.models import Channel, Invitation, Line, Sending, State
from helder.web.inviting.opt_out_links import opt_out_link
from helder.web.inviting.rates import by_segment
from helder.web.inviting.seeing import check_sees_customers, sees_customers, why_not
from helder.web.surveys.models import Survey

_PAGE = 50
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+")
_LINK_COLUMNS = ("customer_id", "name", "email", "phone", "language", "link", "opt_out")


@require_safe
@never_cache
@needs(Right.SURVEYS)
def sendings(request: HttpRequest) -> HttpResponse:
    """Every sending and rule, those of one survey where one is named."""
    found = Sending.objects.select_related("survey")
    of = Survey.objects.filter(key=request.GET.get("survey", "")).first()
    found = found.filter(survey=of) if of else found
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    counted = counts(page)
    rows = [(one, counted[one.pk]) for one in page]
    about = {"page": page, "rows": rows, "lines": Line.objects.all(), "of": of, "kept": f"survey={of.key}&" if of else ""}
    return render(request, "inviting/sendings.html", about)


@require_safe
@never_cache
@needs(Right.SURVEYS)
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """One sending: what it does, how far it is, what became of each invitation for those who see the whole company."""
    one = get_object_or_404(Sending.objects.select_related("survey"), pk=pk)
    state = request.GET.get("state", "")
    found = one.invitations.order_by("-pk")
    found = found.filter(state=state) if state in State.values else found
    whole = sees_customers(person(request))
    page = Paginator(found if whole else found.none(), _PAGE).get_page(request.GET.get("page"))
    mask = "" if person(request).may(Right.PERSONAL) else MASK
    for invitation in page:
        invitation.reason = _without_addresses(invitation.reason, mask)
    latest = one.survey.latest
    languages = latest.definition.languages if latest else ()
    about = {
        "sending": one,
        "conditions": conditions.written(one.conditions),
        "counts": counts([one])[pk],
        "reasons": [(label, _without_addresses(reason, mask), n) for label, reason, n in reasons(one)],
        "page": page,
        "states": State.choices,
        "state": state,
        "kept": f"state={state}&" if state in State.values else "",
        "mask": mask,
        "why_not": "" if whole else why_not(),
        "line": Line.objects.filter(channel=one.channel).first(),
        "segments": by_segment(one.survey.key, one.channel, questions_of(person(request))),
        "file": ListFile(),
        "test": TestMessage(languages=languages, initial={"to": person(request).email}),
    }
    return render(request, "inviting/sending.html", about)


@require_safe
@never_cache
@needs(Right.SURVEYS)
def links(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The personal links of a sending as CSV; cells that a spreadsheet would run as formulas are made text."""
    check_sees_customers(person(request))
    one = get_object_or_404(Sending, pk=pk, channel=Channel.LINK)
    base = serving.now().settings["public_url"] or request.build_absolute_uri("/").rstrip("/")
    lines = _lines(one, base, personal=person(request).may(Right.PERSONAL))
    headers = {
        "Content-Disposition": f'attachment; filename="links-{one.survey.key}-{one.pk}.csv"',
        "Content-Encoding": "identity",
    }
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


class _Line:
    """A file for csv.writer that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _lines(one: Sending, base: str, *, personal: bool) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(_LINK_COLUMNS)
    latest = one.survey.latest
    waiting = one.invitations.filter(state__in=(State.SENT, State.REMINDED)).select_related("sending__survey")
    for found in waiting.iterator():
        language = language_of(found.person.get("language", ""), latest.definition) if latest else ""
        yield writer.writerow([neutral(cell) for cell in _cells(found, language, base, personal=personal)])


def _cells(found: Invitation, language: str, base: str, *, personal: bool) -> list[str]:
    known: dict[str, Any] = found.person if personal else dict.fromkeys(found.person, MASK)
    named = [str(known.get(name, "")) for name in ("name", "email", "phone")]
    return [
        found.customer_id,
        *named,
        language,
        survey_link(found, language or None, base),
        opt_out_link(found.invitation_id, base),
    ]


def _without_addresses(said: str, mask: str) -> str:
    """What a mail server said, its e-mail addresses masked for who may not see them: it may name others than the one asked."""
    return _ADDRESS.sub(mask, said) if mask else said
