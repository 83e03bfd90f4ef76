"""Looking a customer up, handing over what is kept of them, and erasing them: everywhere, and noted without saying who."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from helder.engines import Engine
from helder.engines.erasing import customers_of
from helder.store import customers
from helder.web import serving
from helder.web.accounts import audit
from helder.web.accounts.models import Person as User
from helder.web.privacy import inventory
from helder.web.privacy.person import Person, known


@dataclass(frozen=True)
class Found:
    """A customer: how many rows there are by table, and how many records by place of the application.

    unfinished: somebody was erased, and what lay beneath is not overwritten yet.
    """

    customer: str
    tables: Mapping[str, int]
    kept: Mapping[str, int]
    unfinished: bool

    @property
    def anything(self) -> bool:
        """Whether anything is kept of them."""
        return bool(self.tables or self.kept)


def look(said: str) -> Found:
    """What is kept of the customer that a key or an e-mail address names."""
    engine = _engine()
    customer = customers.found(engine, said)
    kept = inventory.kept(known(engine, customer))
    own = customers_of(engine)
    return Found(customer, own.counts(customer), {name: len(records) for name, records in kept.items()}, own.unfinished())


def export(by: User | None, customer: str, file: Path) -> dict[str, int]:
    """Write all that is kept of a customer into a zip; records by file. Raises BadInput where nothing is."""
    engine = _engine()
    done = customers.export(engine, customer, file, inventory.kept(known(engine, customer)))
    audit.note(by, "exported_customer", records=sum(done.values()))
    return done


def erase(by: User | None, customer: str, *, delete: bool) -> dict[str, int]:
    """Take a customer out of the application and the store; rows by table. Raises BadInput where nothing is kept of them.

    The application comes first: what it keeps is found by what the store knows. Broken off, it is done by doing it again: where
    the rows are gone already, what lay beneath is overwritten.
    """
    found = look(customer)
    if not found.anything and not found.unfinished:
        raise customers.nobody(customer)
    done = _erase_all(by, customer, delete=delete) if found.anything else {}
    finish()
    return done


def finish() -> None:
    """Overwrite what lay beneath of whoever was erased. Raises StoreError where it cannot be now."""
    serving.now().arrivals.bring(lambda engine: customers_of(engine).finish()).result()


def _erase_all(by: User | None, customer: str, *, delete: bool) -> dict[str, int]:
    who = known(_engine(), customer)
    _erase_kept(who)
    work = partial(customers.erase, catalog=serving.catalog(), customer=customer, delete=delete, also=who.names)
    gone = serving.now().arrivals.bring(work, erasing=True)
    try:
        wait([gone])
    finally:  # Ctrl-C does not stop it, so that it is noted then, too
        done = gone.result()
        audit.note(by, "erased_customer", rows_touched=sum(done.values()), rows_deleted=delete)
    return done


def let_in(by: User | None, customer: str) -> int:
    """Let rows of an erased customer in again; whether any were kept out, of the key and of the address."""
    emails = [customer] if "@" in customer else []
    number = serving.now().arrivals.bring(lambda engine: customers_of(engine).let_in(customer, emails)).result()
    if number:
        audit.note(by, "let_customer_in")
    return number


def _erase_kept(who: Person) -> None:
    """Take a person out of the application's own database, what was beneath included, where it is SQLite."""
    with transaction.atomic():
        inventory.erase(who)


def _engine() -> Engine:
    serving.now().arrivals.flush()
    return serving.now().questions.workspace.engine


def told(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a command asks for, done in the process that owns the store."""
    if asked["what"] == "look":
        found = look(asked["customer"])
        return {
            "customer": found.customer,
            "tables": dict(found.tables),
            "kept": dict(found.kept),
            "unfinished": found.unfinished,
        }
    if asked["what"] == "export":
        return {"records": export(None, asked["customer"], Path(asked["file"]))}
    if asked["what"] == "erase":
        return {"rows": erase(None, asked["customer"], delete=asked["delete"])}
    return {"number": let_in(None, asked["customer"])}
