"""Showing the pages of a survey, in the respondent's language and the survey's look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation.trans_real import parse_accept_lang_header

from helder.web.headers import POLICY
from helder.web.surveys.answering import Page
from helder.web.surveys.definition import COLOUR, Definition
from helder.web.surveys.models import Survey
from helder.web.surveys.phrases import direction, named, phrases
from helder.web.surveys.sheet import items
from helder.web.surveys.visit import Shut

#: Languages of the pages that belong to no survey.
_KNOWN = ("en", "nl", "da", "de", "fr", "es")


@dataclass(frozen=True)
class Mode:
    """How a survey is shown. way: the channel of its answers, where the link does not say it. framed: on another site."""

    name: str
    way: str | None = None
    framed: bool = False


PAGE = Mode("page")
KIOSK = Mode("kiosk", way="kiosk")
FRAME = Mode("frame", way="web", framed=True)
MODES = {mode.name: mode for mode in (PAGE, KIOSK, FRAME)}


def rendered(request: HttpRequest, page: Page, mode: Mode, *, status: int = 200) -> HttpResponse:
    """A page of questions."""
    visit, definition = page.visit, page.visit.definition
    language = visit.language(request)
    shown = items(definition, language, page.shown, page.answers, visit.before, page.faults)
    context = {
        "items": shown,
        "state": visit.state,
        "intro": "" if visit.before else definition.say(definition.intro, language),
        "languages": [(code, named(code)) for code in definition.languages] if len(definition.languages) > 1 else [],
        "nothing": page.nothing,
        "wrong": bool(page.faults) or page.nothing,
        "following": any(item.hidden for item in shown),
        "linked": bool(visit.link.invitation_id),
        "preview": visit.version.pk is None,
        **_look(definition, language, mode),
    }
    return framed(render(request, "surveys/answer.html", context, status=status), visit.survey, mode)


def thanked(request: HttpRequest, survey: Survey) -> HttpResponse:
    """The page after the last."""
    mode = MODES.get(request.GET.get("as", ""), PAGE)
    number = request.GET.get("v", "")
    version = survey.versions.filter(number=number if number.isdecimal() and len(number) < 8 else 0).first() or survey.latest
    if version is None:
        return shut(request, survey.key, mode, Shut("unknown", 404))
    definition = version.definition
    language = request.GET.get("lang", "")
    language = language if language in definition.languages else definition.language
    look = _look(definition, language, mode)
    text = definition.say(definition.thanks, language) or look["say"]["thanks_text"]
    context = {**look, "heading": look["say"]["thanks"], "text": text, "over": True, "key": survey.key}
    return framed(render(request, "surveys/said.html", context), survey, mode)


def shut(request: HttpRequest, key: str, mode: Mode, reason: Shut) -> HttpResponse:
    """Why a survey cannot be answered, said kindly."""
    survey = Survey.objects.filter(key=key).first()
    definition = reason.definition or Definition(title={"en": ""}, questions=(), languages=_KNOWN)
    accepted = (code.partition("-")[0] for code, _q in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    wanted = (request.POST.get("language") if reason.status not in (413, 429) else None, request.GET.get("lang"), *accepted)
    language = next((one for one in wanted if one in definition.languages), definition.language)
    look = _look(definition, language, mode)
    context = {**look, "heading": look["say"][reason.reason], "text": look["say"][f"{reason.reason}_text"], "key": key}
    return framed(render(request, "surveys/said.html", context, status=reason.status), survey, mode)


def framed(response: HttpResponse, survey: Survey | None, mode: Mode) -> HttpResponse:
    """The page with the headers that let the survey's sites, and no others, show it in a frame."""
    response.headers["X-Robots-Tag"] = "noindex"
    if mode.framed and survey is not None:
        sites = " ".join(["'self'", *survey.sites.split()])
        response.headers["Content-Security-Policy"] = re.sub("frame-ancestors 'none'", f"frame-ancestors {sites}", POLICY)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _look(definition: Definition, language: str, mode: Mode) -> dict[str, Any]:
    return {
        "definition": definition,
        "title": definition.say(definition.title, language),
        "language": language,
        "direction": direction(language),
        "say": phrases(language),
        "colour": (definition.colour or COLOUR).removeprefix("#"),
        "mode": mode,
    }
