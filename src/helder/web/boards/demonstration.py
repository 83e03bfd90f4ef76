"""The demonstration company, made and put into an empty store while the server runs. How far it is, is kept in memory."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from threading import Lock

from helder import demo
from helder.demo import filling
from helder.demo.company import Company
from helder.engines import Engine
from helder.errors import HelderError
from helder.model import TABLES
from helder.web import serving

_log = logging.getLogger(__name__)
#: What it is told of: the parts of the company as they are made, then the tables as they are stored.
_STEPS = 6 + len(TABLES)


class _Stopped(Exception):
    """The server stops, so nothing is put into the store."""


@dataclass(frozen=True)
class Loading:
    """How far it is, in steps; None of them while it waits. fault: why it ended without a company, told in English."""

    steps: int | None = None
    fault: str = ""
    under_way: bool = True

    @property
    def percent(self) -> int | None:
        """How much is done, about; None while it waits."""
        return None if self.steps is None else min(99, 100 * self.steps // _STEPS)


_now: list[Loading] = []
_lock = Lock()


def state() -> Loading | None:
    """How the last one stands; None where there was none since the server began, or it is there."""
    return _now[0] if _now else None


def ordered() -> bool:
    """Note that it is to be loaded; False where that is under way already."""
    with _lock:
        if _now and _now[0].under_way:
            return False
        _now[:] = [Loading()]
        return True


def load() -> None:
    """Make the company and put it into the store, all of it or nothing; done again, or beside rows, it does nothing."""
    ordered()
    try:
        company = demo.build(zone=serving.zone().key, progress=_step)
        serving.now().arrivals.bring(lambda engine: _fill(engine, company)).result()
    except (_Stopped, CancelledError):  # whoever asked for it finds the store as it was, and can ask again
        _now.clear()
    except HelderError as error:
        _now[:] = [Loading(fault=error.what, under_way=False)]
    except Exception:  # noqa: BLE001 - logged, and told to whoever waits for it
        _log.exception("Loading the demonstration company")
        _now[:] = [Loading(fault="?", under_way=False)]
    else:
        _now.clear()


def _fill(engine: Engine, company: Company) -> None:
    if filling.present(engine) is None:  # looked at here: nothing else is written meanwhile
        filling.fill(engine, company, progress=_step)


def _step(_what: str) -> None:
    if serving.now().stopping.is_set():
        raise _Stopped
    _now[:] = [replace(_now[0], steps=(_now[0].steps or 0) + 1)] if _now else [Loading(1)]
