"""What a drafted mapping asks a person to decide, by column."""

from __future__ import annotations

import re

from helder.model import Table

_LINE = re.compile(r"^(?:# )?([a-z_][\w.]*) = ")
_DECIDE = "# DECIDE: "
#: Under this name stands what is asked of no single column.
WHOLE = ""


def notes_of(draft: str, table: Table) -> dict[str, list[str]]:
    """The questions in a draft's comments, by "table.column"; those of none by "table."."""
    notes: dict[str, list[str]] = {}
    waiting: list[str] = []
    for line in draft.splitlines():
        if line.startswith(_DECIDE):
            waiting.append(line.removeprefix(_DECIDE))
        elif waiting:
            found = _LINE.match(line)
            name = found[1] if found and found[1].partition(".")[0] in table.by_name else WHOLE
            notes.setdefault(f"{table.name}.{name}", []).extend(waiting)
            waiting = []
    if waiting:
        notes.setdefault(f"{table.name}.{WHOLE}", []).extend(waiting)
    return notes
