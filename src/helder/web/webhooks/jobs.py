"""What webhooks do now and then."""

from __future__ import annotations

from helder.web.jobs import every
from helder.web.webhooks import sending


@every(60)
def forget_old_deliveries() -> None:
    """Forget what became of old messages."""
    sending.forget_old()
