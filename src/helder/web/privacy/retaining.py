"""Letting go of rows that are older than they are kept: by a command, and once a day by the server; noted without a value."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import wait
from datetime import datetime
from threading import Lock
from typing import Any

from django.utils.translation import ngettext

from helder.engines import Engine
from helder.engines.retaining import Aged
from helder.model import retention_file
from helder.model.retention import Period, Rule
from helder.store import retention
from helder.store.retention import Foreseen
from helder.web import serving
from helder.web.accounts import audit
from helder.web.accounts.models import Entry
from helder.web.accounts.models import Person as User
from helder.web.privacy import actions

#: What the audit log notes: that all rules were applied, or that this was broken off after some.
APPLIED, BROKE_OFF = "applied_retention", "broke_off_retention"
_at_work = Lock()


def rules() -> dict[str, Rule]:
    """The rules in force, as the home folder has them now. Raises BadInput, BadSetting or UnknownName where they are wrong."""
    return retention_file.read(serving.now().home)


def foresee() -> list[Foreseen]:
    """What the rules would take out today. Raises NotSupported where the engine cannot let go of rows."""
    serving.now().arrivals.flush()
    engine = serving.now().questions.workspace.engine
    return retention.foresee(engine, serving.catalog(), rules(), retention.today(engine))


def apply(by: User | None) -> dict[str, Aged]:
    """Take out what the rules say, and overwrite what lay beneath; what it was, by table.

    Waits for one that is at work. Raises NotSupported, or StoreError where what lay beneath cannot be overwritten now.
    """
    with _at_work:
        return _apply(by)


def apply_when_due() -> None:
    """Take out what the rules say, unless that was done today, or is being done; nothing where there are none."""
    if not _at_work.acquire(blocking=False):
        return
    try:
        if rules() and _due():
            _apply(None)
    finally:
        _at_work.release()


def last() -> datetime | None:
    """When the rules were last applied."""
    return Entry.objects.filter(verb=APPLIED).order_by("-at").values_list("at", flat=True).first()


def _due() -> bool:
    done = last()
    return done is None or done.astimezone(serving.zone()).date() < retention.today(serving.now().questions.workspace.engine)


def _apply(by: User | None) -> dict[str, Aged]:
    found, done = rules(), dict[str, Aged]()

    def work(engine: Engine) -> None:
        for name, aged in retention.apply(engine, serving.catalog(), found, retention.today(engine)):
            done[name] = aged

    gone = serving.now().arrivals.bring(work, erasing=True)
    try:
        wait([gone])
    finally:  # Ctrl-C does not stop it, and what was done before it failed is gone: both are noted
        failed = gone.exception()
        if failed is None or done:
            audit.note(by, APPLIED if failed is None else BROKE_OFF, **_details(done))
    gone.result()
    actions.finish()
    return done


def _details(done: Mapping[str, Aged]) -> dict[str, dict[str, int]]:
    """How many rows of which table, of those that had any."""
    counted = {
        "rows_let_go": {name: aged.rows for name, aged in done.items()},
        "rows_emptied": {name: aged.personal for name, aged in done.items()},
        "rejected_let_go": {name: aged.rejects for name, aged in done.items()},
    }
    return {what: some for what, rows in counted.items() if (some := {name: count for name, count in rows.items() if count})}


def said(period: Period | None) -> str:
    """A period as people read it; blank where there is none."""
    if period is None:
        return ""
    texts = {
        "days": ngettext("%(n)s day", "%(n)s days", period.number),
        "months": ngettext("%(n)s month", "%(n)s months", period.number),
        "years": ngettext("%(n)s year", "%(n)s years", period.number),
    }
    return texts[period.unit] % {"n": period.number}


def told(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a command asks for, done in the process that owns the store."""
    if asked["what"] == "apply":
        done = apply(None)
        return {"rows": sum(one.rows for one in done.values()), "personal": sum(one.personal for one in done.values())}
    done_at = last()
    return {
        "foreseen": [one.to_record() for one in foresee()],
        "last": None if done_at is None else done_at.astimezone(serving.zone()).isoformat(sep=" ", timespec="minutes"),
    }
