"""What commands ask about a customer, or about old rows: done here where no server owns the store, else by that server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from helder.errors import StoreBusy
from helder.settings import Settings
from helder.store import owner
from helder.web import serving
from helder.web.database import opened

#: What the owner of a store is asked to do.
CUSTOMER, RETENTION = "customer", "retention"


def asking(settings: Settings) -> Callable[..., dict[str, Any]]:
    """What answers as `helder.web.privacy.actions.told` does, asked by what and customer, and what else that wants."""
    opened(settings)
    from helder.web.privacy.actions import told

    def asked(what: str, customer: str, **given: Any) -> dict[str, Any]:
        return _by_the_owner(settings, CUSTOMER, told, {"what": what, "customer": customer, **given})

    return asked


def asking_about_retention(settings: Settings) -> Callable[..., dict[str, Any]]:
    """What answers as `helder.web.privacy.retaining.told` does, asked by what."""
    opened(settings)
    from helder.web.privacy.retaining import told

    def asked(what: str) -> dict[str, Any]:
        return _by_the_owner(settings, RETENTION, told, {"what": what})

    return asked


def _by_the_owner(
    settings: Settings, do: str, told: Callable[[Mapping[str, Any]], dict[str, Any]], given: Mapping[str, Any]
) -> dict[str, Any]:
    """What the process that owns the store answers: this one, where no other does."""
    try:
        with serving.working(settings):
            return told(given)
    except StoreBusy:
        if not owner.present(settings.home):
            raise
        return owner.ask(settings.home, do, lambda *_: None, **given)
