"""What the store says of people asked and opted out, whoever wrote it: another system, or this one before a backup came back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from helder.model import BATCH, TABLES
from helder.web import serving
from helder.web.inviting.models import OptOut, Sending

_AT_ONCE, _LONGEST, _SOURCE = 1000, 320, "the table of invitations"
#: The last load whose opt-outs were taken over, of each store; a server begins at none.
_looked: dict[int, int] = {}


def take_over_opt_outs() -> None:
    """Keep the opt-outs that came in with rows of the table; they hold as those kept here do."""
    engine = serving.now().questions.workspace.engine
    latest, looked = engine.batches().get("invitations", 0), _looked.get(id(engine), 0)
    if latest == looked:
        return
    t = TABLES["invitations"].expression
    t = t.filter(t.opted_out_at.notnull(), t.customer_id.notnull(), t[BATCH] > (looked if looked < latest else 0))
    rows = engine.run(t.select("customer_id", "opted_out_at").distinct()).to_pylist()
    found = [
        OptOut(kind="customer", who=row["customer_id"][:_LONGEST], at=_aware(row["opted_out_at"]), source=_SOURCE) for row in rows
    ]
    OptOut.objects.bulk_create(found, batch_size=_AT_ONCE, ignore_conflicts=True)
    _looked[id(engine)] = latest


def last_sent(sending: Sending, now: datetime, customers: Collection[str] | None = None) -> dict[str, datetime]:
    """When customers were last sent an invitation that counts for a sending's quarantine. customers: these only."""
    if not sending.quarantine_days or (customers is not None and not customers):
        return {}
    t = TABLES["invitations"].expression
    since = (now - timedelta(days=sending.quarantine_days)).astimezone(UTC).replace(tzinfo=None)
    wanted: list[Any] = [t.sent_at > since, t.failure.isnull(), t.customer_id.notnull()]
    wanted += [] if sending.everywhere else [t.survey == sending.survey.key]
    wanted += [] if customers is None else [t.customer_id.isin(sorted(customers))]
    last = t.filter(*wanted).group_by("customer_id").aggregate(last=t.sent_at.max())
    rows = serving.now().questions.workspace.engine.run(last).to_pylist()
    return {row["customer_id"]: _aware(row["last"]) for row in rows}


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
