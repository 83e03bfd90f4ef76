"""Links that open a board without signing in: made, revoked, and what one opens."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from helder.errors import BadQuestion
from helder.query.scope import Scope
from helder.web.accounts import audit
from helder.web.accounts.models import Department, Person, Right, Role
from helder.web.accounts.seeing import scope_of, scope_of_departments
from helder.web.boards.opening import Opened, opened
from helder.web.sharing.models import Link

_SHOWN = 6
#: Letters that the view of a link may have, as its column.
_LONGEST = 1000


@dataclass(frozen=True)
class Through:
    """What a link opens: a board, and the rows seen through it."""

    link: Link
    board: Opened
    scope: Scope


def departments_for(by: Person) -> list[Department]:
    """The departments whose rows somebody may show by a link: those of all whose rows they see."""
    return list(Department.objects.all() if by.may(Right.COMPANY) else by.departments.all())


def make(
    board: Opened, name: str, *, by: Person, department: Department | None = None, days: int | None = 30, wall: bool = False,
    fixed: bool = False, query: str = "", language: str = "",
) -> tuple[Link, str]:  # fmt: skip
    """Make a link, returned with its token, which is kept nowhere.

    department: whose rows are seen, those of its maker where None. days: after which it expires; None for never. Raises
    BadQuestion for what is not for one to share, and where only an administrator may.
    """
    if not board.may_share or (department is not None and department not in departments_for(by)):
        raise BadQuestion(_("You cannot share this board so."), where=str(department or board.title))
    if days is None and by.role != Role.ADMINISTRATOR:
        raise BadQuestion(_("Only administrators make links that never expire."), where="days")
    if len(query) > _LONGEST:
        raise BadQuestion(
            _("This view is too long for a link: %(n)s letters of %(most)s.") % {"n": len(query), "most": _LONGEST},
            where=board.title, fix=_("Narrow it to fewer values."),
        )  # fmt: skip
    secret = secrets.token_urlsafe(32)
    link = Link(
        name=name.strip(), board=board.key, start=secret[:_SHOWN], digest=_digest(secret), made_by=by,
        own_rows=department is None, department=department, query=query, fixed=fixed, wall=wall, language=language,
        expires_at=None if days is None else timezone.now() + timedelta(days=days),
    )  # fmt: skip
    with transaction.atomic():
        link.save()
        told = {"board": board.key, "rows": department or "own", "expires": link.expires_at, "wall": wall}
        audit.note(by, "made_link", f"{board.title}: {link}", **told)
    return link, _signer().sign(secret)


def revoke(link: Link, *, by: Person) -> None:
    """Let a link open nothing from now on."""
    with transaction.atomic():
        if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
            audit.note(by, "revoked_link", link, board=link.board)


def may_revoke(board: Opened, link: Link, by: Person) -> bool:
    """Whether somebody may revoke a link: any to a board they may change, else their own; an administrator every one."""
    return board.may_edit or link.made_by_id == by.pk or by.role == Role.ADMINISTRATOR


def named_by(token: str, *, wall: bool) -> Link | None:
    """The link of a token; None where there never was one."""
    try:
        secret = _signer().unsign(token)
    except BadSignature:
        return None
    return Link.objects.select_related("made_by", "department").filter(digest=_digest(secret), wall=wall).first()


def holding(link: Link) -> Through | None:
    """What a link opens; None where it is over, or its maker might not make it any more."""
    by = link.made_by
    if link.over or by is None or not by.is_active:
        return None
    try:
        board = opened(by, link.board)
    except Http404:
        return None
    scope = _scope(link, by)
    return Through(link, board, scope) if board.may_share and scope is not None else None


def note_opening(link: Link) -> None:
    """Count an opening; the first of a day goes into the audit log."""
    now = timezone.now()
    first = link.opened_at is None or timezone.localdate(link.opened_at) != timezone.localdate(now)
    Link.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=now)
    if first:
        audit.note(None, "opened_link", link, board=link.board)


def _scope(link: Link, by: Person) -> Scope | None:
    """The rows seen through a link: its maker's, or those of a department whose rows its maker may still show."""
    if link.own_rows:
        return scope_of(by)
    if link.department is None or link.department not in departments_for(by):
        return None
    return scope_of_departments([link.department])


def _signer() -> Signer:
    return Signer(salt="helder.link", sep=".")


def _digest(secret: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
