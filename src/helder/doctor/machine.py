"""The machine: room on the disk, memory, and the data of time zones."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import TZPATH

from helder.doctor.finding import Finding, fault, ok, warning
from helder.engines import memory
from helder.errors import HelderError
from helder.model.zones import zone
from helder.settings import Settings

_LEAST = 200 * 10**6
_SOME = 10**9


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Free space where the store is, against its size: a backup beside it, and what does not fit in memory, need some."""
    scheme, _, path = settings.store.partition(":///")
    file = Path(path) if scheme == "duckdb" and path else None
    folder = next(one for one in (file or settings.home).absolute().parents if one.is_dir())
    free = shutil.disk_usage(folder).free
    size = file.stat().st_size if file and file.is_file() else 0
    what = f"{_amount(free)} free at {folder}; the store takes {_amount(size)}"
    if free < _LEAST:
        yield fault("disk", what, "Free some space: nothing can be loaded soon.")
    elif free < size:
        yield warning("disk", what, "Free some space: a copy of the store would not fit beside it.")
    else:
        yield ok("disk", what)


def check_memory(settings: Settings) -> Iterator[Finding]:
    """What the embedded engine may use, against what there is."""
    there = memory.available()
    if there is None:
        yield ok("memory", "this system does not tell how much there is")
        return
    allowed = settings["memory"] or there // 2
    what = f"the embedded engine may use {_amount(allowed)} of {_amount(there)}"
    if allowed > 0.9 * there:
        yield warning("memory", what, "Set memory lower: the system may end Helder when it runs out.")
    elif allowed < _SOME:
        yield warning("memory", what, "Set memory higher, or give the machine more: large questions will take long.")
    else:
        yield ok("memory", what)


def check_zones(settings: Settings) -> Iterator[Finding]:
    """The data of time zones can be read, and have the changes of clocks."""
    try:
        offsets = {datetime(2026, month, 1, tzinfo=zone("Europe/Amsterdam")).utcoffset() for month in (1, 7)}
        here = zone(settings["zone"])
    except HelderError as error:
        yield fault("clock", f"the time zone cannot be read: {error.what}", "Install tzdata: pip install tzdata")
        return
    if len(offsets) != 2:
        yield fault(
            "clock", "the data of time zones have no summer time", "Install it anew: pip install --force-reinstall tzdata"
        )
        return
    source = next((path for path in TZPATH if Path(path, here.key).exists()), "the package tzdata")
    yield ok("clock", f"time zones are read from {source}")


def _amount(size: int) -> str:
    """A number of bytes, to be read."""
    for unit, factor in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size:,} bytes"
