"""Conversations in which a customer's link or code is passed on."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from helder.model import BATCH, TABLES
from helder.web import serving
from helder.web.referrals import codes, links
from helder.web.referrals.models import Link

_MOST = 5000


def look(since: int) -> None:
    """Mark mentions that pass a code on as recommending the company, and note the link as shared; others stay as they are."""
    mentions = TABLES["mentions"]
    t = mentions.expression
    own = [column.name for column in mentions.columns]
    found = t.filter((t[BATCH] > since) & (t.text.notnull() | t.url.notnull())).select(*own).order_by("mention_id")
    engine, offset = serving.now().questions.workspace.engine, 0
    while rows := engine.run(found.limit(_MOST, offset=offset)).to_pylist():
        marked = [{**row, "refers": True} for row in rows if _passes_on(row) and not row["refers"]]
        if marked:
            serving.now().arrivals.send(mentions, marked, source="referral programme").result()
        offset += _MOST


def _passes_on(mention: dict[str, Any]) -> bool:
    known = [Link.objects.filter(code=code).first() for code, _name in codes.found_in([mention["text"], mention["url"]])]
    for link in filter(None, known):
        links.shared(link, mention["at"].replace(tzinfo=UTC), name=codes.of_mention(link.code, mention["mention_id"]))
    return any(known)
