"""The home folder: what of it belongs to the workspace, and writing what only its owner may read."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helder.errors import BadSetting

SECRET_KEY = "secret-key"  # noqa: S105 - the name of the file
VAULT_KEY = "vault-key"
#: Tells rows of erased customers from others; without it nothing can be added to their store.
ERASED_KEY = "erased-key"


def definitions(home: Path) -> list[str]:
    """The files a company wrote itself, its connections, and the versions kept of its own metrics, as paths within the folder."""
    found = [*home.glob("*.toml"), *home.glob("mappings/*.toml"), *home.glob("sources/*.toml")]
    found += [path for path in home.glob("metrics/**/*") if path.suffix in (".toml", ".json")]
    return sorted(path.relative_to(home).as_posix() for path in found if path.is_file())


def keep(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all; it is on the disk when this returns.

    Raises BadSetting where the folder cannot be written.
    """
    with _written(path, text) as part:
        part.replace(path)


def kept(path: Path, make: Callable[[], str]) -> str:
    """What a file says that only its owner can read; made once, by whoever asks first, however many ask at the same time.

    Raises BadSetting where the folder cannot be written.
    """
    if not path.exists():
        with _written(path, make()) as part, suppress(FileExistsError):  # another was first
            os.link(part, path)
    return path.read_text(encoding="utf-8").strip()


def settle(folder: Path) -> None:
    """Have the disk know what files a folder has, where that must be asked for."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _written(path: Path, text: str) -> Iterator[Path]:
    """A file beside another, with a name of its own, to be put in its place."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{text}\n")
                file.flush()
                os.fsync(file.fileno())
            yield part
        finally:
            part.unlink(missing_ok=True)
        settle(path.parent)
    except OSError as error:
        raise BadSetting(
            f"The home folder cannot be written: {error.strerror}.", where=str(path.parent), fix="Give --home a folder you own."
        ) from error
