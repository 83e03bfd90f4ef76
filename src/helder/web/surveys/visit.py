"""Someone who comes to answer: by which link, which version, in which language, and what they answered before."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from helder.model import TABLES
from helder.web import serving
from helder.web.surveys import links
from helder.web.surveys.definition import Definition
from helder.web.surveys.links import BadLink, Link
from helder.web.surveys.models import Response, State, Survey, Version

_SALT = "helder.surveys.form"
#: What an open survey's address may say, unsigned, of what the answers are about, and how long each may be.
_SAID, _LONGEST = ("touchpoint", "stage", "session_id"), 100
#: How an open survey's address may say it was come by.
_WAYS = ("link", "qr", "web", "kiosk", "sms", "email", "phone")


class Shut(Exception):
    """A survey that this visitor cannot answer; `reason` is the phrase that says why."""

    def __init__(self, reason: str, status: int, definition: Definition | None = None) -> None:
        self.reason, self.status, self.definition = reason, status, definition
        super().__init__(reason)


@dataclass(frozen=True)
class Visit:
    """A visit to a version of a survey.

    signed: the link's token, empty where anyone may answer. response_id: of the answers to come. asked_at: when the page was
    shown. before: questions that earlier pages asked.
    """

    survey: Survey
    version: Version
    link: Link
    signed: str
    response_id: str
    asked_at: datetime
    before: tuple[str, ...] = ()
    kept: Response | None = None

    @cached_property
    def definition(self) -> Definition:
        """What is asked."""
        return self.version.definition

    @property
    def trial(self) -> bool:
        """Whether it is to the draft, of which nothing is kept."""
        return self.version.pk is None

    @property
    def state(self) -> str:
        """What the form carries with it, signed, so that no cookie is needed."""
        said = {name: value for name, value in asdict(self.link).items() if value is not None and not self.signed}
        plain = {
            "k": self.survey.key,
            "u": _digest(self.signed),
            "n": self.version.number,
            "r": self.response_id,
            "t": self.asked_at.timestamp(),
            "b": list(self.before),
            "l": said,
        }
        return signing.dumps(plain, salt=_SALT, compress=True)

    def language(self, request: HttpRequest) -> str:
        """The language to answer in: the one asked for, the link's, one the browser names, else the survey's own."""
        offered = self.definition.languages
        wanted = [request.POST.get("lang"), request.POST.get("language"), request.GET.get("lang"), self.link.language]
        accepted = [code.partition("-")[0] for code, _q in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
        return next((one for one in (*wanted, *accepted) if one in offered), self.definition.language)


def begin(key: str, signed: str, request: HttpRequest, *, way: str | None = None) -> Visit:
    """A visit by an address. way: how it was come by, where not as the address says. Raises Shut where it leads to nothing."""
    survey, link = _open(key, signed)
    link = link if signed else _said(request, way)
    _refuse_erased(survey, link)
    kept = _kept(link)
    version = kept.version if kept else survey.latest
    assert version is not None, "an open survey has a version"
    _to_be_continued(kept)
    return Visit(survey, version, link, signed, kept.response_id if kept else uuid.uuid4().hex, _now(), (), kept)


def go_on(key: str, signed: str, state: str) -> Visit:
    """The visit that a form belongs to. Raises Shut for one that Helder did not make for this address."""
    survey, link = _open(key, signed)
    plain = _signed(state)
    version = survey.versions.filter(number=plain["n"]).first()
    if plain["k"] != key or plain["u"] != _digest(signed) or version is None:
        raise Shut("stale", 400)
    link = link if signed else Link(**plain["l"])
    _refuse_erased(survey, link)
    kept = _kept(link) or Response.objects.filter(response_id=plain["r"]).select_related("version").first()
    visit = Visit(survey, version, link, signed, plain["r"], datetime.fromtimestamp(plain["t"], UTC), tuple(plain["b"]), kept)
    _to_be_continued(kept)
    return visit if kept is None else replace(visit, response_id=kept.response_id, version=kept.version)


def preview(survey: Survey, state: str = "") -> Visit:
    """A visit to the draft, of which nothing is kept. state: of the page before, none at the beginning.

    Raises Shut for a state that Helder did not make.
    """
    before = _signed(state)["b"] if state else ()
    return Visit(survey, Version(survey=survey, number=0, content=survey.draft), Link(), "", "preview", _now(), tuple(before))


def _signed(state: str) -> dict[str, Any]:
    try:
        plain: dict[str, Any] = signing.loads(state, salt=_SALT)
    except signing.BadSignature as error:
        raise Shut("stale", 400) from error
    return plain


def _open(key: str, signed: str) -> tuple[Survey, Link]:
    survey = Survey.objects.filter(key=key).exclude(state=State.DRAFT).first()
    if survey is None or not (signed or survey.open_to_all):
        raise Shut("unknown", 404)
    version = survey.latest
    assert version is not None, "a survey leaves the draft by its first version"
    try:
        link = links.read(key, signed) if signed else Link()
    except BadLink as error:
        raise Shut("unknown", 404, version.definition) from error
    if survey.state != State.OPEN:
        paused = survey.state == State.PAUSED
        raise Shut("paused" if paused else "expired", 503 if paused else 410, version.definition)
    if link.expired(_now()):
        raise Shut("used" if _done(link) else "expired", 200 if _done(link) else 410, version.definition)
    return survey, link


def _refuse_erased(survey: Survey, link: Link) -> None:
    """Raises Shut for a link that names a customer who was erased: what they would answer could not be kept."""
    if serving.now().arrivals.kept_out.why(TABLES["answers"], asdict(link)) is not None:
        latest = survey.latest
        raise Shut("expired", 410, latest.definition if latest is not None else None)


def _to_be_continued(kept: Response | None) -> None:
    """Raises Shut for a response that was completed, or begun so long ago that it was let go of."""
    if kept is not None and kept.completed_at is not None:
        raise Shut("used", 200, kept.version.definition)
    if kept is not None and kept.page and not kept.answers:
        raise Shut("expired", 410, kept.version.definition)


def _kept(link: Link) -> Response | None:
    if link.invitation_id is None:
        return None
    return Response.objects.filter(invitation_id=link.invitation_id).select_related("version").first()


def _done(link: Link) -> bool:
    kept = _kept(link)
    return kept is not None and kept.completed_at is not None


def _said(request: HttpRequest, way: str | None) -> Link:
    given = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in _SAID}
    said: dict[str, Any] = {name: text[:_LONGEST] or None for name, text in given.items()}
    via = way or request.GET.get("via", "")
    return replace(Link(channel=via if via in _WAYS else "link"), **said)


def _digest(signed: str) -> str:
    return hashlib.sha256(signed.encode()).hexdigest()[:16]


def _now() -> datetime:
    return datetime.now(UTC)
