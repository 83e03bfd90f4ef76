"""The audit log: who did what, when and from where."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from helder.web.accounts.models import Entry

if TYPE_CHECKING:
    from helder.web.accounts.models import Person

#: The address of whoever asks; blank in a command or a job.
address: ContextVar[str] = ContextVar("address", default="")

#: What the verbs are called; one that others note is shown as they named it.
VERBS = {
    "signed_in": _("signed in"),
    "signed_out": _("signed out"),
    "failed_to_sign_in": _("failed to sign in"),
    "locked_out": _("was locked out"),
    "added_person": _("added a person"),
    "changed_person": _("changed a person"),
    "changed_password": _("changed their password"),
    "made_password": _("made a new password"),
    "made_department": _("made a department"),
    "changed_department": _("changed a department"),
    "deleted_department": _("deleted a department"),
}


def note(by: Person | None, verb: str, about: object = "", **details: Any) -> None:
    """Add an entry to the audit log. details: what JSON can hold; dates and other things are kept as they read."""
    Entry(
        who="" if by is None else by.username,
        verb=verb[:60],
        about=str(about)[:200],
        details={name: _plain(value) for name, value in details.items()},
        address=address.get()[:45],
    ).save()


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What is another than before, as details of an entry: by name, what it was and what it is."""
    return {name: {"from": before.get(name), "to": after[name]} for name in after if before.get(name) != after[name]}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or type(value) in (str, int, float, bool) else str(value)
