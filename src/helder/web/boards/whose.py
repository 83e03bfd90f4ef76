"""Whose rows somebody sees, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helder.query.scope import Scope
from helder.web import writing


def rows_of(scope: Scope) -> str:
    """Whose rows are seen; nothing where it is the whole company."""
    if scope.parts is None:
        return ""
    if scope.own:
        return _("your own work") if scope.parts else _("nobody: your account has no employee number")
    parts = ("; ".join(writing.narrowed(name, values) for name, values in part) for part in scope.parts)
    return _(" or ").join(parts) or _("nobody")
