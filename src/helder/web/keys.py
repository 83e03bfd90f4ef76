"""Secrets the server makes for itself and keeps in the home folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from helder.errors import BadSetting


def secret_key(home: Path) -> str:
    """The key that signs sessions; made on first use."""
    path = home / "secret-key"
    if not path.exists():
        keep(path, secrets.token_urlsafe(48))
    key = path.read_text(encoding="utf-8").strip()
    if len(key) < 32:
        raise BadSetting("The key is too short to be safe.", where=str(path), fix="Remove the file; a new key is made.")
    return key


def keep(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises BadSetting where the folder cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
        part.replace(path)
    except OSError as error:
        raise BadSetting(
            f"The home folder cannot be written: {error.strerror}.", where=str(path.parent), fix="Give --home a folder you own."
        ) from error
