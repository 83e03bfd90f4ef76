"""What the API does beside answering."""

from __future__ import annotations

from helder.web.api import once
from helder.web.jobs import every


@every(30)
def forget_old_sends() -> None:
    """Forget the answers kept under keys for a day."""
    once.forget_old()
