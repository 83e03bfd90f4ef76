"""The home folder: what of it belongs to the workspace, and writing what only its owner may read."""

from __future__ import annotations

import os
from pathlib import Path

from helder.errors import BadSetting

SECRET_KEY = "secret-key"  # noqa: S105 - the name of the file
VAULT_KEY = "vault-key"


def definitions(home: Path) -> list[str]:
    """The files a company wrote itself, its connections, and the versions kept of its own metrics, as paths within the folder."""
    found = [*home.glob("*.toml"), *home.glob("mappings/*.toml"), *home.glob("sources/*.toml")]
    found += [path for path in home.glob("metrics/**/*") if path.suffix in (".toml", ".json")]
    return sorted(path.relative_to(home).as_posix() for path in found if path.is_file())


def keep(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises BadSetting where the folder cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
        part.replace(path)
    except OSError as error:
        raise BadSetting(
            f"The home folder cannot be written: {error.strerror}.", where=str(path.parent), fix="Give --home a folder you own."
        ) from error
