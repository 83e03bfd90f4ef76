"""Keeping the roll-ups of a served store: made where it has many rows, and made anew where loads have left them behind."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from threading import Event, Thread
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection

from helder.boards.board import NARROWED_BY
from helder.errors import HelderError

if TYPE_CHECKING:
    from helder.workspace import Workspace

#: Seconds between looks, and of how many the making may take one.
_PAUSE, _SHARE = 30.0, 10
#: The most dimensions that what adds up is kept by: each multiplies the rows of a roll-up.
_MOST = 6

_log = logging.getLogger(__name__)


class Renewal(Thread):
    """Works beside the server until `stopping` is set, for a small share of the time. from_rows: of a store; 0 for never."""

    def __init__(self, workspace: Workspace, from_rows: int, stopping: Event) -> None:
        super().__init__(name="helder-rollups", daemon=True)
        self._workspace = workspace
        self._from_rows = from_rows
        self._stopping = stopping
        self._made: tuple[str, ...] = ()

    def run(self) -> None:
        pause = 1.0
        while self._workspace.engine.rollups is not None and not self._stopping.wait(pause):
            begun = time.monotonic()
            try:
                for _ in self._renewed():
                    if self._stopping.is_set():
                        return
            except (HelderError, DatabaseError) as error:
                _log.warning("Roll-ups could not be made: %s", error)
            pause = max(_PAUSE, (time.monotonic() - begun) * _SHARE)

    def _renewed(self) -> Iterator[str]:
        kept = self._workspace.rollups
        if kept.listed():
            yield from kept.renew(only_stale=True)
        if not self._from_rows or sum(self._workspace.engine.counts().values()) < self._from_rows:
            return
        narrowed_by = _narrowed_by()
        if narrowed_by != self._made:
            yield from kept.add_for_boards(narrowed_by)
            self._made = narrowed_by


def _narrowed_by() -> tuple[str, ...]:
    """The dimensions that boards are narrowed by: those offered, and those that say which rows a department sees."""
    from helder.web.accounts.models import Department

    of_each = list(Department.objects.values_list("conditions", flat=True))
    connection.close()  # of this thread, which asks seldom
    of_departments = sorted({name for conditions in of_each for name in conditions})
    return tuple(dict.fromkeys((*NARROWED_BY, *of_departments)))[:_MOST]
