"""Work of boards beside the pages."""

from __future__ import annotations

from helder.web.boards import demonstration
from helder.web.follow_ups import demonstration as follow_ups
from helder.web.jobs import job


@job()
def load_demonstration() -> None:
    """Put the demonstration company into the store."""
    demonstration.load()
    follow_ups.make()
