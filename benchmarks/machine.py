"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path


def described() -> str:
    """Date, processor, memory and versions."""
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "ibis-framework", "numpy", "pyarrow"))
    python = ".".join(map(str, sys.version_info[:3]))
    busy = os.getloadavg()[0]
    return f"{date.today()}: {_processor()}, {os.cpu_count()} cores, {gib:.0f} GiB, load {busy:.1f}; Python {python}, {versions}"  # noqa: DTZ011


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
