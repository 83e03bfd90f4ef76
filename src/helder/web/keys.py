"""Secrets the server makes for itself and keeps in the home folder, readable by its owner only."""

from __future__ import annotations

import secrets
from pathlib import Path

from helder.errors import BadSetting
from helder.home import SECRET_KEY, kept


def secret_key(home: Path) -> str:
    """The key that signs sessions; made on first use."""
    path = home / SECRET_KEY
    key = kept(path, lambda: secrets.token_urlsafe(48))
    if len(key) < 32:
        raise BadSetting("The key is too short to be safe.", where=str(path), fix="Remove the file; a new key is made.")
    return key
