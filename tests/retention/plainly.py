"""What is left of rows by the rules of retention, in plain Python: by the local days of their moments, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
Data = dict[str, list[Row]]

#: What tells how old a row is by itself.
MOMENTS = {
    "customers": ("signed_up_at",), "orders": ("ordered_at",), "subscriptions": ("started_at", "ended_at"),
    "invitations": ("sent_at", "delivered_at", "opened_at", "answered_at", "opted_out_at"),
    "answers": ("asked_at", "answered_at"),
    "cases": ("opened_at", "first_replied_at", "resolved_at", "closed_at"), "case_events": ("at",), "page_events": ("at",),
    "contacts": ("offered_at", "queued_at", "answered_at", "ended_at"), "menu_steps": ("entered_at",), "mentions": ("at",),
    "referrals": ("shared_at", "clicked_at", "signed_up_at", "converted_at"), "quality_reviews": ("reviewed_at",),
    "predictions": ("made_at",), "order_lines": (), "turns": (),
}  # fmt: skip
PART_OF = {
    "order_lines": ("orders", "order_id"), "turns": ("contacts", "contact_id"), "menu_steps": ("contacts", "contact_id"),
    "case_events": ("cases", "case_id"),
}  # fmt: skip
SIGNS = ("orders", "subscriptions", "invitations", "answers", "cases", "contacts", "page_events", "mentions", "referrals")
PERSONAL = {
    "customers": ("name", "email", "phone", "born_on", "account", "attributes"), "answers": ("comment",), "turns": ("text",),
    "contacts": ("recording",), "mentions": ("author", "text", "url"), "orders": ("attributes",), "cases": ("attributes",),
    "subscriptions": ("attributes",),
}  # fmt: skip
ORDER = (*PART_OF, *(name for name in MOMENTS if name not in (*PART_OF, "customers")), "customers")


class Plainly:
    """Rows by table, of which those go that are older. zone: whose days count."""

    def __init__(self, data: Data, zone: str) -> None:
        self.data = {name: [dict(row) for row in rows] for name, rows in data.items()}
        self._zone = ZoneInfo(zone)

    def apply(self, first: Mapping[str, tuple[date | None, date | None]]) -> dict[str, tuple[int, int]]:
        """Take out what is older than the first day kept, of rows and of what is personal; how many of each, by table."""
        done = {}
        for name in ORDER:
            if name in first:
                rows, personal = first[name]
                kept = [row for row in self.data[name] if not self._old(name, row, rows)]
                emptied = [self._emptied(name, row) if self._old(name, row, personal) else row for row in kept]
                changed = sum(one != other for one, other in zip(kept, emptied, strict=True))
                done[name] = (len(self.data[name]) - len(kept), changed)
                self.data[name] = emptied
        return done

    def _old(self, name: str, row: Row, first: date | None) -> bool:
        if first is None:
            return False
        last = self.last(name, row)
        if last is None or last >= first:
            return False
        return name != "customers" or not any(
            (self.last(other, one) or date.max) >= first
            for other in SIGNS
            for one in self.data[other]
            if row["customer_id"] in (one.get("customer_id"), one.get("referrer_id"))
        )

    def last(self, name: str, row: Row) -> date | None:
        """The last day that tells of a row; None where none does."""
        if name == "subscriptions" and row["ended_at"] is None:
            return date.max
        days = [self._day(row[column]) for column in MOMENTS[name] if row[column] is not None]
        if name in PART_OF:
            whole, key = PART_OF[name]
            days += [day for one in self.data[whole] if one[key] == row[key] and (day := self.last(whole, one)) is not None]
        if name == "cases":
            days += [self._day(one["at"]) for one in self.data["case_events"] if one["case_id"] == row["case_id"]]
        return max(days, default=None)

    def _day(self, moment: datetime) -> date:
        return moment.replace(tzinfo=UTC).astimezone(self._zone).date()

    def _emptied(self, name: str, row: Row) -> Row:
        found = {**row, **dict.fromkeys(PERSONAL[name])}
        if name == "answers" and row["comment"] is not None:
            found["comment"] = "erased"
        return found
