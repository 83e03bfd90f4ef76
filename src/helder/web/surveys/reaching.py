"""The ways by which people come to a survey: its address, a code to scan, a kiosk, a script for other sites."""

from __future__ import annotations

import io
import json
from functools import cache
from importlib import resources

import segno
from django.http import HttpRequest
from django.urls import reverse

from helder.web import serving
from helder.web.surveys.links import Link, token
from helder.web.surveys.models import Survey
from helder.web.surveys.phrases import phrases


def address(request: HttpRequest, path: str) -> str:
    """A path as others reach it: under public_url where that is set, else under the host that was asked."""
    public = serving.now().settings["public_url"]
    return f"{public.rstrip('/')}{path}" if public else request.build_absolute_uri(path)


def scanned(request: HttpRequest, survey: Survey, touchpoint: str, stage: str) -> str:
    """The address in a code to scan: it says where the code hangs, and answers as often as it is scanned."""
    if not touchpoint and not stage and survey.open_to_all:
        return address(request, f"{reverse('answer', args=[survey.key])}?via=qr")
    said = Link(touchpoint=touchpoint or None, stage=stage or None, channel="qr")
    return address(request, reverse("answer-linked", args=[survey.key, token(survey.key, said)]))


def code(text: str, kind: str) -> bytes:
    """A QR code as an SVG or PNG file."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind=kind, scale=10, border=4)
    return drawn.getvalue()


def script(request: HttpRequest, survey: Survey | None) -> str:
    """The script that shows a survey on another site; for one that is not asked, a script that does nothing."""
    if survey is None or survey.latest is None:
        return ""
    definition = survey.latest.definition
    said = {
        "frame": address(request, reverse("answer-frame", args=[survey.key])),
        "key": survey.key,
        "title": {code: definition.say(definition.title, code) for code in definition.languages},
        "close": {code: phrases(code)["close"] for code in definition.languages},
        "languages": definition.languages,
        "colour": definition.colour,
    }
    plain = json.dumps(said, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return _written().replace("SURVEY", plain, 1)


@cache
def _written() -> str:
    return resources.files(__package__).joinpath("embedded.js").read_text(encoding="utf-8")
