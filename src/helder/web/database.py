"""The database of accounts, for a command: opened beside a server that may be running."""

from __future__ import annotations

from helder.errors import StoreError
from helder.settings import Settings
from helder.web.configure import configure


def opened(settings: Settings) -> None:
    """Set Django up and bring the database to its present form. Raises StoreError where it cannot be."""
    settings.home.mkdir(parents=True, exist_ok=True)
    configure(settings)
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise StoreError(
            f"The database of accounts cannot be opened: {error}.", where="database_url", fix="See that it can be written."
        ) from error
