"""Opening the store for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from helder.workspace import Workspace


@contextmanager
def reading(context: typer.Context) -> Iterator[Workspace]:
    """The workspace of the options given before the command, for reading: other readers may have it open too."""
    from helder.workspace import of_settings

    with of_settings(context.obj.settings(), read_only=True) as workspace:
        yield workspace
