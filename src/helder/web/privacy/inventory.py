"""Every place outside the store that keeps something of customers, but for backups and what was handed out."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from helder.web.privacy import asked, beneath, followed, sent
from helder.web.privacy.person import Person

#: In the order in which they are erased: what is found by another is found before that is gone.
HOLDERS = (*asked.HOLDERS, *followed.HOLDERS, *sent.HOLDERS)


def kept(person: Person) -> dict[str, list[dict[str, Any]]]:
    """The records of a person by the place that keeps them, of those that keep any."""
    found = {one.name: [dict(record) for record in one.found(person)] for one in HOLDERS}
    return {name: records for name, records in found.items() if records}


def titles() -> dict[str, str]:
    """What each place is called."""
    return {one.name: str(one.title) for one in HOLDERS}


def erase(person: Person) -> None:
    """Take a person out of all of them, and once that is kept out of what lies beneath."""
    transaction.on_commit(beneath.overwrite)
    for one in HOLDERS:
        one.erase(person)
