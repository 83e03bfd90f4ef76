"""What lies beneath in the application's own database after something was erased from it, where that is SQLite.

Each connection overwrites what it deletes (`secure_delete`, in `helder.web.configure`); old pages still are in the log beside
the file until that is written into it and cut off, which waits for whoever reads.
"""

from __future__ import annotations

import time

from django.db import connection
from django.utils.translation import gettext as _

from helder.errors import StoreError

#: How long whoever reads the database is waited for, beyond what each try waits by itself.
_SECONDS = 10.0
_PAUSE = 0.2


def overwrite(seconds: float = _SECONDS) -> None:
    """Cut off the log of changes, with what was erased. Raises StoreError where somebody reads the database all that time."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    ends = time.monotonic() + seconds
    while not _cut():
        if time.monotonic() > ends:
            raise StoreError(
                _("What lay beneath cannot be overwritten yet: the application's database is being read."),
                fix=_("Erase the customer once more in a minute."),
            )
        time.sleep(_PAUSE)


def _cut() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("pragma wal_checkpoint(truncate)")
        (busy, *_counts) = cursor.fetchone()
    return not busy
