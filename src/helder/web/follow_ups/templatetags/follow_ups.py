"""The way to follow-ups in the navigation of every page, with how many wait for whoever looks."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import DatabaseError

from helder.web.follow_ups.seeing import for_oneself, is_of

register = template.Library()


@register.inclusion_tag("follow_ups/_way.html", takes_context=True)
def follow_ups_way(context: dict[str, Any]) -> dict[str, Any]:
    """The link, for those to whom follow-ups are anything."""
    user = context.get("user")
    try:
        if user is not None and user.is_authenticated and is_of(user):
            return {"shown": True, "count": for_oneself(user).count(), "at": context.get("at") or ""}
    except DatabaseError:  # the page may be the one that tells of it
        pass
    return {"shown": False}
