"""Looking for who came by which link: whenever something comes in, and each minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event

from helder.connectors.arriving.arrivals import Arrivals
from helder.web import serving
from helder.web.jobs import every, job
from helder.web.referrals.judging import everyone, judge
from helder.web.referrals.keeping import tell
from helder.web.referrals.looking import WATCHED, look

#: Seconds for which what comes in is gathered, so that a busy site is not looked at all the time.
_GATHERED = 3
_watched: list[Arrivals] = []
_waiting = Event()


@every(1)
def look_each_minute() -> None:
    """Look, and see to it that from now on it is looked whenever rows come in."""
    arrivals = serving.now().arrivals
    if arrivals not in _watched:
        _watched[:] = [arrivals]
        arrivals.watch(_came)
    _waiting.clear()
    look()


@job()
def look_now() -> None:
    """Look at what has just come in."""
    _waiting.clear()
    look()


@job()
def judge_everyone() -> None:
    """Decide anew about all, as after a change of the programme."""
    judge(everyone())
    tell()


def _came(tables: frozenset[str]) -> None:
    if tables & WATCHED and not _waiting.is_set():
        _waiting.set()
        look_now.at(datetime.now(UTC) + timedelta(seconds=_GATHERED))
