"""Making files of boards: a few at a time, beside the pages, and none for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TypeVar

from django.utils import translation

from helder.web import serving
from helder.web.reports import page, typesetting
from helder.web.reports.report import Report

T = TypeVar("T")
#: How many are made together; seconds for which one waits for its turn, and within which it must be made.
_TOGETHER, _PATIENCE, _LONGEST = 2, 8.0, 90.0
#: What a board can be made into, with the type of the content.
FORMATS = {"pdf": "application/pdf", "png": "image/png", "html": "text/html; charset=utf-8"}


class Busy(Exception):
    """Too many files are being made, or this one takes too long."""


def made(form: str, report: Report) -> bytes:
    """A report as a file of a format."""
    if form == "pdf":
        settings = serving.now().settings
        return typesetting.pdf(report, paper=settings["report_paper"], landscape=settings["report_landscape"])
    return typesetting.png(report) if form == "png" else page.html(report)


_pool = ThreadPoolExecutor(_TOGETHER, thread_name_prefix="helder-report")
_places = BoundedSemaphore(_TOGETHER)


def in_turn(work: Callable[[], T]) -> T:
    """What some work comes to, done in its turn and in the active language. Raises Busy where its turn does not come."""
    if not _places.acquire(timeout=_PATIENCE):
        raise Busy
    language = translation.get_language()

    def there() -> T:
        with translation.override(language):
            return work()

    future = _pool.submit(there)
    future.add_done_callback(lambda _: _places.release())
    try:
        return future.result(_LONGEST)
    except TimeoutError as error:
        raise Busy from error
