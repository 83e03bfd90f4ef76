"""Questions put through the API: their options, few at a time, and nothing personal to who may not see it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema

from helder.facts import conditions
from helder.query.question import pairs
from helder.web.api.answer import Refused
from helder.web.boards.record import PERSONAL
from helder.web.tokens.models import Token

Form = Annotated[
    Literal["json", "csv", "arrow"] | None, Field(description="How it is given; the Accept header says it otherwise.")
]
#: Not read as a date here: what is no date is told of in the words of a question.
DATE = {"format": "date"}
Grain = Literal["day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"]
#: Questions worked on at once, and that wait; more are asked to come again.
_AT_ONCE, _WAITING = 4, 32
_PATIENCE = 30.0

_places = threading.BoundedSemaphore(_AT_ONCE)
_queue = threading.BoundedSemaphore(_AT_ONCE + _WAITING)


class Listed(Schema):
    """How something is given."""

    format: Form = None


class About(Listed):
    """Which rows a question is about, and how they are counted."""

    since: Annotated[str | None, Field(description="First local date, as 2026-01-31.", json_schema_extra=DATE)] = None
    until: Annotated[str | None, Field(description="Local date to stop before.", json_schema_extra=DATE)] = None
    where: Annotated[str | None, Field(max_length=2000, description="A condition in SQL: channel = 'phone'.")] = None
    set: Annotated[list[str], Field(description="A parameter's value, as threshold=30; may be repeated.", default_factory=list)]
    profile: Annotated[str | None, Field(description="Count as another tool does, by the profile's name.")] = None
    zone: Annotated[str | None, Field(description="Time zone whose days count, as Europe/Amsterdam; the store's by default.")] = (
        None
    )
    confidential: Annotated[bool, Field(description="Small groups are hidden, whatever they are of.")] = False


class Sliced(About):
    """And how it is sliced."""

    by: Annotated[str | None, Field(description="Dimensions to slice by, separated by commas.")] = None
    confidence: Annotated[float, Field(gt=0, lt=1, description="Confidence of the intervals.")] = 0.95


class PerPeriod(Sliced):
    """And per period."""

    grain: Annotated[Grain | None, Field(description="Per day, week (ISO), month, quarter or year.")] = None


class Compared(PerPeriod):
    """And compared."""

    compare: Annotated[
        Literal["previous", "year"] | None, Field(description="Compare with the period before, or the same a year before.")
    ] = None


class Figures(Compared):
    """And of which metrics."""

    metric: Annotated[list[str], Field(min_length=1, max_length=50, description="A metric; may be repeated.")]


class Changed(Sliced):
    """And which change is looked into."""

    compare: Annotated[Literal["previous", "year"], Field(description="The period the change is against.")] = "previous"


class Rows(About):
    """And which of the rows."""

    part: Annotated[int, Field(ge=0, le=1, description="1 for the denominator's rows, of a metric over two facts.")] = 0
    left_out: Annotated[bool, Field(description="The rows left out instead, each with its reason.")] = False
    limit: Annotated[int, Field(ge=1, le=100_000, description="How many rows.")] = 100
    offset: Annotated[int, Field(ge=0, le=10**9, description="How many rows to skip.")] = 0


class Explained(About):
    """And how much is shown of it."""

    sample: Annotated[int, Field(ge=0, le=100, description="How many of the counted rows to show.")] = 5


def options(asked: About) -> dict[str, Any]:
    """The options of a question as the Python interface takes them."""
    found: dict[str, Any] = {
        name: getattr(asked, name) for name in ("since", "until", "where", "profile", "zone", "confidential")
    }
    found["params"] = pairs(asked.set, where="set")
    if isinstance(asked, Sliced):
        found["by"] = [name.strip() for name in (asked.by or "").split(",") if name.strip()]
        found["confidence"] = asked.confidence
    for name in ("grain", "compare"):
        if hasattr(asked, name):
            found[name] = getattr(asked, name)
    return found


def check(request: HttpRequest, asked: Schema, token: Token) -> None:
    """Raises Refused for an option that does not exist (422), and for a condition on personal data not to be seen (403)."""
    for name in request.GET:
        if name not in type(asked).model_fields:
            known = ", ".join(type(asked).model_fields)
            raise Refused(422, f"There is no option {name!r}.", where="the address", fix=f"Choose from: {known}.")
    refuse_personal(getattr(asked, "where", None), token)


def refuse_personal(where: str | None, token: Token) -> None:
    """Raises Refused (403) for a condition on personal data, of a token that does not see them.

    It would tell them: one asks for the rows of a name, and sees whether there are any.
    """
    if not where or token.personal:
        return
    personal = PERSONAL & set(conditions.names(conditions.parse(where)))
    if personal:
        raise Refused(
            403, f"The condition is about personal data: {', '.join(sorted(personal))}.", where="where",
            fix="Leave it out, or ask with a token that sees personal data.",
        )  # fmt: skip


@contextmanager
def turn() -> Iterator[None]:
    """A turn to put a question. Raises Refused (503) where many wait for one."""
    busy = Refused(503, "Many questions are being answered.", fix="Ask again as Retry-After says.", after=2)
    if not _queue.acquire(blocking=False):
        raise busy
    try:
        if not _places.acquire(timeout=_PATIENCE):
            raise busy
        try:
            yield
        finally:
            _places.release()
    finally:
        _queue.release()
