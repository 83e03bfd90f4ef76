"""Keeping what a site's script sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helder.model import TABLES
from helder.web import serving
from helder.web.tracker import rows
from helder.web.tracker.posted import Posted
from helder.web.tracker.recent import RECENT, Seen
from helder.web.tracker.rows import Arrival


def take(posted: Posted, how: Arrival) -> int:
    """Keep the events of a send durably, each once however often it is sent; how many of it are kept now.

    Raises StoreError where nothing can be kept.
    """
    refused = list(posted.refused)
    kept = []
    for event in posted.events:
        if rows.is_old(event, how):
            refused.append("an event of more than 30 days ago")
            continue
        if not rows.is_signed(event, how):
            refused.append("a customer whose signature is wrong; the event is kept without the customer")
        kept.append(event)
    events = [rows.page_event(event, how) for event in kept if event["event"] != "answer"]
    events = [row for row in events if not RECENT.knows(row["event_id"])]
    answers = [rows.answer(event, how) for event in kept if event["event"] == "answer"]
    refused += _send("page_events", events, how)
    RECENT.keep([row["event_id"] for row in events])
    refused += _send("answers", answers, how)
    shown = [Seen(how.received, row["event"], row["page"]) for row in events]
    shown += [Seen(how.received, f"{row['instrument']}: {row['choice']}") for row in answers]
    RECENT.note(how.site.key, *shown, *(Seen(how.received, refused=why) for why in refused))
    return len(kept)


def _send(table: str, found: Sequence[dict[str, Any]], how: Arrival) -> list[str]:
    """Send rows; why some were rejected."""
    if not found:
        return []
    receipt = serving.now().arrivals.send(TABLES[table], found, source=f"site {how.site.name}").result()
    return [f"{fault.column}: {fault.reason}" for fault in receipt.rejected]
