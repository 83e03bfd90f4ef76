"""Questions to Spark: within a time, answered as Arrow, their failures in a sentence instead of a page of Java."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import SparkSession

from helder.engines.spark.views import Views
from helder.errors import HelderError, NotSupported, StoreError

if TYPE_CHECKING:
    import pyarrow as pa

#: What Spark puts round a message: its condition's name before, its code after.
_AROUND = re.compile(r"^\[[A-Z0-9_.]+\] |\s*SQLSTATE: \w+.*$")


def ask(views: Views, sql: str, tables: Iterable[str], where: str, seconds: float | None) -> pa.Table:
    """The rows of a query over some tables.

    Raises NotSupported for a query that Spark cannot run, StoreError where it fails or takes longer than it may.
    """
    late = threading.Event()
    try:
        with _cancelled(views.session, seconds, late):
            rows: pa.Table = views.frame(sql, tables).toArrow()
    except (PySparkException, Py4JError, OSError) as error:
        if late.is_set():
            raise StoreError(
                f"It took longer than the {seconds:g} seconds a question may take.", where=where,
                fix="Ask for a shorter period or fewer dimensions, or allow more seconds.",
            ) from None  # fmt: skip
        raise told(error, where) from error
    return rows


@contextmanager
def _cancelled(session: Any, seconds: float | None, late: threading.Event) -> Iterator[None]:
    """Cancel what Spark does for this block when its time is over (`late`), or when it is left before its end."""
    tag, done = f"helder-{uuid4().hex}", threading.Event()

    def watch() -> None:
        over = done.wait(seconds)
        while not over:  # a query that is still being planned has nothing to cancel yet
            late.set()
            _cancel(session, tag)
            over = done.wait(0.5)

    watching = threading.Thread(target=watch, daemon=True)
    _mark(session, tag)
    watching.start()
    try:
        yield
    except BaseException:
        _cancel(session, tag)
        raise
    finally:
        done.set()
        watching.join()
        if not isinstance(session, SparkSession):
            session.removeTag(tag)


def _mark(session: Any, tag: str) -> None:
    """Name what this thread has Spark do, to cancel it by: with a tag on a server, else a job group, as tags do not end it."""
    if isinstance(session, SparkSession):
        session.sparkContext.setJobGroup(tag, "Helder", interruptOnCancel=True)
    else:
        session.addTag(tag)


def _cancel(session: Any, tag: str) -> None:
    with suppress(PySparkException, Py4JError):
        if isinstance(session, SparkSession):
            session.sparkContext.cancelJobGroup(tag)
        else:
            session.interruptTag(tag)


def told(error: Exception, where: str) -> HelderError:
    """An error of Spark in the user's words."""
    text = _message(error)
    if isinstance(error, AnalysisException):
        return NotSupported(f"Spark cannot run this: {text}", where=where)
    return StoreError(f"Spark failed: {text}", where=where, fix="See whether the cluster is up, and its log.")


def _message(error: Exception) -> str:
    text = str(error.java_exception.getMessage()) if isinstance(error, Py4JJavaError) else str(error)
    lines = [line for line in text.strip().splitlines() if line] or [type(error).__name__]
    return _AROUND.sub("", lines[0].removeprefix("(org.apache.spark.SparkException) "))
