"""What can be done with tokens."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helder.errors import BadQuestion, UnknownName
from helder.model import TABLES
from helder.web.accounts import audit
from helder.web.accounts.models import Department, Person
from helder.web.tokens import known
from helder.web.tokens.models import ALL, Token

PREFIX = "helder_"
_FORM = re.compile(r"helder_[A-Za-z0-9_-]{43}")
_SHOWN = len(PREFIX) + 5


def create(
    name: str, *, writes: Iterable[str] = (), reads: bool = False, personal: bool = False, webhooks: bool = False,
    department: Department | None = None, days: int | None = None, by: Person | None = None,
) -> tuple[Token, str]:  # fmt: skip
    """Make a token; returned with its text, which is kept nowhere.

    writes: tables, or ALL. department: whose rows alone it reads. days: after which it expires. Raises UnknownName for a table
    that does not exist, BadQuestion for a name that another has, a token that would open nothing, or one of a department that
    is to manage webhooks, as these tell of the whole company.
    """
    tables = sorted({*writes})
    for table in tables:
        if table != ALL and table not in TABLES:
            raise UnknownName("table", table, TABLES)
    if not (tables or reads or webhooks):
        raise BadQuestion(_("The token would open nothing."), fix=_("Let it write to a table, read, or manage webhooks."))
    if department is not None and not reads:
        raise BadQuestion(
            _("What a token sends is of the whole company."), where=name,
            fix=_("Let a token of a department read, or make it of the whole company."),
        )  # fmt: skip
    if department is not None and webhooks:
        raise BadQuestion(_("Webhooks tell of the whole company."), where=name, fix=_("Let a token of a department manage none."))
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        name=name.strip(), start=text[:_SHOWN], digest=digest_of(text), writes=[ALL] if ALL in tables else tables, reads=reads,
        personal=personal, webhooks=webhooks, department=department, made_by=by,
        expires_at=None if days is None else timezone.now() + timedelta(days=days),
    )  # fmt: skip
    try:
        with transaction.atomic():
            token.save()
            audit.note(by, "made_token", token, may=token.scopes, expires=token.expires_at)
    except IntegrityError as error:
        raise BadQuestion(
            _("There is a token of that name."), where=name, fix=_("Give it another name, also where the other is revoked.")
        ) from error
    return token, text


def revoke(token: Token, *, by: Person | None = None) -> None:
    """Let a token open nothing from now on."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.note(by, "revoked_token", token)
    known.forget()


def named(name: str) -> Token:
    """The token of that name. Raises UnknownName."""
    found = Token.objects.filter(name=name).first()
    if found is None:
        raise UnknownName("token", name, Token.objects.values_list("name", flat=True))
    return found


def is_token(text: str) -> bool:
    """Whether a text has the form of a token."""
    return _FORM.fullmatch(text) is not None


def digest_of(text: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()
