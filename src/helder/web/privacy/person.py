"""A customer to be looked for, as the store knows them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from helder.engines.erasing import ERASED, customers_of
from helder.web.inviting.addresses import known_form
from helder.web.privacy.shared import others_phones
from helder.web.privacy.telling import Telling, texts_in

if TYPE_CHECKING:
    from helder.engines import Engine

#: A shorter text stands within others by chance; as a whole value it counts.
_TELLING = 4


@dataclass(frozen=True)
class Person:
    """The key, the addresses, and what is theirs alone, by kind.

    emails, phones: that no other customer has, each as the store has it and in the form in which invitations keep it.
    """

    customer: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    things: Mapping[str, Iterable[str]] | None = None

    def of(self, kind: str) -> list[str]:
        """Their things of a kind."""
        return list((self.things or {}).get(kind, ()))

    @property
    def addresses(self) -> list[str]:
        """Where they are reached, and nobody else is."""
        return [*self.emails, *self.phones]

    @property
    def texts(self) -> list[str]:
        """What names them."""
        return [self.customer, *self.addresses]

    def has(self, address: str | None) -> bool:
        """Whether an address is theirs alone, however it is written."""
        return bool(address) and (known_form(str(address)) or address) in self.addresses

    def in_json(self, text: str) -> bool:
        """Whether a text in JSON says anything of theirs: as one of its values, or within one."""
        try:
            said = list(texts_in(json.loads(text)))
        except ValueError:
            said = [text]
        return not self._keys.isdisjoint(said) or self._telling.within("\n".join(said))

    def maybe_in(self, file: Path) -> bool:
        """Whether a file says anything of theirs, or may."""
        return self._searching.maybe_in(file)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset([*self.texts, *(one for kind in self.things or () for one in self.of(kind))])

    @cached_property
    def _telling(self) -> Telling:
        return Telling([*self._keys, *self.names], self.phones, least=_TELLING)

    @cached_property
    def _searching(self) -> Telling:
        return Telling([*self._keys, *self.names], self.phones)


def known(engine: Engine, customer: str) -> Person:
    """A customer as the store knows them; one that it does not know has a key alone, which may be an address."""
    customers = customers_of(engine)
    rows = customers.rows(customer).get("customers")
    found = [row for row in rows.to_pylist() if row["customer_id"] == customer] if rows is not None else []
    emails = [row["email"] for row in found if row["email"]] + ([customer] if "@" in customer else [])
    phones = [row["phone"] for row in found if row["phone"]]
    shared = others_phones(engine, customer, phones)
    return Person(
        customer,
        _forms(one for one in emails if set(customers.named(one)) <= {customer}),
        _forms(one for one in phones if one not in shared),
        tuple(row["name"] for row in found if row["name"]),
        customers.things(customer),
    )


def _forms(addresses: Iterable[str]) -> tuple[str, ...]:
    """Addresses as they are, and in the form in which they are known."""
    return tuple(dict.fromkeys(way for one in addresses for way in (one, one.strip().lower(), known_form(one)) if way))


def nameless() -> str:
    """What takes the place of a key."""
    return f"{ERASED}-{secrets.token_hex(12)}"
