"""What sources do by themselves."""

from __future__ import annotations

from helder.web.jobs import every
from helder.web.sources import running


@every(1)
def run_what_is_due() -> None:
    """Begin to run the connections that are due."""
    for name in running.due():
        running.start(name)
