"""What the running server holds: its home folder, the store it owns, and whether it is stopping."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import cast
from zoneinfo import ZoneInfo

from django.dispatch import Signal

from helder.connectors.arriving.arrivals import Arrivals
from helder.metrics import Catalog
from helder.model import retention_file
from helder.settings import Settings
from helder.web.boards.data import Questions
from helder.web.boards.renewal import Renewal
from helder.web.jobs import Jobs


@dataclass
class Serving:
    """One server's belongings."""

    settings: Settings
    questions: Questions
    arrivals: Arrivals
    jobs: Jobs
    stopping: Event = field(default_factory=Event)
    renewal: Renewal | None = None

    @property
    def home(self) -> Path:
        """The home folder."""
        return self.settings.home

    def stop(self) -> None:
        """Let open pages, jobs and questions end and what has arrived come in, then let go of the store."""
        self.stopping.set()
        self.jobs.stop()
        self.arrivals.close()
        if self.renewal is not None:
            self.renewal.join()
        self.questions.close()


_current: list[Serving] = []
#: Sent with `serving` once the server has its belongings.
begun = Signal()


def begin(settings: Settings) -> Serving:
    """Open the store, of which this process is then the owner.

    Raises StoreBusy where another process has it, StoreError where it cannot be opened, BadSetting for rules of retention that
    cannot be.
    """
    from helder.workspace import of_settings

    retention_file.read(settings.home)
    workspace = of_settings(settings, read_only=False)
    questions = Questions(workspace, settings["currency"], settings["industry"])
    arrivals = Arrivals(workspace.engine, settings.home / "arriving", currency=settings["currency"])
    serving = Serving(settings, questions, arrivals, Jobs(settings))
    serving.renewal = Renewal(workspace, settings["rollups_from"], serving.stopping)
    serving.renewal.start()
    _current[:] = [serving]
    begun.send(Serving, serving=serving)
    return serving


@contextmanager
def reading(settings: Settings) -> Iterator[Questions]:
    """What a command has that only asks, also while a server owns the store: no row arrives by it, and no job is done."""
    from helder.workspace import of_settings

    questions = Questions(of_settings(settings, read_only=True), settings["currency"], settings["industry"])
    _current[:] = [Serving(settings, questions, cast(Arrivals, None), cast(Jobs, None))]
    try:
        yield questions
    finally:
        _current.clear()
        questions.close()


@contextmanager
def working(settings: Settings) -> Iterator[None]:
    """What a command has that changes the store while no server owns it: rows that had arrived come in, and no job is done."""
    from helder.workspace import of_settings

    questions = Questions(of_settings(settings, read_only=False), settings["currency"], settings["industry"])
    try:
        arrivals = Arrivals(questions.workspace.engine, settings.home / "arriving", currency=settings["currency"])
        try:
            _current[:] = [Serving(settings, questions, arrivals, cast(Jobs, None))]
            yield
        finally:
            _current.clear()
            arrivals.close()
    finally:
        questions.close()


def catalog() -> Catalog:
    """The metrics there are: the catalogue's and the company's own."""
    return now().questions.workspace.catalog


def zone() -> ZoneInfo:
    """The workspace's zone."""
    return ZoneInfo(now().questions.workspace.engine.zone)


def now() -> Serving:
    """The server's belongings; there is exactly one server in a process."""
    return _current[0]
