"""Keeping the roll-ups of a served store: made where it has many rows, and made anew where loads have left them behind."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from threading import Event, Thread
from typing import TYPE_CHECKING

from helder.errors import HelderError

if TYPE_CHECKING:
    from helder.workspace import Workspace

#: Seconds between looks, and of how many the making may take one.
_PAUSE, _SHARE = 30.0, 10
#: What boards show: figures by channel, and of the whole.
_SHOWN = (("channel",), ())

_log = logging.getLogger(__name__)


class Renewal(Thread):
    """Works beside the server until `stopping` is set, for a small share of the time. from_rows: of a store; 0 for never."""

    def __init__(self, workspace: Workspace, from_rows: int, stopping: Event) -> None:
        super().__init__(name="helder-rollups", daemon=True)
        self._workspace = workspace
        self._from_rows = from_rows
        self._stopping = stopping

    def run(self) -> None:
        pause = 1.0
        while self._workspace.engine.rollups is not None and not self._stopping.wait(pause):
            begun = time.monotonic()
            try:
                for _ in self._renewed():
                    if self._stopping.is_set():
                        return
            except HelderError as error:
                _log.warning("Roll-ups could not be made: %s", error)
            pause = max(_PAUSE, (time.monotonic() - begun) * _SHARE)

    def _renewed(self) -> Iterator[str]:
        kept = self._workspace.rollups
        if kept.listed():
            yield from kept.renew(only_stale=True)
        elif self._from_rows and sum(self._workspace.engine.counts().values()) >= self._from_rows:
            for by in _SHOWN:
                yield from kept.add(by)
