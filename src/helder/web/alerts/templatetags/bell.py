"""The bell in the header of every page."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import DatabaseError

from helder.web.accounts.models import Right
from helder.web.alerts.showing import bell_of

register = template.Library()


@register.inclusion_tag("alerts/_bell.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any]:
    """How many firings someone should look at; nothing for those who see no figures."""
    user = context.get("user")
    try:
        if user is not None and user.is_authenticated and user.may(Right.BOARD):
            return bell_of(user)
    except DatabaseError:  # the page may be the one that tells of it
        pass
    return {"firings": None}
