"""How much memory there is for this process, and how much of it an engine takes where nothing is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_GROUPS = Path("/sys/fs/cgroup")
_MEMBERSHIP = Path("/proc/self/cgroup")


def half() -> int | None:
    """Half the memory there is, in bytes; None where it cannot be known."""
    there = available()
    return None if there is None else there // 2


def available(groups: Path = _GROUPS, membership: Path = _MEMBERSHIP) -> int | None:
    """The machine's memory, or less where the control group of this process allows less; in bytes, None where not known."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    return min([machine, *_allowed(groups, membership)])


def _allowed(groups: Path, membership: Path) -> Iterator[int]:
    """What the control groups this process is in allow, of either version; a group has no more than those it is part of."""
    for line in _text(membership).splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            folder, name = groups, "memory.max"
        elif "memory" in controllers.split(","):
            folder, name = groups / "memory", "memory.limit_in_bytes"
        else:
            continue
        own = folder / path.lstrip("/")
        for group in (own, *own.parents[: len(own.parts) - len(folder.parts)]):
            limit = _text(group / name).strip()
            if limit.isdigit():
                yield int(limit)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""
