"""One run of a connection: fetch, load, and only then remember how far it has come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from helder import model
from helder.connectors.reading import document
from helder.connectors.reading.load import Load, load
from helder.connectors.reading.mapping import Mapping as Said
from helder.connectors.sources import connection as connections
from helder.connectors.sources import piece
from helder.connectors.sources.connection import Connection
from helder.connectors.sources.line import Busy, Refused
from helder.connectors.sources.runs import Place, Run
from helder.connectors.sources.system import Item, Listing, Portion, Reading, Record
from helder.engines import Engine
from helder.errors import BadInput, HelderError, StoreError
from helder.metrics import Catalog
from helder.outgoing import networks
from helder.settings import Settings
from helder.vault import Vault

#: Does some work with the store, in its turn, and returns what that gave once it is durable.
Bring = Callable[[Callable[[Engine], Load]], Load]


_STOPPED = "The server was stopped; the next run goes on from here."


@dataclass
class Runner:
    """Runs connections of one home folder. stopping: asked between portions. progress: told of the run as it goes on."""

    settings: Settings
    bring: Bring
    catalog: Catalog
    stopping: Callable[[], bool] = lambda: False
    progress: Callable[[Run], None] = lambda run: None

    def run(self, name: str, by: str = "") -> Run:
        """Run a connection. What goes wrong is in the run it returns.

        by: who asked; empty for the clock. Raises BadInput where another run of it goes on, StoreError where nothing can be kept.
        """
        connection = connections.read(self.settings.home, name)
        place = Place(self.settings.home, name)
        with place.alone():
            try:
                return self._run(connection, place, place.new_run(by))
            except OSError as error:
                what = f"The home folder cannot be written: {error.strerror or error}."
                raise StoreError(
                    what, where=str(place.folder), fix="Make room; the next run goes on from where it was."
                ) from error

    def _run(self, connection: Connection, place: Place, run: Run) -> Run:
        try:
            _Running(self, connection, place, run).everything()
        except Busy as error:
            run.not_before = (datetime.now(UTC) + timedelta(seconds=error.seconds)).isoformat(timespec="seconds")
            _blame(run, error)
        except HelderError as error:
            if not self.stopping():
                _blame(run, error)
            elif _STOPPED not in run.notes:
                run.notes.append(_STOPPED)
        except Exception as error:
            run.error = f"A fault of Helder's own: {type(error).__name__}: {error}."
            run.fix = "The server's log tells more."
            raise
        finally:
            place.pieces()
            run.ended = datetime.now(UTC).isoformat(timespec="seconds")
            run.doing = ""
            place.keep(run)
        return run


def reading_of(
    settings: Settings,
    connection: Connection,
    opened: Mapping[str, str],
    listing: Listing,
    place: Path,
    mark: Mapping[str, Any] | None,
) -> Reading:
    """A listing of a connection as its system reads it. opened: the connection's settings, with its secrets."""
    return Reading(
        opened,
        listing,
        connection.records.get(listing.name, {}),
        mark,
        connection.since,
        networks(settings["outgoing_private"]),
        settings.folders,
        place,
        datetime.now(UTC),
        f"{connections.FOLDER}/{connection.name}.toml",
        Vault(settings.home).pseudonym,
    )


def _blame(run: Run, error: HelderError) -> None:
    run.error, run.where, run.fix = error.what, error.where, error.fix


@dataclass
class _Running:
    """A run under way."""

    runner: Runner
    connection: Connection
    place: Place
    run: Run
    unseen: dict[str, set[str]] = field(default_factory=dict)

    def everything(self) -> None:
        """Every listing that was chosen, each from where the last run came to. One that fails does not keep the others."""
        settings = self.connection.opened(Vault(self.runner.settings.home))
        listings = self.connection.listings()
        if not listings:
            raise BadInput(
                "Nothing is chosen to be read.", where=self.connection.name, fix=f"Choose a {self.connection.system.named}."
            )
        failed: list[HelderError] = []
        for listing in listings:
            try:
                self._listing(listing, settings)
            except (Busy, Refused):
                raise
            except HelderError as error:
                failed.append(error)
                if len(failed) > 1:  # the first is the run's error
                    self.run.notes.append(f"{listing.title}: {error.what}")
            if self.runner.stopping():
                self.run.notes.append(_STOPPED)
                break
        self.run.notes += [
            f"{name}: no item had {', '.join(sorted(fields))}, which the mapping names"
            for name, fields in self.unseen.items()
            if fields
        ]
        if failed:
            raise failed[0]

    def _listing(self, listing: Listing, settings: Mapping[str, str]) -> None:
        mark = self.place.marks().get(listing.name)
        reading = reading_of(self.runner.settings, self.connection, settings, listing, self.place.pieces(), mark)
        before, failed = self.run.pages, None
        self.run.doing = listing.title
        for number, portion in enumerate(self.connection.system.read(reading), 1):
            try:
                self._portion(listing, portion, reading.place / f"{self.connection.name}.{number}")
                reading.failed = False
            except HelderError as error:
                if portion.file is None:
                    raise
                reading.failed, failed = True, error  # other files may be sound
                self.run.notes.append(f"{portion.file.name}: {error.what}")
            self.run.pages = before + reading.pages
            self.place.keep(self.run)
            self.runner.progress(self.run)
            if self.runner.stopping():
                break
        self.run.pages = before + reading.pages
        if failed is not None:
            raise failed

    def _portion(self, listing: Listing, portion: Portion, stem: Path) -> None:
        """Load a portion; only then remember to have come so far."""
        for record in listing.records:
            self._record(listing, record, portion, stem.with_name(f"{stem.name}.{_plain(record.name)}.ndjson"))
        if portion.mark is not None:
            self.place.mark(listing.name, portion.mark)
        self.run.read += len(portion.items)

    def _record(self, listing: Listing, record: Record, portion: Portion, path: Path) -> None:
        """Load what one record makes of a portion."""
        mapping, table = self._way(listing, record)
        if portion.file is not None:
            self._load(portion.file, mapping, table)
            return
        made = _made(record, portion)
        count, unseen = piece.write(path, made, mapping, self.connection.prefix)
        if count:
            if record.name in self.connection.mappings:  # a slip of who wrote it, perhaps
                self.unseen[record.name] = self.unseen.get(record.name, unseen) & unseen
            self._load(path, mapping, table)
        path.unlink()

    def _way(self, listing: Listing, record: Record) -> tuple[Said, model.Table | None]:
        own = self.connection.mappings.get(record.name, record.mapping)
        into = self.connection.records.get(listing.name, {}).get("into")
        if piece.undecided(own):
            raise BadInput(
                f"The mapping of {record.name} was drafted, and is not looked over yet.",
                where=self.connection.name,
                fix="Settle what is marked DECIDE in it, take those lines out, and keep it.",
            )
        if own.strip():
            return document.parse(own, f"mapping of {record.name}"), None
        if into:
            return Said(), model.table(into)
        raise BadInput(
            f"What {record.name} becomes is not said.", where=self.connection.name, fix="Name a table for it, or give a mapping."
        )

    def _load(self, path: Path, mapping: Said, table: model.Table | None) -> None:
        own = self.runner
        done = own.bring(
            lambda engine: load(
                engine,
                path,
                table=table,
                mapping=mapping if mapping.sections else None,
                currency=own.settings["currency"],
                ignore_unknown=True,
                catalog=own.catalog,
            )
        )
        self.run.loads.append(done.number)
        self.run.accepted += sum(filled.accepted for filled in done.filled)
        self.run.changed += sum(filled.appended.added + filled.appended.changed for filled in done.filled)
        if done.rejected:
            self.run.rejected += done.rejected
            self.run.rejecting.append(done.number)
        if table is not None and done.unused:
            note = f"{path.name}: columns not used: {', '.join(done.unused)}"
            self.run.notes += [note] if note not in self.run.notes else []


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]", "_", name)


def _made(record: Record, portion: Portion) -> Iterator[Item]:
    for item in portion.items:
        yield from record.make(item, portion.known)
