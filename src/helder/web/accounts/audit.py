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
    "invited": _("invited someone"),
    "revoked_invitation": _("revoked an invitation"),
    "changed_themselves": _("changed their name or language"),
    "added_second_factor": _("set up a second factor"),
    "removed_second_factor": _("removed a second factor"),
    "made_recovery_codes": _("made recovery codes"),
    "used_recovery_code": _("used a recovery code"),
    "failed_second_factor": _("gave a wrong code"),
    "refused_by_company": _("was refused, coming by the company's provider"),
    "ended_sessions": _("ended sessions"),
    "made_token": _("made a token"),
    "revoked_token": _("revoked a token"),
    "added_webhook": _("added a webhook"),
    "removed_webhook": _("removed a webhook"),
    "set_goal": _("set a goal"),
    "withdrew_goal": _("withdrew a goal"),
    "made_alert": _("made an alert"),
    "changed_alert": _("changed an alert"),
    "paused_alert": _("paused an alert"),
    "deleted_alert": _("deleted an alert"),
    "closed_firing": _("closed what an alert found"),
    "made_follow_up_rule": _("made a rule of follow-ups"),
    "changed_follow_up_rule": _("changed a rule of follow-ups"),
    "switched_follow_up_rule": _("switched a rule of follow-ups on or off"),
    "deleted_follow_up_rule": _("deleted a rule of follow-ups"),
    "took_follow_up": _("took a follow-up"),
    "handed_follow_up": _("handed a follow-up over"),
    "noted_follow_up": _("wrote about a follow-up"),
    "closed_follow_up": _("closed a follow-up"),
    "reopened_follow_up": _("opened a follow-up again"),
    "loaded_demonstration": _("had the demonstration company loaded"),
    "started_upload": _("uploaded a file"),
    "made_connection": _("connected a system"),
    "changed_connection": _("changed a connection"),
    "deleted_connection": _("deleted a connection"),
    "made_digest": _("had a board mailed regularly"),
    "paused_digest": _("paused a digest"),
    "resumed_digest": _("resumed a digest"),
    "deleted_digest": _("deleted a digest"),
    "left_digest": _("ended a digest for themselves"),
    "downloaded_board": _("downloaded a board"),
    "downloaded_figures": _("downloaded the figures of a tile"),
    "published_survey": _("published a survey"),
    "shared_board": _("shared a board"),
    "withdrew_board": _("took back a board"),
    "made_link": _("made a link to a board"),
    "revoked_link": _("revoked a link to a board"),
    "opened_link": _("opened a link to a board"),
    "exported_customer": _("exported what is kept of a customer"),
    "erased_customer": _("erased a customer"),
    "let_customer_in": _("let an erased customer in again"),
    "applied_retention": _("let go of what is older than it is kept"),
    "broke_off_retention": _("was broken off letting go of what is older than it is kept"),
}

#: What the details of an entry are called; those that others note are shown as they named them.
DETAILS = {
    "active": _("may sign in"),
    "added": _("data added"),
    "address": _("address"),
    "addresses": _("addresses"),
    "board": _("board"),
    "bytes": _("bytes"),
    "changed": _("changed"),
    "conditions": _("rows it sees"),
    "departments": _("departments"),
    "email": _("e-mail"),
    "employee": _("employee number"),
    "events": _("events"),
    "every": _("how often"),
    "expires": _("expires"),
    "firing": _("what it found, number"),
    "form": _("file format"),
    "handed_to": _("handed to"),
    "hours": _("to be done within hours"),
    "key": _("its name in addresses"),
    "kind": _("kind of line"),
    "language": _("language"),
    "left_out": _("data left out"),
    "lists": _("lists"),
    "mapping": _("mapping of"),
    "may": _("what it may do"),
    "may_change": _("may change it"),
    "mends": _("mends load number"),
    "metric": _("metric"),
    "name": _("name"),
    "on": _("switched on"),
    "outcome": _("how it went"),
    "people": _("people"),
    "records": _("records"),
    "rejected_let_go": _("rejected rows let go of"),
    "rows_deleted": _("rows were deleted"),
    "rows_emptied": _("rows without what was personal"),
    "rows_let_go": _("rows let go of"),
    "rows_touched": _("rows of theirs"),
    "role": _("role"),
    "rows": _("whose rows"),
    "sessions": _("devices signed out"),
    "system": _("system"),
    "to": _("sent to"),
    "token": _("token"),
    "version": _("version"),
    "view": _("period and filters"),
    "wall": _("for a wall"),
    "which": _("which answers"),
    "why": _("its reason"),
    "with_whom": _("with whom"),
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


def called(verb: str) -> str:
    """A verb as people read it."""
    return str(VERBS.get(verb, verb.replace("_", " ")))


def detail(name: str) -> str:
    """A detail as people read it."""
    return str(DETAILS.get(name, name.replace("_", " ")))


def forget(before: datetime) -> int:
    """Remove the entries from before a moment, as the settings ask; how many there were."""
    removed: int = Entry.objects.filter(at__lt=before)._raw_delete(Entry.objects.db)
    return removed


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What is another than before, as details of an entry: by name, what it was and what it is."""
    return {name: {"from": before.get(name), "to": after[name]} for name in after if before.get(name) != after[name]}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value if value is None or type(value) in (str, int, float, bool) else str(value)
