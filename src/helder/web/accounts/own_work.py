"""Whose work an agent sees: told where nothing is known of it, as a number is easily mistyped."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from helder.errors import HelderError
from helder.query.scope import work_of
from helder.web import serving
from helder.web.accounts.models import Person, Role

#: What tells that somebody worked.
_WORK = ("contact_volume", "request_volume")


def warn_of_unknown(request: HttpRequest, person: Person) -> None:
    """Say so where an agent has no number, or one under which nothing was ever done."""
    if person.role != Role.AGENT:
        return
    if not person.employee_id:
        messages.warning(request, _("%(name)s has no employee number, and sees no work.") % {"name": person})
    elif not _worked(person.employee_id):
        told = {"name": person, "number": person.employee_id}
        messages.warning(request, _("No work is known yet under %(number)s, the employee number of %(name)s.") % told)


def _worked(employee_id: str) -> bool:
    """Whether anything was done under a number; taken as so where the store does not answer now."""
    with suppress(HelderError):
        workspace = serving.now().questions.workspace.within(work_of(employee_id))
        return any(row.n for row in workspace.show(*_WORK).rows)
    return True
