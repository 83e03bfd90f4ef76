"""How a connection stands, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helder.connectors.sources.connection import Connection
from helder.connectors.sources.runs import Place, Run
from helder.errors import HelderError
from helder.web import serving
from helder.web.sources.running import due_at
from helder.web.writing import writing


@dataclass(frozen=True)
class State:
    """A connection and its last run. look: good, bad, warn or none, as it is coloured."""

    name: str
    connection: Connection | None
    problem: str
    last: Run | None
    busy: bool
    next: datetime | None

    @property
    def word(self) -> str:
        """How it stands."""
        if self.problem:
            return _("cannot be read")
        if self.busy:
            return _("running")
        if self.last is None:
            return _("has not run")
        if self.last.ended is None:
            return _("broken off")
        return _("failed") if self.last.error else _("well")

    @property
    def look(self) -> str:
        """How it is coloured."""
        if self.problem or (self.last and self.last.error and not self.busy):
            return "bad"
        if self.busy or self.last is None or self.last.ended is None:
            return "warn"
        return "good"

    @property
    def told(self) -> str:
        """What the last run did."""
        return outcome(self.last) if self.last else ""


def outcome(run: Run) -> str:
    """What a run did, in a sentence."""
    said = [
        ngettext("%(n)s item read", "%(n)s items read", run.read) % {"n": writing().number(run.read, 0)},
        ngettext("%(n)s row new or changed", "%(n)s rows new or changed", run.changed) % {"n": writing().number(run.changed, 0)},
    ]
    if run.rejected:
        said.append(
            ngettext("%(n)s row rejected", "%(n)s rows rejected", run.rejected) % {"n": writing().number(run.rejected, 0)}
        )
    return ", ".join(said)


def of(name: str, found: Connection | HelderError) -> State:
    """How a connection stands."""
    place = Place(serving.now().home, name)
    last = next(iter(place.runs(1)), None)
    if isinstance(found, HelderError):
        return State(name, None, str(found), last, place.busy, None)
    return State(name, found, "", last, place.busy, due_at(found, last))
