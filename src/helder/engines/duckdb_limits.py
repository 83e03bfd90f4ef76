"""What the embedded engine may use: memory, the disk beside the store for what does not fit in it, and time."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from helder.engines import memory, quoting
from helder.engines.base import Limits
from helder.errors import BadQuestion, StoreError

if TYPE_CHECKING:
    import duckdb


def keep(connection: duckdb.DuckDBPyConnection, path: Path | None, limits: Limits) -> None:
    """Hold a connection's database to its limits. What does not fit in memory goes to the disk, of which half of what is free
    may be used, so that loads still find room."""
    allowed = limits.memory or memory.half()
    if allowed is not None:
        connection.execute(f"set memory_limit = '{allowed} B'")
    aside = path.with_name(f"{path.name}.tmp") if path else Path(tempfile.gettempdir()) / f"helder-{os.getpid()}.tmp"
    connection.execute(f"set temp_directory = {quoting.literal(str(aside.absolute()))}")
    free = shutil.disk_usage(aside.absolute().parent).free
    connection.execute(f"set max_temp_directory_size = '{free // 2} B'")


def too_long(limits: Limits, where: str) -> BadQuestion:
    """The error of a query whose time was over."""
    return BadQuestion(
        f"The question took longer than {limits.seconds:g} seconds, and was broken off.",
        where=where,
        fix="Ask of a shorter period or by fewer dimensions, or raise the setting question_seconds.",
    )


def out_of_memory(text: str, where: str) -> StoreError:
    """The error of a statement that needs more memory, or more of the disk, than it may use."""
    if "max_temp_directory_size" in text:
        return StoreError(
            "It needs more of the disk, for what does not fit in memory, than half of what was free.",
            where=where,
            fix="Free some space beside the store, ask of a shorter period, or raise the setting memory.",
        )
    return StoreError(
        "It needs more memory than the engine may use.",
        where=where,
        fix="Ask of a shorter period or by fewer dimensions, or raise the setting memory.",
    )
