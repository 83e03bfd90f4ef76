"""Looking through what has come into the store for who came by which link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

from helder.model import BATCH, TABLES
from helder.web import serving
from helder.web.referrals import mentions
from helder.web.referrals.clues import Shown, concerned, note, of_orders, pieces
from helder.web.referrals.judging import judge
from helder.web.referrals.keeping import tell
from helder.web.referrals.links import programme
from helder.web.referrals.models import Clue, Link, Looked
from helder.web.referrals.verdict import CUSTOMER, ORDER, VISIT

if TYPE_CHECKING:
    import ibis.expr.types as ir

Rows = list[dict[str, Any]]
WATCHED = frozenset({"page_events", "customers", "orders", "mentions"})
_PIECE = 20_000
#: Days beyond the window for which it is still looked who a visitor was.
_GRACE = 7
_TURN = Lock()


def look() -> None:
    """Look at all rows that came in since the last time; doing it again changes nothing."""
    with _TURN:
        batches = serving.now().questions.workspace.engine.batches()
        seen = {looked.table: looked.batch for looked in Looked.objects.all()}
        fresh = {name: batches[name] for name in WATCHED & batches.keys() if batches[name] != seen.get(name)}
        if fresh and Link.objects.exists():
            # Loads are numbered upwards: where they are not, this is another store, or an older state of it.
            _look({name: seen[name] if seen.get(name, batch + 1) < batch else 0 for name, batch in fresh.items()})
        for name, batch in fresh.items():
            Looked.objects.update_or_create(table=name, defaults={"batch": batch})
        tell()


def _look(since: dict[str, int]) -> None:
    """Visits before orders, as orders are known by them. since: by table with new rows, the last load looked at."""
    about: set[str] = set()
    sessions: set[str] = set()
    orders = TABLES["orders"].expression
    if "page_events" in since:
        sessions = _visits(since["page_events"])
        about |= _recognised(since["page_events"])
    if "customers" in since:
        about |= _customers(since["customers"])
    if "orders" in since:
        about |= _orders(orders.filter(orders[BATCH] > since["orders"]))
    for some in pieces(sorted(sessions)):
        about |= _orders(orders.filter(orders.session_id.isin(some)))
    judge(about)
    if "mentions" in since:
        mentions.look(since["mentions"])


def _visits(since: int) -> set[str]:
    """Note visits that began with a code; their sessions."""
    t = TABLES["page_events"].expression
    began = t.filter((t[BATCH] > since) & t.page.contains(f"{programme().parameter}="))
    sessions: set[str] = set()
    for rows in _chunks(began.select("event_id", "session_id", "visitor_id", "customer_id", "at", "page"), "event_id"):
        names = ("session_id", "visitor_id", "customer_id")
        shown = [Shown(row["event_id"], [row["page"]], row["at"], {name: row[name] for name in names}) for row in rows]
        known, _before = note(VISIT, shown)
        sessions |= {row["session_id"] for row in rows if row["event_id"] in known and row["session_id"]}
    return sessions


def _recognised(since: int) -> set[str]:
    """Visitors whose visit began with a code and who turn out to be customers; the customers."""
    t = TABLES["page_events"].expression
    fresh = t.filter((t[BATCH] > since) & t.customer_id.notnull())
    found: set[str] = set()
    for name in ("session_id", "visitor_id"):
        waiting = {value for value in _waiting().values_list(name, flat=True) if value}
        for some in pieces(sorted(waiting)):
            known = fresh.filter(fresh[name].isin(some)).group_by(name).aggregate(customer_id=fresh.customer_id.max())
            for rows in _chunks(known, name):
                for row in rows:
                    Clue.objects.filter(customer_id=None, **{name: row[name]}).update(customer_id=row["customer_id"])
                    found.add(row["customer_id"])
    return found


def _customers(since: int) -> set[str]:
    """Note customers whose attributes hold a code; those of whom anything is known."""
    t = TABLES["customers"].expression
    about: set[str] = set()
    for rows in _chunks(t.filter(t[BATCH] > since).select("customer_id", "signed_up_at", "attributes"), "customer_id"):
        now = datetime.now(UTC)
        note(
            CUSTOMER,
            [
                Shown(row["customer_id"], _values(row), row["signed_up_at"] or now, {"customer_id": row["customer_id"]})
                for row in rows
            ],
        )
        about |= concerned(row["customer_id"] for row in rows)
    return about


def _orders(orders: ir.Table) -> set[str]:
    """Note orders whose attributes hold a code, or whose visit or visitor began with one; those of whom anything is known."""
    about: set[str] = set()
    for rows in _chunks(orders.select("order_id", "customer_id", "ordered_at", "session_id", "attributes"), "order_id"):
        named = [row for row in rows if row["customer_id"]]
        shown = [Shown(row["order_id"], _values(row), row["ordered_at"], {"customer_id": row["customer_id"]}) for row in named]
        _known, before = note(ORDER, shown)
        _claim({row["session_id"]: row for row in named if row["session_id"]})
        about |= before | of_orders([row["order_id"] for row in rows]) | concerned(row["customer_id"] for row in named)
    return about


def _claim(of_session: dict[str, dict[str, Any]]) -> None:
    """Visits that began with a code belong to who ordered in them, or in a later one of the same visitor."""
    if not of_session or not _waiting().exists():
        return
    t = TABLES["page_events"].expression
    for sessions in pieces(sorted(of_session)):
        for clue in _waiting().filter(session_id__in=sessions):
            Clue.objects.filter(pk=clue.pk).update(customer_id=of_session[clue.session_id or ""]["customer_id"])
        visitors = t.filter(t.session_id.isin(sessions) & t.visitor_id.notnull()).select("session_id", "visitor_id").distinct()
        for rows in _chunks(visitors, "session_id", "visitor_id"):
            for row in rows:
                order = of_session[row["session_id"]]
                earlier = _waiting().filter(visitor_id=row["visitor_id"], at__lte=order["ordered_at"].replace(tzinfo=UTC))
                earlier.update(customer_id=order["customer_id"])


def _waiting() -> Any:
    """Visits that began with a code, of people not known yet."""
    since = datetime.now(UTC) - timedelta(days=programme().days + _GRACE)
    return Clue.objects.filter(source=VISIT, customer_id=None, at__gte=since)


def _values(row: dict[str, Any]) -> list[str | None]:
    return [value for _name, value in row["attributes"] or ()]


def _chunks(found: ir.Table, *order: str) -> Iterator[Rows]:
    """Rows a piece at a time, however many came in at once."""
    engine, offset = serving.now().questions.workspace.engine, 0
    while rows := engine.run(found.order_by(*order).limit(_PIECE, offset=offset)).to_pylist():
        yield rows
        offset += _PIECE
        if len(rows) < _PIECE:
            return
