"""The whole examination."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from helder import settings as reading
from helder.doctor import arriving, machine, rollups, settings, store, versions
from helder.doctor.finding import Finding, Status, fault, ok, told, warning
from helder.engines import Engine, Limits, open_engine
from helder.errors import HelderError, StoreBusy
from helder.settings import Settings
from helder.store import owner

_PATIENCE = 30
#: What is examined of an open store, by whoever has it open: the command, or the server that owns it.
OF_STORE: tuple[Callable[[Engine], Iterable[Finding]], ...] = (store.check, store.check_clock, rollups.check)


def examine(home: Path | None, url: str | None, *, environment: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """Every finding about a home folder and its store; what cannot be examined is a finding, too."""
    found, faults = reading.read(home, environment=environment, store=url)
    yield from _safely(settings.ABOUT, partial(settings.check, found, faults))
    yield from _safely("definitions", partial(settings.check_definitions, found))
    yield from _safely("retention", partial(settings.check_retention, found))
    yield from _safely(versions.ABOUT, versions.check)
    for about, check in (("disk", machine.check_disk), ("memory", machine.check_memory), ("clock", machine.check_zones)):
        yield from _safely(about, partial(check, found))
    yield from _safely(store.ABOUT, partial(_store, found))


def of_store(engine: Engine) -> list[Finding]:
    """What is found of an open store."""
    return [finding for check in OF_STORE for finding in _safely(store.ABOUT, partial(check, engine))]


def _store(found: Settings) -> Iterator[Finding]:
    """The store, examined here, or by the server that owns it."""
    try:
        engine = open_engine(found.store, read_only=True, limits=Limits(found["memory"]))
    except StoreBusy as error:
        yield from _owned(found, error)
        return
    except HelderError as error:
        missing = "no store yet" in error.what
        yield warning(store.ABOUT, f"{error.where}: {error.what}", str(error.fix)) if missing else told(store.ABOUT, error)
        return
    yield ok("server", "no Helder server owns the store")
    try:
        yield from of_store(engine)
        yield from _safely(arriving.ABOUT, partial(arriving.check, found, engine))
        if engine.zone != found["zone"]:
            yield fault(
                "settings",
                f"zone is {found['zone']}, the store keeps local dates in {engine.zone}",
                f"Set the zone to {engine.zone}: until then nothing can be loaded, and the server does not start.",
            )
    finally:
        engine.close()


def _owned(found: Settings, busy: StoreBusy) -> Iterator[Finding]:
    if not owner.present(found.home):
        yield warning("server", f"{busy.what} It is no Helder server of this home folder", str(busy.fix))
        return
    try:
        answer = _asked(found.home)
    except HelderError as error:
        yield told("server", error)
        return
    yield ok("server", "a Helder server owns the store, and answers")
    yield from (Finding(**{**said, "status": Status(said["status"])}) for said in answer["findings"])


def _asked(home: Path) -> dict[str, Any]:
    """What the server answers. Raises StoreBusy where it does not in time: a process that hangs still takes connections."""
    asking: Future[dict[str, Any]] = Future()

    def ask() -> None:
        try:
            asking.set_result(owner.ask(home, "examine", lambda *_: None))
        except HelderError as error:
            asking.set_exception(error)

    threading.Thread(target=ask, daemon=True, name="helder-doctor").start()
    try:
        return asking.result(_PATIENCE)
    except TimeoutError:
        what = f"The server that owns the store has not answered for {_PATIENCE} seconds."
        raise StoreBusy(what, where=str(home), fix="Start it anew; what it says at its end may tell why.") from None


def _safely(about: str, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What a check finds; an error in it is found, too."""
    found: list[Finding] = []
    try:
        found.extend(check())
    except HelderError as error:
        found.append(told(about, error))
    except Exception as error:  # noqa: BLE001 - an examination that breaks off would hide what else is wrong
        said: Any = str(error).strip().splitlines() or [type(error).__name__]
        found.append(fault(about, f"it cannot be examined: {said[0]}", "Tell Helder's developers."))
    return found
