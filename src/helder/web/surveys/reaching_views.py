"""The pages of one survey: how it does, what people answered, how they come to it; and the script for other sites."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards.opening import questions_of
from helder.web.surveys import figures, reaching, results
from helder.web.surveys.designing_views import about
from helder.web.surveys.models import State, Survey

_KINDS = {"svg": "image/svg+xml", "png": "image/png"}
_LONGEST = 100


@require_safe
@needs(Right.SURVEYS)
def survey(request: HttpRequest, key: str) -> HttpResponse:
    """One survey."""
    one = get_object_or_404(Survey, key=key)
    latest = one.latest
    by = request.GET.get("by", "")
    by = by if by in figures.SEGMENTS else figures.SEGMENTS[0]
    context = {
        **about(one),
        "counts": figures.counted([one]).get(one.pk),
        "told": figures.told(one, latest.definition, questions_of(person(request))) if latest else [],
        "segments": figures.by_segment(one, by, questions_of(person(request))) if latest else [],
        "dimensions": figures.SEGMENTS,
        "by": by,
        "versions": figures.versions(one),
        "address": reaching.address(request, reverse("answer", args=[key])),
        "kiosk": reaching.address(request, reverse("answer-kiosk", args=[key])),
        "script": reaching.address(request, reverse("survey-script", args=[key])),
    }
    return render(request, "surveys/survey.html", context)


@require_safe
@needs(Right.SURVEYS)
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """What people answered; single answers of people who work here are shown to nobody."""
    one = get_object_or_404(Survey, key=key)
    definition = one.latest.definition if one.latest else one.drafted
    hidden, personal = definition.respondent == "employee", person(request).may(Right.PERSONAL)
    context = {
        **about(one),
        "hidden": hidden,
        "personal": personal,
        "results": [] if hidden else results.results(one, definition, questions_of(person(request))),
        "said": results.said(one, definition, questions_of(person(request))) if personal and not hidden else [],
    }
    return render(request, "surveys/answers.html", context)


@require_safe
@needs(Right.SURVEYS)
def code(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """A code to scan, as a file. touchpoint, stage: where it hangs."""
    one = get_object_or_404(Survey, key=key)
    said = (request.GET.get(name, "").strip()[:_LONGEST] for name in ("touchpoint", "stage"))
    drawn = reaching.code(reaching.scanned(request, one, *said), kind)
    saved = {} if "shown" in request.GET else {"Content-Disposition": f'attachment; filename="{key}.{kind}"'}
    return HttpResponse(drawn, content_type=_KINDS[kind], headers=saved)


@login_not_required
@require_safe
def script(request: HttpRequest, key: str) -> HttpResponse:
    """The script for other sites; it does nothing while the survey is not open to all."""
    one = Survey.objects.filter(key=key, state=State.OPEN, open_to_all=True).first()
    shared = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(reaching.script(request, one), content_type="text/javascript; charset=utf-8", headers=shared)
