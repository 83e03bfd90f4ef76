"""Links to a survey: signed, saying who answers and what it is about."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from helder.web import serving

_SALT = "helder.surveys.link."
#: Parts of a link and the short names they have in its token.
_SHORT = {
    "invitation_id": "i",
    "customer_id": "c",
    "employee_id": "e",
    "case_id": "k",
    "contact_id": "n",
    "order_id": "o",
    "session_id": "s",
    "touchpoint": "t",
    "stage": "g",
    "channel": "h",
    "language": "l",
    "expires": "x",
}


@dataclass(frozen=True)
class Link:
    """What a link says. expires: seconds since 1970 after which it cannot be answered."""

    invitation_id: str | None = None
    customer_id: str | None = None
    employee_id: str | None = None
    case_id: str | None = None
    contact_id: str | None = None
    order_id: str | None = None
    session_id: str | None = None
    touchpoint: str | None = None
    stage: str | None = None
    channel: str = "link"
    language: str | None = None
    expires: int | None = None

    def expired(self, now: datetime) -> bool:
        """Whether it is too late."""
        return self.expires is not None and now.timestamp() >= self.expires


class BadLink(Exception):
    """A link that Helder did not make for this survey."""


def link(
    survey_key: str,
    *,
    invitation_id: str | None = None,
    customer_id: str | None = None,
    employee_id: str | None = None,
    case_id: str | None = None,
    contact_id: str | None = None,
    order_id: str | None = None,
    session_id: str | None = None,
    touchpoint: str | None = None,
    stage: str | None = None,
    channel: str = "link",
    language: str | None = None,
    expires: datetime | None = None,
    first_question: str | None = None,
    first_answer: str | float | None = None,
) -> str:
    """The address of a survey for one respondent; under public_url where that is set, else without a host.

    With an invitation_id it is answered once; without, as often as it is opened. expires: with its zone, in UTC without one.
    first_question, first_answer: an answer that is chosen already on the page, counted when the person goes on there.
    """
    said = Link(
        invitation_id, customer_id, employee_id, case_id, contact_id, order_id, session_id, touchpoint, stage, channel, language,
        None if expires is None else int((expires if expires.tzinfo else expires.replace(tzinfo=UTC)).timestamp()),
    )  # fmt: skip
    path = reverse("answer-linked", args=[survey_key, token(survey_key, said)])
    if first_question is not None and first_answer is not None:
        path += "?" + urlencode({"q": first_question, "a": _written(first_answer)})
    return (serving.now().settings["public_url"] or "").rstrip("/") + path


def token(survey_key: str, said: Link) -> str:
    """What a link says, signed."""
    plain: dict[str, Any] = {_SHORT[name]: value for name, value in asdict(said).items() if value is not None}
    return signing.dumps(plain, salt=_SALT + survey_key, compress=True)


def read(survey_key: str, signed: str) -> Link:
    """What a link of a survey says. Raises BadLink for one that was changed, cut off, or made for another survey."""
    try:
        plain = signing.loads(signed, salt=_SALT + survey_key)
    except signing.BadSignature as error:
        raise BadLink from error
    return Link(**{name: plain[short] for name, short in _SHORT.items() if short in plain})


def _written(answer: str | float) -> str:
    return str(int(answer)) if isinstance(answer, float) and answer.is_integer() else str(answer)
