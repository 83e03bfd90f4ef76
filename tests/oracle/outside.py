"""What reaches people and what they say of it, drawn at random: invitations, reviews of conversations, mentions."""

from __future__ import annotations

from datetime import timedelta

from oracle.cells import Data, Row
from oracle.company import Company
from oracle.lifetime import foretellings


def everything(made: Company) -> Data:
    """The rows of every table that is drawn."""
    own = made.people() | made.answers() | made.sales() | made.service() | made.site()
    found = own | invitations(made) | reviews(made) | mentions(made) | made.market()
    return found | foretellings(made, found["orders"])


def invitations(made: Company) -> Data:
    """Invitations, answered within, on the border of and after two weeks; some without a word of their delivery."""
    rows: list[Row] = []
    spans = (timedelta(minutes=5), timedelta(days=1), timedelta(days=14), timedelta(days=14, microseconds=1), timedelta(days=20))
    for i in range(made.size * 2):
        sent = made.moment()
        opened = made.some(*spans, none=0.4)
        rows.append({
            "invitation_id": f"i{i}", "survey": made.some("s1", "s2"), "customer_id": made.customer(),
            "channel": made.some("email", "sms"), "sent_at": sent,
            "delivered_at": made.some(sent, sent + timedelta(seconds=5)),
            "opened_at": sent + opened if opened else None,
            "answered_at": made.some(*(sent + span for span in spans), none=0.5),
            "failure": made.some("mailbox full", none=0.8),
        })  # fmt: skip
    return {"invitations": rows}


def reviews(made: Company) -> Data:
    """Reviews by several criteria, each with a range, a weight and a score, or without."""
    rows: list[Row] = []
    for i in range(made.size):
        at, who = made.moment(), made.some(*made.employees, "gone")
        contact, reviewer = made.some(*(f"k{k}" for k in range(made.size)), "lost"), made.some("boss", "coach")
        for name in ("greeting", "answer", "clarity"):
            low, high = made.some((0, 1), (1, 5), (1, 5), (0, 10), (3, 3), none=0.02) or (None, None)
            ends = (low, high, None if low is None else (low + high) / 2, (low or 0) - 1)
            rows.append({
                "review_id": f"q{i}", "criterion": name, "contact_id": contact, "employee_id": who, "reviewer_id": reviewer,
                "reviewed_at": at, "min_score": low, "max_score": high,
                "score": made.some(*ends[:3], ends[3] if made.random.random() < 0.1 else high, none=0.3),
                "weight": made.some(0, 1, 2.5), "critical": made.some(True, False, False),
            })  # fmt: skip
    return {"quality_reviews": rows}


def mentions(made: Company) -> Data:
    """Mentions, some on no network, some without a sentiment."""
    rows: list[Row] = [
        {
            "mention_id": f"n{i}", "network": made.some("reviews", "reddit", " "), "at": made.moment(),
            "language": made.some("nl", "da"), "sentiment": made.some(-1, -0.3, -0.0, 0.05, 0.3, 1),
            "customer_id": made.customer(),
        }
        for i in range(made.size * 2)
    ]  # fmt: skip
    return {"mentions": rows}
