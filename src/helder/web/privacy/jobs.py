"""What is let go of by itself, because it is old."""

from __future__ import annotations

from helder.web.jobs import every
from helder.web.privacy.retaining import apply_when_due


@every(60)
def let_go() -> None:
    """Once each day of the workspace: take out what is older than the rules of retention say."""
    apply_when_due()
