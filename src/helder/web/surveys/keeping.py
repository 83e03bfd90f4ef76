"""Keeping answers: in the response first, then in the table of answers, so that none is lost and none counted twice."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import asdict
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from django.db import transaction

from helder.connectors.arriving.receipt import Receipt
from helder.model import TABLES
from helder.web import serving
from helder.web.surveys.given import Answer
from helder.web.surveys.models import Response
from helder.web.surveys.rows import rows
from helder.web.surveys.signals import answered, opened
from helder.web.surveys.visit import Shut, Visit

_log = logging.getLogger(__name__)
#: Rows of a response go in the order in which its answers were kept: the last row of a key wins.
_in_order = Lock()
_PATIENCE = 20


def seen(visit: Visit) -> None:
    """A person is there."""
    if visit.link.invitation_id is not None and not visit.trial:
        opened.send(sender=None, invitation_id=visit.link.invitation_id, at=datetime.now(UTC))


def keep(visit: Visit, answers: Mapping[str, Answer], put: Mapping[str, datetime], language: str, *, complete: bool) -> None:
    """Keep answers, blank ones too, and the questions put, answered or not. Raises Shut where the response was completed before.

    put: when, by the question's code.
    """
    if not visit.trial:
        send(_kept(visit, answers, put, language, complete).pk)


def send(pk: int) -> None:
    """Send a response's answers on; what fails stays marked as not sent, and is sent again by a job."""
    with _in_order:
        response = Response.objects.select_related("version__survey").get(pk=pk)
        told = rows(response)
        arriving = serving.now().arrivals.send(TABLES["answers"], told, source=f"survey {response.version.survey.key}")
    if not _arrived(arriving, response):
        return
    Response.objects.filter(pk=pk, page=response.page).update(sent=True)
    answered.send(
        sender=None,
        response_id=response.response_id,
        invitation_id=response.invitation_id,
        customer_id=response.link.get("customer_id"),
        complete=response.completed_at is not None,
        answers=told,
    )


def _arrived(arriving: Future[Receipt], response: Response) -> bool:
    try:
        receipt = arriving.result(timeout=_PATIENCE)
    except Exception:  # noqa: BLE001 - whatever it is, the respondent need not know: the answers are kept
        _log.exception("answers of response %s are kept, and will be sent again", response.response_id)
        return False
    for fault in receipt.rejected:
        _log.warning("an answer of response %s is among the rejects: %s", response.response_id, fault.reason)
    return True


def _kept(visit: Visit, answers: Mapping[str, Answer], put: Mapping[str, datetime], language: str, complete: bool) -> Response:
    now = datetime.now(UTC)
    with transaction.atomic():
        response = _row(visit, language, now)
        if response.completed_at is not None:
            raise Shut("used", 200, visit.definition)
        response.answers = {**_blank(put, now), **response.answers, **_merged(response, answers, visit.asked_at, now)}
        response.language, response.sent = language, False
        response.page += 1
        response.completed_at = now if complete else None
        response.save()
    return response


def _row(visit: Visit, language: str, now: datetime) -> Response:
    """The response, held until the transaction ends; made where it is the first page of it."""
    which = {"response_id": visit.response_id}
    if visit.link.invitation_id is not None:
        which = {"invitation_id": visit.link.invitation_id}
    link = {name: value for name, value in asdict(visit.link).items() if value is not None}
    made = {"response_id": visit.response_id, "version": visit.version, "link": link, "language": language, "started_at": now}
    return Response.objects.select_for_update().get_or_create(**which, defaults=made)[0]


def _blank(put: Mapping[str, datetime], now: datetime) -> dict[str, Any]:
    """Nothing in answer to the questions put."""
    plain, answered_at = asdict(Answer()), now.isoformat()
    return {code: {**plain, "asked_at": min(at, now).isoformat(), "answered_at": answered_at} for code, at in put.items()}


def _merged(response: Response, answers: Mapping[str, Answer], asked_at: datetime, now: datetime) -> dict[str, Any]:
    """The answers that are new or other than those kept, with their times."""
    merged = {}
    for code, answer in answers.items():
        before = response.answers.get(code)
        plain = asdict(answer)
        if before is not None and plain == {name: before[name] for name in plain}:
            continue
        asked = min(datetime.fromisoformat(before["asked_at"]) if before else asked_at, now)
        merged[code] = {**plain, "asked_at": asked.isoformat(), "answered_at": now.isoformat()}
    return merged
