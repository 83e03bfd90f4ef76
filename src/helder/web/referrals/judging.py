"""Deciding anew about customers of whom something has come in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from helder.model import TABLES
from helder.web import serving
from helder.web.referrals import keeping
from helder.web.referrals.links import programme
from helder.web.referrals.models import Clue, Referral
from helder.web.referrals.verdict import VISIT, Hint, Person, decide

_SOME = 500


def judge(customers: Iterable[str]) -> None:
    """Have the referrals say what is now known of some customers."""
    wanted = sorted(customers)
    for start in range(0, len(wanted), _SOME):
        some = wanted[start : start + _SOME]
        clues = list(Clue.objects.filter(customer_id__in=some).select_related("link"))
        owners = {clue.link.customer_id for clue in clues}
        known = _entries({*some, *owners})
        first = _first_orders(some)
        clicked = _clicks(clues)
        for customer_id in some:
            entry = known.get(customer_id, {})
            person = Person(customer_id, _utc(entry.get("signed_up_at")), *first.get(customer_id, (None, None)))
            hints = [_hint(clue, known, clicked) for clue in clues if clue.customer_id == customer_id]
            verdict = decide(person, hints, timedelta(days=programme().days))
            keeping.keep(customer_id, verdict, programme())


def everyone() -> set[str]:
    """All customers of whom there is a clue or a referral."""
    with_clues = Clue.objects.exclude(customer_id=None).values_list("customer_id", flat=True)
    with_referral = Referral.objects.exclude(customer_id=None).values_list("customer_id", flat=True)
    return {name for name in (*with_clues, *with_referral) if name}


def _hint(clue: Clue, known: Mapping[str, Mapping[str, Any]], clicked: Mapping[str, datetime]) -> Hint:
    click = clicked.get(clue.referral_id) or (clue.at if clue.source == VISIT else None)
    mine, theirs = known.get(clue.customer_id or "", {}), known.get(clue.link.customer_id, {})
    own = clue.customer_id == clue.link.customer_id or bool(_reached_at(mine) & _reached_at(theirs))
    return Hint(
        source=clue.source,
        source_id=clue.source_id,
        link=clue.link_id,
        referral_id=clue.referral_id,
        at=clue.at,
        since=click or clue.link.made_at,
        followed=click is not None,
        own=own,
    )


def _reached_at(entry: Mapping[str, Any]) -> set[str]:
    """Addresses by which two customers are known to be one person: eva+gift@example.com is eva@example.com."""
    name, _at, host = str(entry.get("email") or "").strip().casefold().rpartition("@")
    email = {f"{name.partition('+')[0]}@{host}"} if name else set()
    digits = "".join(letter for letter in str(entry.get("phone") or "") if letter.isdigit())
    return email | ({digits[-9:]} if len(digits) >= 9 else set())


def _clicks(clues: Iterable[Clue]) -> dict[str, datetime]:
    names = {clue.referral_id for clue in clues if clue.referral_id}
    found = Referral.objects.filter(referral_id__in=names).values_list("referral_id", "clicked_at")
    return {name: at for name, at in found if at is not None}


def _entries(customers: Iterable[str]) -> dict[str, dict[str, Any]]:
    t = TABLES["customers"].expression
    found = t.filter(t.customer_id.isin(sorted(customers))).select("customer_id", "signed_up_at", "email", "phone")
    return {row["customer_id"]: row for row in serving.now().questions.workspace.engine.run(found).to_pylist()}


def _first_orders(customers: Iterable[str]) -> dict[str, tuple[datetime | None, str]]:
    t = TABLES["orders"].expression
    paid = t.filter(t.customer_id.isin(sorted(customers)) & (t.status == "paid")).select("customer_id", "ordered_at", "order_id")
    rows = serving.now().questions.workspace.engine.run(paid.order_by("ordered_at", "order_id")).to_pylist()
    return {row["customer_id"]: (_utc(row["ordered_at"]), row["order_id"]) for row in reversed(rows)}


def _utc(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at is not None else None
