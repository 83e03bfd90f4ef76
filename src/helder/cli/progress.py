"""Telling on a terminal what goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown(first: str) -> Iterator[Callable[[str], None]]:
    """Tells on a terminal what is going on and for how long; says nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(first, total=None)
        yield lambda what: bar.update(task, description=what)


@contextmanager
def steps(first: str) -> Iterator[Callable[[str, int, int], None]]:
    """Tells on a terminal which table is at work, and how many of its rows are done; elsewhere, in a line for each table."""
    seen: list[str] = []
    with shown(first) as tell:

        def progress(what: str, done: int, rows: int) -> None:
            tell(f"{first} {what}: {done:,} of {rows:,} rows" if rows else f"{first}: {what}")
            if what not in seen and rows:
                seen.append(what)
                if not sys.stderr.isatty():
                    print(f"{first} {what}: {rows:,} rows", file=sys.stderr)

        yield progress
