"""What a system is to Helder: what it asks to be reached, what it lists, and what becomes of each item listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from helder.outgoing import Network

#: One thing as the system gives it, and what was looked up beforehand to make rows of it.
Item = Mapping[str, Any]
Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Field:
    """Something a system asks for. secret: never shown again. several: one a line. address: where its secrets are sent."""

    name: str
    title: str
    help: str = ""
    secret: bool = False
    required: bool = True
    several: bool = False
    address: bool = False
    default: str = ""


def itself(item: Item, known: Known) -> Iterable[Item]:
    """The item as it is, the record of one row."""
    yield item


@dataclass(frozen=True)
class Record:
    """What is made of each item listed: records (`make`), and rows of them (`mapping`, in TOML as for files)."""

    name: str
    title: str
    mapping: str
    make: Callable[[Item, Known], Iterable[Item]] = itself


@dataclass(frozen=True)
class Listing:
    """Something a system lists, page by page.

    endpoint: how it is asked for, as dlt's rest_api has it. changed: the field that says when an item last changed, by which
    only the later ones are asked for; all every time where it is empty. since: the parameters that ask for those.
    ordered: whether the earliest change comes first, so that what was fetched need not be fetched again after a failure.
    newest_first: whether the latest change comes first and the system cannot be asked for the later ones only, so that reading
    ends at the first older one. overlap: how far to look back, for changes the system shows late. of: the listing whose items
    it is asked for one by one; from_it: the fields each item gets of that one, as _LISTING_FIELD; worth_asking: which of those.
    """

    name: str
    title: str
    records: tuple[Record, ...]
    endpoint: Mapping[str, Any] = field(default_factory=dict)
    changed: str = ""
    since: Callable[[datetime], Mapping[str, Any]] | None = None
    ordered: bool = False
    newest_first: bool = False
    overlap: timedelta = timedelta(minutes=5)
    of: str = ""
    from_it: tuple[str, ...] = ()
    worth_asking: Callable[[Item], bool] = lambda item: True
    chosen: bool = True


@dataclass(frozen=True)
class Portion:
    """Some of what a listing gave: items, or a whole file.

    known: what was looked up beforehand. mark: from where to go on once it is in the store, where that can be said.
    """

    items: tuple[Item, ...] = ()
    file: Path | None = None
    known: Known = field(default_factory=dict)
    mark: Mapping[str, Any] | None = None


@dataclass
class Reading:
    """One listing being read.

    settings: what the system asked for, secrets open. options: what was said of this listing beside. mark: from where to go
    on; None at first. since: how far back to go then. allowed: private networks that may be called. folders: on this machine,
    whose files may be read. place: a folder for what is fetched. pseudonym: what stands for a
    text that is not to be shown. pages: answered so far. failed: whether the file given last
    could not be loaded.
    """

    settings: Mapping[str, str]
    listing: Listing
    options: Mapping[str, Any]
    mark: Mapping[str, Any] | None
    since: date | None
    allowed: tuple[Network, ...]
    folders: tuple[Path, ...]
    place: Path
    began: datetime
    where: str
    pseudonym: Callable[[str], str]
    pages: int = 0
    failed: bool = False


@dataclass(frozen=True)
class System:
    """A kind of system.

    read: what a listing gives, in portions. listings: those it has. named: what its listings are called where every connection
    names its own (a table, a pattern of files); `offered` then lists those there are to choose from. every: minutes between
    runs unless said. steps: what to do in the system itself first.
    """

    name: str
    title: str
    meaning: str
    fields: tuple[Field, ...]
    read: Callable[[Reading], Iterator[Portion]]
    listings: tuple[Listing, ...] = ()
    named: str = ""
    offered: Callable[[Reading], list[str]] | None = None
    every: int = 15
    steps: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The fields never shown again."""
        return tuple(one.name for one in self.fields if one.secret)
